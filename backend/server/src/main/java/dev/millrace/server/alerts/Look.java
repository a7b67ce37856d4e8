package dev.millrace.server.alerts;

import dev.millrace.pipeline.NodeId;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.metrics.LiveMetrics;
import dev.millrace.server.trouble.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/**
 * What is known of a deployment at a moment.
 *
 * @param live its newest numbers; empty where there are none yet
 * @param troubles what is the matter though its job goes on
 * @param called what people call a node of it
 */
record Look(Deployment deployment, Optional<LiveMetrics> live, List<Trouble> troubles, Function<NodeId, String> called) {
    /** Numbers that are older say nothing of the present. */
    private static final Duration FRESH = Duration.ofSeconds(30);

    boolean runs() {
        return deployment.state() == Deployment.State.RUNNING;
    }

    /** Its numbers, where they are of now. */
    Optional<LiveMetrics> fresh(Instant now) {
        return live.filter(l -> l.at().plus(FRESH).isAfter(now));
    }

    Set<NodeId> nodes() {
        return live.map(l -> l.nodes().keySet()).orElse(Set.of());
    }

    /** Rows so far: of a node where one is named, of all sources or sinks otherwise; empty where nothing is known of it. */
    OptionalLong rows(Condition.Flow flow, Optional<NodeId> node, Instant now) {
        Optional<LiveMetrics> numbers = fresh(now);
        if (numbers.isEmpty()) {
            return OptionalLong.empty();
        }
        if (node.isEmpty()) {
            return OptionalLong.of((flow == Condition.Flow.IN ? numbers.get().rowsIn() : numbers.get().rowsOut()).total());
        }
        var of = numbers.get().nodes().get(node.get());
        if (of == null) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(flow == Condition.Flow.IN ? of.rowsIn().total() : of.rowsOut().values().stream().mapToLong(c -> c.total()).sum());
    }
}
