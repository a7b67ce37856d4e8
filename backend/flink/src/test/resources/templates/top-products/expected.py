import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from datetime import timedelta

from records import floor, grouped, records, window, write

SIZE = timedelta(hours=2)
SLIDE = timedelta(minutes=30)

slices = {}
for row in records("orders"):
    for back in range(4):
        slices.setdefault(floor(row["ts"], SLIDE) - back * SLIDE, []).append(row)

ranking = []
for start, rows in slices.items():
    sales = [{"product": product, **window(start, SIZE), "sold": sum(r["quantity"] for r in sold), "orders": len(sold),
              "customers": len({r["customer"] for r in sold})} for product, sold in grouped(rows, lambda r: r["product"]).items()]
    sales.sort(key=lambda r: (-r["sold"], r["product"]))
    ranking += [{**row, "place": i + 1} for i, row in enumerate(sales[:3])]

write("top-products", ranking)
