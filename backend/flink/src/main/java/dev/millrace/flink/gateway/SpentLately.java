package dev.millrace.flink.gateway;

import dev.millrace.runtime.count.PortCounter;
import dev.millrace.runtime.count.TaskTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How the copies of one vertex spent the last ten seconds, from the times that its first port has added up. The shares that Flink tells are those of the last minute, in which a
 * node that has become slow is seen after three quarters of it.
 */
final class SpentLately {
    private static final long SPAN = Duration.ofSeconds(10).toNanos();
    /** Of the time of each copy, in milliseconds: what was so for less is a burst, as when a job begins. */
    private static final double ENOUGH = 8_000;

    private final Deque<Moment> moments = new ArrayDeque<>();

    /** @param nanos of ports, by the metric's name */
    private record Moment(long at, OperatorMetrics.Spread busy, OperatorMetrics.Spread held, OperatorMetrics.Spread all, Map<String, Double> nanos) {
        /** A copy that began anew counts from zero again. */
        boolean isBehind(Moment earlier) {
            return all.min() < earlier.all.min() || all.sum() < earlier.all.sum();
        }
    }

    /**
     * @param busy share of time of the busiest copy, 0 to 1; never more than it was
     * @param leastBusy of the copy that works least; never less than it was
     * @param backPressured of the copy that waits most for those after it; never more than it was
     * @param ports share of the time in which the copies were busy, by the port's metric: how long rows were behind it and before the next ones
     */
    record Shares(double busy, double leastBusy, double backPressured, Map<String, Double> ports) {}

    /** Takes in what was read of the vertex at a moment. */
    synchronized void add(OperatorMetrics read, long nanos) {
        var ports = new HashMap<String, Double>();
        OperatorMetrics.Spread busy = null;
        OperatorMetrics.Spread held = null;
        OperatorMetrics.Spread all = null;
        for (var metric : read.byName().entrySet()) {
            switch (metric.getKey().substring(metric.getKey().lastIndexOf('.') + 1)) {
                case PortCounter.NANOS -> ports.put(metric.getKey(), metric.getValue().sum());
                case TaskTime.BUSY -> busy = metric.getValue();
                case TaskTime.HELD -> held = metric.getValue();
                case TaskTime.ALL -> all = metric.getValue();
                default -> { }
            }
        }
        if (busy == null || held == null || all == null) {
            moments.clear();
            return;
        }
        var now = new Moment(nanos, busy, held, all, ports);
        if (!moments.isEmpty() && now.isBehind(moments.peekLast())) {
            moments.clear();
        }
        moments.addLast(now);
        while (moments.size() > 2 && nanos - second() >= SPAN) {
            moments.removeFirst();
        }
    }

    private long second() {
        var all = moments.iterator();
        all.next();
        return all.next().at();
    }

    /** Empty as long as too little is known. @param copies of the vertex */
    synchronized Optional<Shares> now(int copies) {
        if (moments.size() < 2 || copies < 1) {
            return Optional.empty();
        }
        Moment first = moments.peekFirst();
        Moment last = moments.peekLast();
        double busy = last.busy().sum() - first.busy().sum();
        double held = last.held().sum() - first.held().sum();
        double each = (last.all().sum() - first.all().sum()) / copies;
        if (!(each >= ENOUGH)) {
            return Optional.empty();
        }
        var ports = new HashMap<String, Double>();
        last.nanos().forEach((name, sum) -> ports.put(name, Math.max(0, sum - first.nanos().getOrDefault(name, 0.0)) / 1e6 / Math.max(1, busy)));
        // Of which copy the largest sum is may have changed, and then it has grown by less than that of the busiest one.
        return Optional.of(new Shares(share(Math.max(last.busy().max() - first.busy().max(), busy / copies), each),
                share(Math.min(last.busy().min() - first.busy().min(), busy / copies), each),
                share(Math.max(last.held().max() - first.held().max(), held / copies), each), Map.copyOf(ports)));
    }

    private static double share(double part, double of) {
        return Math.clamp(part / of, 0, 1);
    }
}
