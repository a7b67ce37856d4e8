package dev.millrace.server.metrics;

import dev.millrace.server.deployment.JobMetrics.Checkpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was seen of a deployment at one moment.
 *
 * @param totals of the counts that are known
 * @param values the others that are known
 */
record Reading(Instant at, Map<Series, Long> totals, Map<Series, Double> values) {
    Reading {
        totals = Map.copyOf(totals);
        values = Map.copyOf(values);
    }

    /** The counts of the reading before, and when that was. */
    record Before(Instant at, Map<Series, Long> totals) {}

    static Reading of(LiveMetrics live, long restarts) {
        var totals = new EnumMap<Series, Long>(Series.class);
        totals.put(Series.ROWS_IN, live.rowsIn().total());
        totals.put(Series.ROWS_OUT, live.rowsOut().total());
        totals.put(Series.REJECTED, live.nodes().values().stream().mapToLong(n -> n.rejected().total()).sum());
        totals.put(Series.LATE, live.nodes().values().stream().mapToLong(n -> n.late().total()).sum());
        totals.put(Series.RESTARTS, restarts);
        live.failedCheckpoints().ifPresent(failed -> totals.put(Series.FAILED_CHECKPOINTS, failed));
        var values = new EnumMap<Series, Double>(Series.class);
        live.lag().ifPresent(lag -> values.put(Series.LAG, (double) lag));
        live.watermarkDelay().ifPresent(delay -> values.put(Series.WATERMARK_DELAY, delay.toMillis() / 1000.0));
        if (!live.nodes().isEmpty()) {
            values.put(Series.BUSY, live.nodes().values().stream().mapToDouble(NodeNumbers::busy).max().orElse(0));
            values.put(Series.BACK_PRESSURED, live.nodes().values().stream().mapToDouble(NodeNumbers::backPressured).max().orElse(0));
        }
        Optional<Checkpoint> checkpoint = live.lastCheckpoint();
        checkpoint.ifPresent(c -> {
            values.put(Series.STATE_BYTES, (double) c.bytes());
            values.put(Series.CHECKPOINT_MILLIS, (double) c.millis());
            c.written().ifPresent(written -> values.put(Series.CHECKPOINT_BYTES, (double) written));
        });
        live.load().taskManagerCpu().ifPresent(cpu -> values.put(Series.TASK_MANAGER_CPU, cpu));
        live.load().jobManagerCpu().ifPresent(cpu -> values.put(Series.JOB_MANAGER_CPU, cpu));
        live.load().taskManagerHeap().ifPresent(bytes -> values.put(Series.TASK_MANAGER_HEAP, (double) bytes));
        live.load().jobManagerHeap().ifPresent(bytes -> values.put(Series.JOB_MANAGER_HEAP, (double) bytes));
        live.latency().ifPresent(latency -> {
            values.put(Series.LATENCY_MEDIAN, (double) latency.medianMillis());
            values.put(Series.LATENCY_WORST, (double) latency.worstMillis());
        });
        return new Reading(live.at(), totals, values);
    }

    /** As one moment, after the reading before it. A count that is not known now is what it was. */
    Moment after(Optional<Before> before) {
        var counts = new EnumMap<Series, Moment.Growth>(Series.class);
        var spreads = new EnumMap<Series, Moment.Spread>(Series.class);
        long millis = before.map(b -> Duration.between(b.at(), at).toMillis()).orElse(0L);
        for (Series series : Series.COUNTS) {
            long was = before.map(b -> b.totals().getOrDefault(series, 0L)).orElse(0L);
            long total = totals.getOrDefault(series, was);
            long growth = before.isPresent() ? series.growth(was, total) : 0;
            counts.put(series, new Moment.Growth(total, growth));
            if (millis > 0) {
                double rate = growth * 1000.0 / millis;
                spreads.put(series, new Moment.Spread(rate, rate, rate));
            }
        }
        values.forEach((series, value) -> spreads.put(series, new Moment.Spread(value, value, value)));
        return new Moment(at, 1, counts, spreads);
    }
}
