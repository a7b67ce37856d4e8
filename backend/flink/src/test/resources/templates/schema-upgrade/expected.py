import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from datetime import date

from records import records, write

CODES = {"Germany": "DE", "France": "FR", "United States": "US", "Brazil": "BR"}


def is_day(text):
    try:
        date.fromisoformat(text)
        return True
    except ValueError:
        return False


good, refused, unknown = [], [], []
for row in records("signups"):
    one = {"id": row["id"], "ts": row["ts"]}
    if row["version"] == 1:
        names = row["name"].split(" ")
        one.update(first_name=names[0], last_name=names[1] if len(names) > 1 else None, email=row["mail"], phone=None, country=CODES[row["country"]])
    elif row["version"] == 2:
        one.update(first_name=row["first_name"], last_name=row["last_name"], email=row["contact"]["email"], phone=row["contact"]["phone"],
                   country=row["country"])
    else:
        unknown.append(row)
        continue
    one["birth"] = row["birth"]
    reasons = (["birth is no DATE"] if not is_day(row["birth"]) else []) + (["no last name"] if one["last_name"] is None else [])         + (["no mail address"] if one["email"] is None else [])
    if reasons:
        refused.append({**one, "reason": "; ".join(reasons)})
    else:
        good.append(one)

write("signups-good", good)
write("signups-refused", refused)
write("signups-unknown", unknown)
