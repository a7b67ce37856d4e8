import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from decimal import Decimal

from records import records, write

accounts = {}
for event in {e["id"]: e for e in records("account-events")}.values():
    row = accounts.setdefault(event["account"], {"account": event["account"], "balance": Decimal(0), "events": 0, "newest": event["ts"]})
    row["balance"] += {"deposited": 1, "opened": 0}.get(event["kind"], -1) * event["amount"]
    row["events"] += 1
    row["newest"] = max(row["newest"], event["ts"])

write("account-balances", accounts.values())
write("accounts-overdrawn", [a for a in accounts.values() if a["balance"] < 0])
