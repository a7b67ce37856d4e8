package dev.millrace.server.monitoring;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.LinkedHashMap;
import java.util.Map;

/** Gathers the series of one scrape by their names. */
final class Families {
    private final HighWater highWater;
    private final Map<String, CounterSnapshot.Builder> counters = new LinkedHashMap<>();
    private final Map<String, GaugeSnapshot.Builder> gauges = new LinkedHashMap<>();

    Families(HighWater highWater) {
        this.highWater = highWater;
    }

    /** @param name without the ending _total, which is added on the wire */
    void counter(String name, String help, Labels labels, long total) {
        counters.computeIfAbsent(name, n -> CounterSnapshot.builder().name(n).help(help))
                .dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder().labels(labels).value(highWater.of(name, labels, total)).build());
    }

    void gauge(String name, String help, Labels labels, double value) {
        gauges.computeIfAbsent(name, n -> GaugeSnapshot.builder().name(n).help(help))
                .dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder().labels(labels).value(value).build());
    }

    MetricSnapshots snapshots() {
        var all = MetricSnapshots.builder();
        counters.values().forEach(c -> all.metricSnapshot(c.build()));
        gauges.values().forEach(g -> all.metricSnapshot(g.build()));
        return all.build();
    }
}
