package dev.millrace.flink.gateway;

import dev.millrace.compile.LogicalPlan;
import dev.millrace.flink.plan.Wiring;
import dev.millrace.pipeline.NodeId;
import java.util.Optional;
import org.apache.flink.util.ExceptionUtils;

/** What a failed job says, in words for people. */
public final class Failures {
    private Failures() {}

    /** @param node where it failed, if that can be told */
    public record Plain(Optional<NodeId> node, String message) {}

    /** Of a job whose operators ran in this process. */
    public static Plain plain(Throwable failure, LogicalPlan plan) {
        String trace = ExceptionUtils.stringifyException(failure);
        return new Plain(FailureReader.node(trace, "", Optional.of(Wiring.of(plan))), PlainCause.of(trace));
    }
}
