package dev.millrace.server.alerts;

import dev.millrace.pipeline.NodeId;
import dev.millrace.server.deployment.JobMetrics;
import dev.millrace.server.deployment.Latency;
import dev.millrace.server.metrics.LiveMetrics;
import dev.millrace.server.metrics.NodeNumbers;
import dev.millrace.server.trouble.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** A number of a deployment or of a node that a rule can be about. */
public enum Metric {
    ROWS_IN("rows in per second", Unit.PER_SECOND, whole(l -> OptionalDouble.of(l.rowsIn().perSecond()))),
    ROWS_OUT("rows out per second", Unit.PER_SECOND, whole(l -> OptionalDouble.of(l.rowsOut().perSecond()))),
    LAG("lag", Unit.RECORDS, whole(l -> number(l.lag()))),
    RESTARTS("number of restarts", Unit.COUNT, (look, node, now) -> OptionalDouble.of(look.deployment().restarts())),
    TROUBLES("number of troubles", Unit.COUNT, (look, node, now) -> OptionalDouble.of(look.troubles().size())),
    CHECKPOINT_TROUBLES("number of troubles with checkpoints", Unit.COUNT,
            (look, node, now) -> OptionalDouble.of(look.troubles().stream().filter(t -> t.kind() == Trouble.Kind.CHECKPOINTS).count())),
    CHECKPOINT_AGE("age of the last checkpoint", Unit.SECONDS, (look, node, now) -> checkpoint(look, now, c -> seconds(c.completedAt(), now))),
    CHECKPOINT_TIME("time of the last checkpoint", Unit.SECONDS, (look, node, now) -> checkpoint(look, now, c -> c.millis() / 1000.0)),
    CHECKPOINT_SIZE("size of the last checkpoint", Unit.BYTES, (look, node, now) -> checkpoint(look, now, c -> c.bytes())),
    NODE_ROWS_IN("rows into a node per second", Unit.PER_SECOND, node(n -> OptionalDouble.of(n.rowsIn().perSecond()))),
    NODE_ROWS_OUT("rows out of a node per second", Unit.PER_SECOND,
            node(n -> OptionalDouble.of(n.rowsOut().values().stream().mapToDouble(c -> c.perSecond()).sum()))),
    REJECTED("rejected rows of a node per second", Unit.PER_SECOND, node(n -> OptionalDouble.of(n.rejected().perSecond()))),
    LATE("late rows of a node per second", Unit.PER_SECOND, node(n -> OptionalDouble.of(n.late().perSecond()))),
    NODE_LAG("lag of a source", Unit.RECORDS, node(n -> number(n.lag()))),
    BUSY("busy", Unit.PERCENT, node(n -> OptionalDouble.of(100 * n.busy()))),
    BACK_PRESSURED("held back", Unit.PERCENT, node(n -> OptionalDouble.of(100 * n.backPressured()))),
    STATE_SIZE("state of a node", Unit.BYTES, node(n -> number(n.stateBytes()))),
    WATERMARK_DELAY("event time behind the clock", Unit.SECONDS, (look, node, now) -> node.flatMap(id -> look.fresh(now).map(l -> l.nodes().get(id)))
            .flatMap(NodeNumbers::watermark).map(mark -> OptionalDouble.of(seconds(mark, now))).orElse(OptionalDouble.empty())),
    LATENCY("end-to-end latency of a sink", Unit.SECONDS, node(n -> latency(n, Latency::medianMillis))),
    WORST_LATENCY("worst end-to-end latency of a sink", Unit.SECONDS, node(n -> latency(n, Latency::worstMillis)));

    /** What its values are counted in. */
    public enum Unit { PER_SECOND, RECORDS, SECONDS, BYTES, PERCENT, COUNT }

    /** Reads it; empty where it is not known now. @param node present for one of a node */
    private interface Reading {
        OptionalDouble of(Look look, Optional<NodeId> node, Instant now);
    }

    private final String words;
    private final Unit unit;
    private final Reading reading;

    Metric(String words, Unit unit, Reading reading) {
        this.words = words;
        this.unit = unit;
        this.reading = reading;
    }

    /** In a few words, to go on after "when". */
    public String words() {
        return words;
    }

    public Unit unit() {
        return unit;
    }

    /** Whether each node has its own; a rule that names no node is then about every one. */
    public boolean isOfNodes() {
        return ordinal() >= NODE_ROWS_IN.ordinal();
    }

    OptionalDouble read(Look look, Optional<NodeId> node, Instant now) {
        return reading.of(look, node, now);
    }

    private static Reading whole(Function<LiveMetrics, OptionalDouble> value) {
        return (look, node, now) -> look.fresh(now).map(value).orElse(OptionalDouble.empty());
    }

    private static Reading node(Function<NodeNumbers, OptionalDouble> value) {
        return (look, node, now) -> node.flatMap(id -> look.fresh(now).map(l -> l.nodes().get(id))).map(value).orElse(OptionalDouble.empty());
    }

    private static OptionalDouble checkpoint(Look look, Instant now, Function<JobMetrics.Checkpoint, Number> value) {
        return look.fresh(now).flatMap(LiveMetrics::lastCheckpoint).map(c -> OptionalDouble.of(value.apply(c).doubleValue())).orElse(OptionalDouble.empty());
    }

    private static OptionalDouble latency(NodeNumbers node, ToLongFunction<Latency> millis) {
        return node.latency().map(l -> OptionalDouble.of(millis.applyAsLong(l) / 1000.0)).orElse(OptionalDouble.empty());
    }

    private static OptionalDouble number(OptionalLong value) {
        return value.isPresent() ? OptionalDouble.of(value.getAsLong()) : OptionalDouble.empty();
    }

    private static double seconds(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toMillis() / 1000.0);
    }
}
