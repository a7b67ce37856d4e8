import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from records import grouped, records, write

table = {}
for change in records("customer-changes", 1800):
    if change["op"] == "d":
        del table[change["before"]["id"]]
    else:
        assert (change["op"] == "c") == (change["after"]["id"] not in table)
        table[change["after"]["id"]] = change["after"]

orders = grouped(records("orders", 1800), lambda o: o["customer"])
write("customers-with-orders", [{**customer, "orders": len(orders[id]) if id in orders else None,
                                 "items": sum(o["quantity"] for o in orders[id]) if id in orders else None,
                                 "last_order": max(o["ts"] for o in orders[id]) if id in orders else None} for id, customer in table.items()])
