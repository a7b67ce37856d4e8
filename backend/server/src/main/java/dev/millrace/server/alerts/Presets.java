package dev.millrace.server.alerts;

import dev.millrace.server.alerts.Condition.Absence;
import dev.millrace.server.alerts.Condition.Change;
import dev.millrace.server.alerts.Condition.Direction;
import dev.millrace.server.alerts.Condition.Flow;
import dev.millrace.server.alerts.Condition.Gap;
import dev.millrace.server.alerts.Condition.InState;
import dev.millrace.server.alerts.Condition.Side;
import dev.millrace.server.alerts.Condition.Threshold;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.design.PipelineId;
import dev.millrace.pipeline.NodeId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The rules that a pipeline gets with its first deployment. People may change and delete them; they do not come back. */
final class Presets {
    private Presets() {}

    /** @param endless whether it reads without an end: one that ends has no lag to watch, takes no checkpoints, and falls silent by itself */
    static List<Rule.Wish> of(PipelineId pipeline, boolean endless) {
        var over = List.of(
                wish(pipeline, "Failed", new InState(Set.of(Deployment.State.FAILED)), Duration.ZERO, Severity.CRITICAL),
                wish(pipeline, "Restarts again and again", new Change(Metric.RESTARTS, Direction.RISES, 2, Duration.ofMinutes(10)), Duration.ZERO, Severity.CRITICAL));
        return !endless ? over : List.of(over.get(0), over.get(1),
                wish(pipeline, "Checkpoints fail", new Threshold(Metric.CHECKPOINT_TROUBLES, Side.ABOVE, 0), Duration.ofMinutes(1), Severity.WARNING),
                wish(pipeline, "Lag grows", new Change(Metric.LAG, Direction.RISES, 0, Duration.ofMinutes(1)), Duration.ofMinutes(10), Severity.WARNING),
                wish(pipeline, "No rows come in", new Absence(Flow.IN, new Gap.Usual(2)), Duration.ZERO, Severity.WARNING));
    }

    private static Rule.Wish wish(PipelineId pipeline, String name, Condition condition, Duration lasting, Severity severity) {
        return new Rule.Wish(name, Optional.of(pipeline), Optional.<NodeId>empty(), condition, lasting, severity);
    }
}
