import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from datetime import timedelta

from records import floor, grouped, records, window, write

SIZE = timedelta(seconds=10)

high = [bid for bid in records("bids", 12000, "dateTime") if bid["price"] > 100000]
write("high-bids", [{"auction": auction, **window(start, SIZE), "bids": len(rows), "highest": max(r["price"] for r in rows),
                     "bidders": len({r["bidder"] for r in rows})}
                    for (auction, start), rows in grouped(high, lambda r: (r["auction"], floor(r["dateTime"], SIZE))).items()])
