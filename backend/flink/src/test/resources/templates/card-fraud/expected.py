import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from datetime import timedelta
from math import asin, cos, radians, sin, sqrt

from records import grouped, records, write

alerts = []


def alert(rule, row, detail):
    alerts.append({"card": row["card"], "rule": rule, "at": row["ts"], "amount": row["amount"], "detail": detail})


for payments in grouped(records("card-payments"), lambda r: r["card"]).values():
    payments.sort(key=lambda r: r["ts"])
    assert len({r["ts"] for r in payments}) == len(payments)

    # A payment below 2, and later within ten minutes one above 500; the next match begins behind the last.
    begin = 0
    for i, large in enumerate(payments):
        small = [s for s in payments[begin:i] if s["amount"] < 2 and large["ts"] - s["ts"] < timedelta(minutes=10)]
        if large["amount"] > 500 and small:
            alert("small then large", large, "tried with %.2f" % small[0]["amount"])
            begin = i + 1

    for row in payments:
        count = sum(1 for other in payments if timedelta(0) <= row["ts"] - other["ts"] <= timedelta(minutes=1))
        if count > 5:
            alert("too many in a minute", row, "%d payments" % count)

    for before, row in zip(payments, payments[1:]):
        lat, lon, lat2, lon2 = (radians(float(v)) for v in (before["lat"], before["lon"], row["lat"], row["lon"]))
        km = 12742 * asin(sqrt(sin((lat2 - lat) / 2) ** 2 + cos(lat) * cos(lat2) * sin((lon2 - lon) / 2) ** 2))
        seconds = (row["ts"] - before["ts"]) // timedelta(seconds=1)
        if km > 100 and km * 3600 > 900 * seconds:
            alert("impossible travel", row, "%s to %s, %d km" % (before["city"], row["city"], km))

write("card-alerts", alerts)
for rule, found in grouped(alerts, lambda a: a["rule"]).items():
    print("  ", rule, len(found))
