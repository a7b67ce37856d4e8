"""What the scripts that work out expectations share: reading records, writing rows, and times."""

import gzip
import json
import sys
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

HERE = Path(__file__).parent
OWN = Path(sys.argv[0]).resolve().parent


def lines(dataset, count=2000):
    """The first records of a demo stream as text."""
    with gzip.open(HERE / "input" / (dataset + ".jsonl.gz"), "rt", encoding="utf-8") as file:
        found = file.read().splitlines()
    assert len(found) >= count
    return found[:count]


def records(dataset, count=2000, *times):
    """The first records of a demo stream; numbers are exact, and ts (or the named columns) are times."""
    return [record(line, *times) for line in lines(dataset, count)]


def record(line, *times):
    row = json.loads(line, parse_float=Decimal)
    for column in times or ("ts",):
        if row.get(column) is not None:
            row[column] = datetime.fromisoformat(row[column])
    return row


def floor(time, size, offset=timedelta(0)):
    """Where the slice of this size begins in which the time lies."""
    epoch = datetime(1970, 1, 1)
    return epoch + (time - epoch - offset) // size * size + offset


def window(start, size):
    """The three columns that a window adds."""
    return {"window_start": start, "window_end": start + size, "window_time": start + size - timedelta(milliseconds=1)}


def grouped(rows, key):
    groups = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return groups


def written(value):
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="milliseconds")
    if isinstance(value, Decimal):
        return float(value) if value != value.to_integral_value() else int(value)
    raise TypeError(value)


def write(output, rows):
    """Rows in any order, into expected-OUTPUT.jsonl beside the script."""
    rows = list(rows)
    assert rows, output + " has no rows"
    text = sorted(json.dumps(row, default=written) for row in rows)
    (OWN / ("expected-" + output + ".jsonl")).write_text("\n".join(text) + "\n")
    print(output, len(rows))
