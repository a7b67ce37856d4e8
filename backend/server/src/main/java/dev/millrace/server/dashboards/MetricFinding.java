package dev.millrace.server.dashboards;

import dev.millrace.pipeline.NodeId;
import dev.millrace.server.dashboards.Figures.Line;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.DeploymentId;
import dev.millrace.server.design.PipelineId;
import dev.millrace.server.metrics.LiveMetrics;
import dev.millrace.server.metrics.Metrics;
import dev.millrace.server.metrics.Moment;
import dev.millrace.server.metrics.NodeMoment;
import dev.millrace.server.metrics.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * Values of a metric of a pipeline's deployments, with their history, which goes on over all deployments of the pipeline. That of nodes is
 * by minutes and hours; what was seen since somebody looks is finer, and takes its place.
 */
final class MetricFinding implements Finding {
    private static final Duration FRESH = Duration.ofSeconds(30);
    private static final Duration BETWEEN_HISTORIES = Duration.ofSeconds(5);
    /** A minute is written when it is over. */
    private static final Duration BETWEEN_NODE_HISTORIES = Duration.ofSeconds(30);
    private static final int MOST_DEPLOYMENTS = 20;
    private static final int MOST_SEEN = 4_000;

    private final Query query;
    private final Source.Metric source;
    private final PipelineId pipeline;
    private final CurrentDeployments deployments;
    private final Metrics metrics;
    private final Deque<Seen> seen = new ArrayDeque<>();
    private List<Moment> history = List.of();
    private List<NodeMoment> nodeHistory = List.of();
    private Instant read = Instant.EPOCH;

    /** Values of nodes at a moment. */
    private record Seen(Instant at, Map<String, Double> values) {}

    MetricFinding(Query query, Source.Metric source, PipelineId pipeline, CurrentDeployments deployments, Metrics metrics) {
        this.query = query;
        this.source = source;
        this.pipeline = pipeline;
        this.deployments = deployments;
        this.metrics = metrics;
    }

    @Override public Figures now() {
        Instant now = Instant.now();
        List<Deployment> all = deployments.of(pipeline);
        if (all.isEmpty()) {
            return Figures.none(now, "The pipeline was never deployed, so there are no numbers yet. Open it and press Deploy");
        }
        Deployment current = all.getFirst();
        Optional<LiveMetrics> live = current.state().isOver() ? Optional.empty() : metrics.latest(current.id()).filter(m -> m.at().plus(FRESH).isAfter(now));
        var notes = new ArrayList<String>();
        if (current.state().isOver()) {
            notes.add("'" + current.pipelineName() + "' is not running: " + current.state().name().toLowerCase(java.util.Locale.ROOT));
        } else if (live.isEmpty()) {
            notes.add("Waiting for the first numbers");
        }
        boolean ofNodes = source.node().isPresent() || query.options().key().isPresent();
        return ofNodes ? ofNodes(now, all, live, notes) : ofAll(now, all, live, notes);
    }

    private Figures ofAll(Instant now, List<Deployment> all, Optional<LiveMetrics> live, List<String> notes) {
        Options options = query.options();
        boolean newest = !Aggregation.isBucketed(query) && options.aggregate() == Aggregate.LAST;
        if (newest) {
            OptionalDouble value = live.map(m -> WholeSeries.of(m, source.series(), all.getFirst().restarts())).orElse(OptionalDouble.empty());
            return figures(now, List.of(), List.of(new Line("", one(value.isPresent() ? value.getAsDouble() : null))), notes);
        }
        if (read.plus(BETWEEN_HISTORIES).isBefore(now)) {
            history = history(all, now, (id, from) -> metrics.timeline(id, from, now).moments());
            read = now;
        }
        var sampled = new ArrayList<Sampled>();
        for (Moment m : history) {
            if (source.series().unit() == Series.Unit.TIMES) {
                sampled.add(new Sampled(m.at(), m.counts().get(source.series()).growth(), 1));
            } else {
                m.value(source.series()).ifPresent(s -> sampled.add(new Sampled(m.at(), aggregated(s), m.samples())));
            }
        }
        return bucketed(now, Map.of("", sampled), notes);
    }

    /** Of all deployments that were there in this time, the oldest first. */
    private <M> List<M> history(List<Deployment> all, Instant now, BiFunction<DeploymentId, Instant, List<M>> of) {
        Instant from = now.minus(query.options().window());
        return all.stream().limit(MOST_DEPLOYMENTS).filter(d -> d.endedAt().map(end -> end.isAfter(from)).orElse(true)).toList().reversed().stream()
                .flatMap(d -> of.apply(d.id(), from).stream()).toList();
    }

