import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from records import floor, grouped, records, window, write

SIZE = timedelta(minutes=5)
DELAY = timedelta(seconds=10)

# The watermark moves five times a second. Readings are out of order by less than the delay, or late by the better part of an hour, so it does
# not matter here when it moves.
newest = datetime.min
in_time, late = [], []
for row in records("sensors", 2500):
    is_late = newest > datetime.min and floor(row["ts"], SIZE) + SIZE <= newest - timedelta(minutes=30)
    assert is_late or newest == datetime.min or row["ts"] > newest - DELAY
    (late if is_late else in_time).append(row)
    newest = max(newest, row["ts"])

averages = []
for (device, start), rows in grouped(in_time, lambda r: (r["device"], floor(r["ts"], SIZE))).items():
    total = sum(r["temperature"] for r in rows)
    averages.append({"device": device, **window(start, SIZE), "readings": len(rows),
                     "average": (total / len(rows)).quantize(Decimal("0.000001"), ROUND_HALF_UP),
                     "highest": max(r["temperature"] for r in rows), "battery": min(r["battery"] for r in rows)})

write("sensor-averages", averages)
write("sensor-too-hot", [r for r in averages if r["highest"] > 80])
starts = {(r["device"], r["window_start"]) for r in averages}
write("sensor-silent", [r for r in averages if (r["device"], r["window_start"] + SIZE) not in starts])
write("sensor-late", late)
