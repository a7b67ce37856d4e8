package dev.millrace.runtime.demo;

import java.util.Locale;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;

/**
 * People who sign up, every thirty seconds, from programs of two versions. Version 1 sends one name, a mail address and the name of the country;
 * version 2 sends two names, a contact with address and phone, and the code of the country. Some records break the rules: every 19th lacks
 * the last name or the address, every 29th has a day of birth that does not exist, every 41st is of a version 3 that nobody knows yet.
 */
final class Signups implements DemoRows {
    private static final long serialVersionUID = 1L;
    private static final long STEP = 30_000;
    private static final String[] FIRST = {"Ada", "Alan", "Emmy", "Kurt", "Grace", "Edsger", "Barbara", "Tony", "Radia", "Donald"};
    private static final String[] LAST = {"Berg", "Costa", "Dubois", "Evans", "Fischer", "Garcia", "Hansen"};
    private static final StringData[] NAMES = DemoRows.texts("Germany", "France", "United States", "Brazil");
    private static final StringData[] CODES = DemoRows.texts("DE", "FR", "US", "BR");
    private static final StringData NO_DAY = DemoRows.text("1990-02-30");

    @Override
    public GenericRowData at(long index) {
        long random = Chance.at(index);
        boolean lacking = index % 19 == 18;
        int version = index % 41 == 40 ? 3 : Chance.below(random, 0, 5) < 2 ? 1 : 2;
        String first = FIRST[Chance.below(random, 4, FIRST.length)];
        String last = LAST[Chance.below(random, 8, LAST.length)];
        StringData email = DemoRows.text(first.toLowerCase(Locale.ROOT) + (index + 1) + "@example.com");
        int country = Chance.below(random, 12, NAMES.length);
        int day = 1 + Chance.below(random, 16, 28);
        StringData birth = index % 29 == 28 ? NO_DAY : DemoRows.text((1950 + Chance.below(random, 20, 55)) + "-" + two(1 + Chance.below(random, 28, 12)) + "-" + two(day));
        GenericRowData row = new GenericRowData(10);
        row.setField(0, index + 1);
        row.setField(1, DemoRows.time(BEGIN + index * STEP));
        row.setField(2, version);
        if (version == 1) {
            row.setField(3, DemoRows.text(lacking ? first : first + " " + last));
            row.setField(4, email);
            row.setField(8, NAMES[country]);
        } else {
            row.setField(5, DemoRows.text(first));
            row.setField(6, DemoRows.text(last));
            row.setField(7, GenericRowData.of(lacking ? null : email, DemoRows.text("+49 555 " + (10_000 + Chance.below(random, 32, 90_000)))));
            row.setField(8, CODES[country]);
        }
        row.setField(9, birth);
        return row;
    }

    private static String two(int number) {
        return number < 10 ? "0" + number : Integer.toString(number);
    }
}
