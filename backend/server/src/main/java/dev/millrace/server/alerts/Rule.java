package dev.millrace.server.alerts;

import dev.millrace.pipeline.NodeId;
import dev.millrace.server.design.PipelineId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When to raise an alert.
 *
 * @param mutedUntil no messages are sent until then; alerts are raised all the same
 * @param madeBy the user who made it; empty for one that was made with the first deployment of its pipeline
 */
public record Rule(RuleId id, Wish wish, Optional<Instant> mutedUntil, String madeBy, Instant madeAt) {
    /** A mute without an end. */
    public static final Instant FOR_EVER = Instant.parse("9999-01-01T00:00:00Z");

    /**
     * What a person says about a rule.
     *
     * @param pipeline empty for all, those too that are made later
     * @param node empty: for a condition of nodes each of them, for any other the deployment as a whole
     * @param lasting how long the condition has to hold; zero: at once
     */
    public record Wish(String name, Optional<PipelineId> pipeline, Optional<NodeId> node, Condition condition, Duration lasting, Severity severity) {}

    public boolean isMuted(Instant now) {
        return mutedUntil.filter(until -> until.isAfter(now)).isPresent();
    }
}
