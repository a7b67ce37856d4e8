import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from datetime import timedelta

from records import floor, grouped, records, window, write

GAP = timedelta(minutes=10)
HOUR = timedelta(hours=1)

clicks = records("clicks")
sessions, purchases = [], []
for visitor, rows in grouped(clicks, lambda r: r["visitor"]).items():
    rows = sorted(rows, key=lambda r: r["ts"])
    visits = [[rows[0]]]
    for row in rows[1:]:
        if row["ts"] - visits[-1][-1]["ts"] <= GAP:
            visits[-1].append(row)
        else:
            visits.append([row])
    for visit in visits:
        end = visit[-1]["ts"] + GAP
        sessions.append({"visitor": visitor, "window_start": visit[0]["ts"], "window_end": end, "window_time": end - timedelta(milliseconds=1),
                         "clicks": len(visit), "pages": len({r["page"] for r in visit}), "products": sum(r["page"] == "product" for r in visit),
                         "paid": sum(r["page"] == "paid" for r in visit)})
    # From the first product that is not behind the purchase before: a cart, then a payment.
    looked = cart = None
    for row in rows:
        if looked is None:
            looked = row if row["page"] == "product" else None
        elif cart is None:
            cart = row if row["page"] == "cart" else None
        elif row["page"] == "paid":
            if row["ts"] - looked["ts"] < timedelta(hours=2):
                purchases.append({"visitor": visitor, "device": looked["device"], "looked_at": looked["ts"],
                                  "seconds": (row["ts"] - looked["ts"]) // timedelta(seconds=1), "match_time": row["ts"]})
            looked = cart = None

funnel = []
for start, rows in grouped(clicks, lambda r: floor(r["ts"], HOUR)).items():
    def visitors(page):
        return len({r["visitor"] for r in rows if r["page"] == page})

    funnel.append({**window(start, HOUR), "visitors": len({r["visitor"] for r in rows}), "looked": visitors("product"),
                   "had_a_cart": visitors("cart"), "paid": visitors("paid")})

write("click-sessions", sessions)
write("click-purchases", purchases)
write("click-funnel", funnel)
