package dev.millrace.server.metrics;

import dev.millrace.server.deployment.DeploymentId;
import dev.millrace.server.deployment.ReadRates;
import java.util.OptionalDouble;

/** Rates from the numbers that were collected. */
final class SeenRates implements ReadRates {
    /** A node that is busy for less says little of what it could do. */
    private static final double LEAST_BUSY = 0.01;

    private final MetricsStore store;
    private final HistoryStore history;

    SeenRates(MetricsStore store, HistoryStore history) {
        this.store = store;
        this.history = history;
    }

    @Override public OptionalDouble most(DeploymentId of) {
        double seen = history.fastest(of);
        // A job that waits for rows reads as fast as they come, and could read faster.
        double could = store.load(of).map(MetricsStore.Stored::live).map(live -> live.rowsIn().perSecond()
                / Math.clamp(live.nodes().values().stream().mapToDouble(NodeNumbers::busy).max().orElse(1), LEAST_BUSY, 1)).orElse(0.0);
        double most = Math.max(seen, could);
        return most >= 1 ? OptionalDouble.of(most) : OptionalDouble.empty();
    }
}
