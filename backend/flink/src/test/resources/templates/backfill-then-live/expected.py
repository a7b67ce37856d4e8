import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from datetime import timedelta

from records import floor, grouped, records, window, write

HOUR = timedelta(hours=1)

# Each order once: before three o'clock from the files, from then on from the topic, which has all of them.
orders = [{c: order[c] for c in ("id", "ts", "customer", "country", "product", "quantity")} for order in records("orders")]
newest = max(o["ts"] for o in orders)

write("orders-all", orders)
# The topic has no end, so the last hours stay open.
write("orders-per-hour", [{"country": country, **window(start, HOUR), "orders": len(rows), "items": sum(r["quantity"] for r in rows)}
                          for (country, start), rows in grouped(orders, lambda o: (o["country"], floor(o["ts"], HOUR))).items()
                          if start + HOUR <= newest - timedelta(minutes=1)])
write("orders-all-dead-letters", [{"topic": "orders-01.csv", "partition": "*", "offset": "*", "timestamp": "*", "key": None, "raw": "*", "reason": "*"}])
