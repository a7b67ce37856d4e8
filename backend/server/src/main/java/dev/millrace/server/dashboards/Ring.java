package dev.millrace.server.dashboards;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The newest rows within a bound of number and memory. For one thread that adds and any that look. */
final class Ring {
    static final int MOST_ROWS = 20_000;
    private static final int NEWEST = 50;
    private static final long MOST_WEIGHT = 16_000_000;
    private static final int WEIGHT_OF_ROW = 120;
    private static final int WEIGHT_OF_COLUMN = 80;

    private final ArrayDeque<Row> rows = new ArrayDeque<>();
    private long weight;
    private boolean cut;
    private long changes;

    /** @param isCut whether older rows of the time that is looked at had to be left out */
    record Content(List<Row> rows, boolean isCut, long changes) {
        /** Of the newest rows, by name. */
        List<String> columns() {
            return rows.reversed().stream().limit(NEWEST).flatMap(r -> r.columns().keySet().stream()).distinct().sorted().toList();
        }
    }

    synchronized void add(Row row) {
        rows.addLast(row);
        weight += weight(row);
        changes++;
        while (rows.size() > MOST_ROWS || weight > MOST_WEIGHT) {
            weight -= weight(rows.removeFirst());
            cut = true;
        }
    }

    /** Forgets what is older. */
    synchronized void forget(Instant before) {
        while (!rows.isEmpty() && rows.getFirst().at().isBefore(before)) {
            weight -= weight(rows.removeFirst());
            // What had been left out is older than what is asked for now, unless the first that is left is younger than that.
            cut = cut && !rows.isEmpty() && rows.getFirst().at().isAfter(before.plusSeconds(1));
        }
    }

    synchronized void clear() {
        rows.clear();
        weight = 0;
        cut = false;
        changes++;
    }

    /** Oldest first. */
    synchronized Content content() {
        return new Content(new ArrayList<>(rows), cut, changes);
    }

    private static long weight(Row row) {
        long weight = WEIGHT_OF_ROW + row.key().map(String::length).orElse(0);
        for (Map.Entry<String, Object> column : row.columns().entrySet()) {
            weight += WEIGHT_OF_COLUMN + (column.getValue() instanceof String text ? text.length() : 0);
        }
        return weight;
    }
}
