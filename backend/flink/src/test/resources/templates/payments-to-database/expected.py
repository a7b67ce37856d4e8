import base64
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from datetime import timedelta

from records import floor, grouped, lines, record, window, write

HOUR = timedelta(hours=1)

once, broken = {}, []
for i, line in enumerate(lines("payments")):
    if (i + 1) % 100 == 0:
        raw = base64.b64encode(line[: len(line) // 2].encode()).decode()
        broken.append({"topic": "demo-payments", "partition": 0, "offset": i, "timestamp": None, "key": None, "raw": raw, "reason": "*"})
    else:
        payment = record(line)
        once.setdefault(payment["id"], payment)

write("payment-totals", [{"method": method, **window(start, HOUR), "payments": len(rows), "total": sum(r["amount"] for r in rows)}
                         for (method, start), rows in grouped(once.values(), lambda r: (r["method"], floor(r["ts"], HOUR))).items()])
# PostgreSQL writes times in its own way.
write("table.payments", [{**p, "ts": p["ts"].isoformat(timespec="milliseconds").rstrip("0").rstrip(".")} for p in once.values()])
write("payment-dead-letters", broken)
