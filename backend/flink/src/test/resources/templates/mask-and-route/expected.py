import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from hashlib import sha256

from records import lines, record, write

REGIONS = {"DE": "europe", "FR": "europe", "GB": "europe", "CH": "europe", "US": "americas", "BR": "americas"}

rows = {"orders-europe": [], "orders-americas": [], "orders-elsewhere": [], "orders-dead-letters": []}
for i, line in enumerate(lines("orders")):
    if (i + 1) % 100 == 0:
        rows["orders-dead-letters"].append({"topic": "demo-orders", "partition": 0, "offset": i, "reason": "*"})
        continue
    order = record(line)
    order["email"] = sha256(("choose your own" + order["email"]).encode()).hexdigest()
    order["phone"] = "*" * (len(order["phone"]) - 3) + order["phone"][-3:]
    rows["orders-" + REGIONS.get(order["country"], "elsewhere")].append(order)

for topic, found in rows.items():
    write(topic, found)
