package dev.millrace.server.alerts;

import dev.millrace.pipeline.NodeId;
import dev.millrace.server.deployment.DeploymentId;
import dev.millrace.server.design.PipelineId;
import java.time.Instant;
import java.util.Optional;

/**
 * That a rule's condition held, from its beginning to its end. Of one rule there is at most one that is not resolved for each pipeline and node.
 *
 * @param rule empty where it was deleted since
 * @param name and severity: as the rule had them when it began
 * @param deployment the newest that it was seen at
 * @param nodeName what people called the node when the condition began to hold; empty where it is about the whole
 * @param words what was found, in a sentence without a full stop
 * @param since when the condition began to hold
 * @param firedAt when it had held long enough
 * @param calmSince when it ceased to hold, where it may still come back
 */
public record Alert(AlertId id, Optional<RuleId> rule, String name, Severity severity, PipelineId pipeline, String pipelineName,
        DeploymentId deployment, Optional<NodeId> node, Optional<String> nodeName, State state, String words, Instant since, Optional<Instant> firedAt,
        Optional<Acknowledgement> acknowledged, Optional<Instant> calmSince, Optional<Instant> resolvedAt) {
    public enum State {
        /** The condition holds, and not yet for as long as the rule says. */
        PENDING,
        FIRING,
        /** It still holds, and somebody knows. */
        ACKNOWLEDGED,
        RESOLVED
    }

    public record Acknowledgement(String who, Instant at) {}

    /** Whether it fires, known to somebody or not. */
    public boolean isRaised() {
        return state == State.FIRING || state == State.ACKNOWLEDGED;
    }
}
