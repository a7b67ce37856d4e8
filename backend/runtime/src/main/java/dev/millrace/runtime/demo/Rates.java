package dev.millrace.runtime.demo;

import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;

/** What one unit of a currency is worth in euro: five currencies, one of them every twenty seconds, in order. They begin before the first order. */
final class Rates implements DemoRows {
    private static final long serialVersionUID = 1L;
    private static final long STEP = 20_000;
    private static final long AHEAD = 300_000;
    private static final StringData[] CURRENCIES = DemoRows.texts("EUR", "USD", "GBP", "JPY", "CHF");
    /** In ten-thousandths of a euro. */
    private static final int[] MIDDLE = {10_000, 9_200, 11_600, 62, 10_500};

    @Override
    public GenericRowData at(long index) {
        int currency = (int) (index % CURRENCIES.length);
        int swing = MIDDLE[currency] / 20;
        int rate = currency == 0 ? MIDDLE[0] : MIDDLE[currency] - swing + Chance.below(Chance.at(index), 0, 2 * swing + 1);
        return GenericRowData.of(CURRENCIES[currency], DemoRows.time(BEGIN - AHEAD + index * STEP), DecimalData.fromUnscaledLong(rate, 10, 4));
    }
}
