package dev.millrace.runtime.demo;

import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;

/**
 * The changes of a table of two hundred customers as Debezium writes them, every twenty seconds: all are created first, then each is changed
 * once in two hundred changes, and some are deleted and come back with the change after.
 */
final class CustomerChanges implements DemoRows {
    private static final long serialVersionUID = 1L;
    private static final int CUSTOMERS = 200;
    private static final long STEP = 20_000;
    private static final StringData CREATED = DemoRows.text("c");
    private static final StringData UPDATED = DemoRows.text("u");
    private static final StringData DELETED = DemoRows.text("d");
    private static final String[] FIRST = {"Ada", "Alan", "Emmy", "Kurt", "Grace", "Edsger", "Barbara", "Tony", "Radia", "Donald"};
    private static final String[] LAST = {"Berg", "Costa", "Dubois", "Evans", "Fischer", "Garcia", "Hansen"};
    private static final StringData[] CITIES = DemoRows.texts("Berlin", "Paris", "Madrid", "Chicago", "Tokyo", "Zurich", "Lima");
    private static final StringData[] TIERS = DemoRows.texts("basic", "silver", "gold");

    @Override
    public GenericRowData at(long index) {
        long id = 1 + index % CUSTOMERS;
        long version = index / CUSTOMERS;
        GenericRowData before = there(id, version - 1) ? customer(id, version - 1) : null;
        GenericRowData after = there(id, version) ? customer(id, version) : null;
        return GenericRowData.of(before, after, after == null ? DELETED : before == null ? CREATED : UPDATED, BEGIN + index * STEP);
    }

    /** Never gone twice in a row, so that each change changes something. */
    private static boolean there(long id, long version) {
        return version >= 0 && (version % 3 != 2 || Chance.below(Chance.at(id * 1_000_003 + version), 0, 8) != 0);
    }

    private static GenericRowData customer(long id, long version) {
        long now = Chance.at(id * 1_000_003 + version);
        return GenericRowData.of(id, DemoRows.text(FIRST[(int) (id % FIRST.length)] + " " + LAST[(int) (id % LAST.length)]),
                CITIES[Chance.below(now, 8, CITIES.length)], TIERS[Chance.below(now, 16, TIERS.length)]);
    }
}
