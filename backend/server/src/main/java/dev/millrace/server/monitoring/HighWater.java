package dev.millrace.server.monitoring;

import io.prometheus.metrics.model.snapshots.Labels;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The most that each total has been. Totals of rows fall back a little where rows are read again after a failure; to Prometheus a total that falls has
 * begun anew at zero, and it would take all of it for new rows. So the total stays until it is passed.
 */
final class HighWater {
    private final Map<Series, Long> reached = new HashMap<>();
    private final Set<Series> told = new HashSet<>();

    private record Series(String name, Labels labels) {}

    long of(String name, Labels labels, long total) {
        var series = new Series(name, labels);
        told.add(series);
        return reached.merge(series, total, Math::max);
    }

    /** Those that were not asked for since the last time are gone. */
    void forgetTheOthers() {
        reached.keySet().retainAll(told);
        told.clear();
    }
}
