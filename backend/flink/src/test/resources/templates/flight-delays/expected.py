import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from datetime import timedelta

from records import floor, grouped, records, window, write

DAY = timedelta(days=1)

write("flight-delays-daily", [{"origin": origin, **window(start, DAY), "n": len(rows), "sum_delay": sum(r["delay"] for r in rows),
                               "max_delay": max(r["delay"] for r in rows)}
                              for (origin, start), rows in grouped(records("flights"), lambda r: (r["origin"], floor(r["ts"], DAY))).items()])
