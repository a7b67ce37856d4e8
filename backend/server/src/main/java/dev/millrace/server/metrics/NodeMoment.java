package dev.millrace.server.metrics;

import dev.millrace.pipeline.NodeId;
import dev.millrace.server.metrics.Moment.Spread;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * What the nodes of a deployment did in a minute or an hour.
 *
 * @param from its beginning
 * @param length how long it is
 * @param nodes of each what is known; counts per second
 */
public record NodeMoment(Instant from, Duration length, Map<NodeId, Map<Series, Seen>> nodes) {
    public NodeMoment {
        nodes = Map.copyOf(nodes);
    }

    /** @param readings how many it was known in */
    public record Seen(long readings, Spread values) {}
}
