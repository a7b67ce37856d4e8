"""Makes the files that come with Millrace: the orders before three o'clock, by hour, with one broken line."""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from records import records, written

FOLDER = Path(__file__).parents[6] / "server/src/main/resources/demo/orders"
COLUMNS = ["id", "ts", "customer", "country", "product", "quantity"]

FOLDER.mkdir(parents=True, exist_ok=True)
hours = [[], [], []]
for order in records("orders"):
    if order["ts"].day < 5 or order["ts"].day == 5 and order["ts"].hour < 3:
        hours[order["ts"].hour if order["ts"].day == 5 else 0].append(order)
for hour, orders in enumerate(hours):
    text = [",".join(COLUMNS)] + [",".join(written(o[c]) if c == "ts" else str(o[c]) for c in COLUMNS) for o in orders]
    if hour == 1:
        text.insert(51, "broken,2026-01-05 01:")
    (FOLDER / ("orders-0%d.csv" % hour)).write_text("\n".join(text) + "\n")
