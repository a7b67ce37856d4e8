import base64
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from datetime import timedelta

from records import floor, grouped, lines, record, window, write

MINUTE = timedelta(minutes=1)
SLIDE = timedelta(seconds=10)

logs, broken = [], []
for i, line in enumerate(lines("logs")):
    if (i + 1) % 50 == 0:
        # Cut in the middle, and told apart by its offset.
        broken.append({"topic": "demo-logs", "partition": 0, "offset": i, "timestamp": None, "key": None, "raw": base64.b64encode(line[: len(line) // 2].encode()).decode(), "reason": "*"})
    else:
        logs.append(record(line))

minutes = []
for (service, start), rows in grouped(logs, lambda r: (r["service"], floor(r["ts"], MINUTE))).items():
    minutes.append({"service": service, **window(start, MINUTE), "lines": len(rows), "warnings": sum(r["level"] == "WARN" for r in rows),
                    "errors": sum(r["level"] == "ERROR" for r in rows), "slowest": max(r["duration"] for r in rows)})

slices = {}
for row in logs:
    if row["level"] == "ERROR":
        start = floor(row["ts"], SLIDE)
        for back in range(6):
            slices.setdefault((row["service"], start - back * SLIDE), []).append(row)

write("log-minutes", minutes)
write("log-bursts", [{"service": service, **window(start, MINUTE), "errors": len(rows), "hosts": len({r["host"] for r in rows})}
                     for (service, start), rows in slices.items() if len(rows) > 20])
write("log-dead-letters", broken)
