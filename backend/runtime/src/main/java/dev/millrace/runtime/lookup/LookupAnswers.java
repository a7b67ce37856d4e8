package dev.millrace.runtime.lookup;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.flink.table.data.GenericRowData;

/** Answers that are kept for a while, those least asked for given up first. For several threads. */
public final class LookupAnswers {
    private record Answer(List<GenericRowData> rows, long until) {
        /** A miss takes room too. */
        long size() {
            return Math.max(1, rows.size());
        }
    }

    private final long most;
    private final long nanos;
    private final boolean misses;
    private final LongSupplier clock;
    private final Map<List<Object>, Answer> byKey = new LinkedHashMap<>(16, 0.75f, true);
    private long size;

    /** @param clock in nanoseconds */
    public LookupAnswers(long most, long nanos, boolean misses, LongSupplier clock) {
        this.most = most;
        this.nanos = nanos;
        this.misses = misses;
        this.clock = clock;
    }

    /** The rows of the table, or null where it must be asked. */
    public synchronized List<GenericRowData> find(List<Object> key) {
        Answer answer = byKey.get(key);
        if (answer == null) {
            return null;
        }
        if (answer.until() - clock.getAsLong() <= 0) {
            byKey.remove(key);
            size -= answer.size();
            return null;
        }
        return answer.rows();
    }

    public synchronized void keep(List<Object> key, List<GenericRowData> rows) {
        Answer answer = new Answer(rows, clock.getAsLong() + nanos);
        if (answer.size() > most || rows.isEmpty() && !misses) {
            return;
        }
        Answer before = byKey.put(key, answer);
        size += answer.size() - (before == null ? 0 : before.size());
        Iterator<Answer> oldest = byKey.values().iterator();
        while (size > most) {
            size -= oldest.next().size();
            oldest.remove();
        }
    }
}
