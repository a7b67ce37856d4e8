import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from datetime import timedelta

from records import grouped, records, write

HALF_HOUR = timedelta(minutes=30)

orders = records("orders")
payments = list({p["id"]: p for p in records("payments")}.values())
of_order = grouped(payments, lambda p: p["order_id"])
order_of = {o["id"]: o for o in orders}


def in_time(order, payment):
    return order["ts"] <= payment["ts"] <= order["ts"] + HALF_HOUR


paid, wrong, unpaid = [], [], []
for order in orders:
    row = {"order_id": order["id"], "ts": order["ts"], "customer": order["customer"], "amount": order["amount"], "currency": order["currency"]}
    found = [p for p in of_order.get(order["id"], []) if in_time(order, p)]
    for p in found:
        (paid if p["amount"] == order["amount"] else wrong).append({**row, "method": p["method"], "payment_id": p["id"], "paid": p["amount"], "paid_at": p["ts"]})
    if not found:
        unpaid.append({**row, "method": None, "payment_id": None, "paid": None, "paid_at": None})

write("orders-paid", paid)
write("orders-wrong-amount", wrong)
write("orders-unpaid", unpaid)
write("payments-unmatched", [p for p in payments if p["order_id"] not in order_of or not in_time(order_of[p["order_id"]], p)])