    private Figures ofNodes(Instant now, List<Deployment> all, Optional<LiveMetrics> live, List<String> notes) {
        live.ifPresent(this::see);
        Instant from = now.minus(query.options().window());
        while (!seen.isEmpty() && (seen.getFirst().at().isBefore(from) || seen.size() > MOST_SEEN)) {
            seen.removeFirst();
        }
        boolean newest = !Aggregation.isBucketed(query) && query.options().aggregate() == Aggregate.LAST;
        if (live.isPresent() && source.node().isPresent() && !live.get().nodes().containsKey(source.node().get())) {
            return Figures.none(now, "The running pipeline has no node '" + source.node().get() + "'. Choose another node for this tile");
        }
        if (newest) {
            Map<String, Double> values = live.isEmpty() || seen.isEmpty() ? Map.of() : seen.getLast().values();
            List<Line> lines = values.entrySet().stream().sorted(Map.Entry.<String, Double>comparingByValue().reversed()).limit(query.options().key().isPresent() ? query.options().top() : 1)
                    .map(e -> new Line(query.options().key().isPresent() ? e.getKey() : "", one(e.getValue()))).toList();
            return figures(now, List.of(), lines, notes);
        }
        if (read.plus(BETWEEN_NODE_HISTORIES).isBefore(now)) {
            nodeHistory = history(all, now, (id, begin) -> metrics.nodes(id, begin, now));
            read = now;
        }
        var sampled = new TreeMap<String, List<Sampled>>();
        Instant looked = seen.isEmpty() ? now : seen.getFirst().at();
        nodeHistory.forEach(m -> m.nodes().forEach((node, values) -> {
            NodeMoment.Seen value = source.node().map(node::equals).orElse(true) ? values.get(source.series()) : null;
            if (value != null) {
                spread(m, value, looked, line(sampled, name(node)));
            }
        }));
        seen.forEach(s -> s.values().forEach((node, value) -> line(sampled, node).add(new Sampled(s.at(), value, 1))));
        return bucketed(now, sampled, notes);
    }

    private List<Sampled> line(Map<String, List<Sampled>> sampled, String node) {
        return sampled.computeIfAbsent(query.options().key().isPresent() ? node : "", n -> new ArrayList<>());
    }

    /** A minute stands for each of its parts, where those are shown. */
    private void spread(NodeMoment moment, NodeMoment.Seen value, Instant until, List<Sampled> into) {
        Duration step = query.options().step();
        Duration part = step.compareTo(moment.length()) < 0 ? step : moment.length();
        long weight = Math.max(1, value.readings() / moment.length().dividedBy(part));
        Instant end = moment.from().plus(moment.length());
        for (Instant at = moment.from().plus(part.dividedBy(2)); at.isBefore(end) && at.isBefore(until); at = at.plus(part)) {
            into.add(new Sampled(at, aggregated(value.values()), weight));
        }
    }

    private double aggregated(Moment.Spread spread) {
        return switch (query.options().aggregate()) {
            case MIN -> spread.least();
            case MAX -> spread.most();
            case MEAN, LAST, COUNT, SUM -> spread.mean();
        };
    }

    private void see(LiveMetrics live) {
        if (!seen.isEmpty() && !live.at().isAfter(seen.getLast().at())) {
            return;
        }
        var values = new TreeMap<String, Double>();
        live.nodes().forEach((node, numbers) -> {
            if (source.node().map(node::equals).orElse(true)) {
                numbers.value(source.series(), live.at()).ifPresent(value -> values.put(name(node), value));
            }
        });
        seen.addLast(new Seen(live.at(), values));
    }

    private static String name(NodeId node) {
        return node.inWords();
    }

    private record Sampled(Instant at, double value, long weight) {}

    /** Values in buckets, or in one of all. */
    private Figures bucketed(Instant now, Map<String, ? extends List<Sampled>> by, List<String> notes) {
        Options options = query.options();
        boolean over = Aggregation.isBucketed(query);
        long step = Math.max(options.step().toMillis(), options.window().toMillis() / Options.MOST_BUCKETS);
        long first = now.minus(options.window()).toEpochMilli() / step;
        int buckets = over ? (int) (now.toEpochMilli() / step - first) + 1 : 1;
        boolean summed = source.series().unit() == Series.Unit.TIMES;
        var lines = new ArrayList<Line>();
        by.forEach((name, all) -> {
            var values = new Double[buckets];
            var weights = new long[buckets];
            for (Sampled s : all) {
                int b = over ? (int) Math.clamp(s.at().toEpochMilli() / step - first, 0, buckets - 1) : 0;
                Double before = values[b];
                if (before == null) {
                    values[b] = s.value();
                } else if (summed) {
                    values[b] = before + s.value();
                } else {
                    values[b] = switch (options.aggregate()) {
                        case MIN -> Math.min(before, s.value());
                        case MAX -> Math.max(before, s.value());
                        case LAST, MEAN, COUNT, SUM -> (before * weights[b] + s.value() * s.weight()) / (weights[b] + s.weight());
                    };
                }
                weights[b] += s.weight();
            }
            lines.add(new Line(name, java.util.Arrays.asList(values)));
        });
        var times = new ArrayList<Instant>();
        for (int i = 0; over && i < buckets; i++) {
            times.add(Instant.ofEpochMilli((first + i) * step));
        }
        List<Line> shown = lines.size() <= options.top() ? lines
                : lines.stream().sorted(java.util.Comparator.comparingDouble((Line l) -> l.values().stream().filter(v -> v != null).mapToDouble(v -> v).max().orElse(0)).reversed())
                        .limit(options.top()).toList();
        return figures(now, times, shown, notes);
    }

    private Figures figures(Instant now, List<Instant> times, List<Line> lines, List<String> notes) {
        return new Figures(now, times, lines, Optional.of(source.series().unit()), notes, List.of(), Optional.empty());
    }

    private static List<Double> one(Double value) {
        return java.util.Collections.singletonList(value);
    }

    @Override public void close() {}
}
