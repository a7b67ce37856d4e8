package dev.millrace.runtime.demo;

import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;

/**
 * What happens to bank accounts, every ten seconds and in order. Forty accounts are opened first, and one more with every fifty events; every
 * 25th event is the one before sent again, with the same id.
 */
final class AccountEvents implements DemoRows {
    private static final long serialVersionUID = 1L;
    private static final long STEP = 10_000;
    private static final int FIRST = 40;
    private static final int EVERY = 50;
    private static final StringData OPENED = DemoRows.text("opened");
    private static final StringData DEPOSITED = DemoRows.text("deposited");
    private static final StringData WITHDRAWN = DemoRows.text("withdrawn");
    private static final StringData FEE = DemoRows.text("fee");

    @Override
    public GenericRowData at(long index) {
        if (index % 25 == 24) {
            return at(index - 1);
        }
        long random = Chance.at(index);
        if (index < FIRST) {
            return event(index, index, OPENED, 0);
        }
        if (index % EVERY == 0) {
            return event(index, FIRST + index / EVERY - 1, OPENED, 0);
        }
        // The account of this fifty was opened with its first event.
        long account = Chance.below(random, 0, (int) Math.min(100_000, FIRST + index / EVERY));
        int chance = Chance.below(random, 20, 10);
        return chance < 6 ? event(index, account, DEPOSITED, 1_000 + Chance.below(random, 24, 200_000))
                : chance < 9 ? event(index, account, WITHDRAWN, 500 + Chance.below(random, 24, 100_000)) : event(index, account, FEE, 250);
    }

    private static GenericRowData event(long index, long account, StringData kind, long cents) {
        return GenericRowData.of(index + 1, DemoRows.text("account-" + (1001 + account)), DemoRows.time(BEGIN + index * STEP), kind, DemoRows.cents(cents, 12));
    }
}
