import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from datetime import timedelta

from records import floor, grouped, records, window, write

HOUR = timedelta(hours=1)

shipped = grouped(records("shipments"), lambda s: s["order_id"])
overdue = [{c: order[c] for c in ("id", "ts", "customer", "country", "product")} for order in records("orders")
           if not any(order["ts"] <= s["ts"] <= order["ts"] + 2 * HOUR for s in shipped.get(order["id"], []))]

write("orders-overdue", overdue)
write("orders-overdue-counts", [{"country": country, **window(start, HOUR), "orders": len(rows)}
                                for (country, start), rows in grouped(overdue, lambda r: (r["country"], floor(r["ts"], HOUR))).items()])
