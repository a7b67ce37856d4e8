import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from records import floor, grouped, records, window, write

HOUR = timedelta(hours=1)

rates = sorted(records("rates"), key=lambda r: r["ts"])
converted, without = [], []
for order in records("orders"):
    known = [r["rate"] for r in rates if r["currency"] == order["currency"] and r["ts"] <= order["ts"]]
    row = {c: order[c] for c in ("id", "ts", "country", "product", "amount", "currency")}
    row["rate"] = known[-1] if known else None
    row["euro"] = (order["amount"] * known[-1]).quantize(Decimal("0.01"), ROUND_HALF_UP) if known else None
    (converted if known else without).append(row)

write("orders-in-euro", converted)
write("orders-without-rate", without)
write("sales-in-euro", [{"country": country, **window(start, HOUR), "orders": len(rows), "euro": sum(r["euro"] for r in rows)}
                        for (country, start), rows in grouped(converted, lambda r: (r["country"], floor(r["ts"], HOUR))).items()])
