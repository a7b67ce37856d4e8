import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from math import sqrt

from records import grouped, records, write

SIX = Decimal("0.000001")


def rounded(number, digits):
    return Decimal(repr(number)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


anomalies = []
# So few that no reading of the device that is cut off comes late.
for device, rows in grouped(records("sensors", 1000), lambda r: r["device"]).items():
    for row in rows:
        last = [r["temperature"] for r in rows if timedelta(0) <= row["ts"] - r["ts"] <= timedelta(hours=1)]
        mean = float((sum(last) / len(last)).quantize(SIX, ROUND_HALF_UP))
        of_squares = float((sum(t * t for t in last) / len(last)).quantize(SIX, ROUND_HALF_UP))
        usual, spread = rounded(mean, 2), rounded(sqrt(abs(of_squares - mean * mean)), 3)
        if len(last) > 10 and abs(float(row["temperature"]) - float(usual)) > 3 * float(spread):
            anomalies.append({"device": device, "ts": row["ts"], "temperature": row["temperature"], "readings": len(last),
                              "usual": usual, "spread": spread})

write("sensor-anomalies", anomalies)
