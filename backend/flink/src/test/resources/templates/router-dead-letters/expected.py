import base64
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from records import lines, record, write

rows = {"bids-search": [], "bids-large": [], "bids-other": [], "bids-dead-letters": []}
for i, line in enumerate(lines("bids")):
    if (i + 1) % 50 == 0:
        rows["bids-dead-letters"].append({"topic": "demo-bids", "partition": 0, "offset": i, "timestamp": None, "key": None, "raw": base64.b64encode(line[: len(line) // 2].encode()).decode(), "reason": "*"})
        continue
    bid = record(line, "dateTime")
    rows["bids-search" if bid["channel"] in ("Google", "Baidu") else "bids-large" if bid["price"] >= 1000000 else "bids-other"].append(bid)

for topic, found in rows.items():
    write(topic, found)
