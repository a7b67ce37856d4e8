package dev.millrace.server.deployment;

import dev.millrace.compile.LogicalPlan;
import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.diagnostic.Location;
import dev.millrace.diagnostic.Severity;
import dev.millrace.pipeline.RunSettings.StateBackend;
import java.util.List;
import java.util.Optional;

/**
 * Whether what goes on from kept state can read it. A savepoint has one form for all; a checkpoint is read only by the state backend that wrote it, and
 * Flink fails at others again and again, in words that nobody understands.
 */
final class ReadableState {
    private final FlinkGateway flink;

    ReadableState(FlinkGateway flink) {
        this.flink = flink;
    }

    /** Why it cannot, and the ways out; empty where it can, and where the state cannot be looked at from here. */
    Optional<Diagnostics> refusal(LogicalPlan plan, String path) {
        if (plan.run().isBatch()) {
            return Optional.empty();
        }
        StateBackend now = plan.run().stateBackend().orElseGet(() -> flink.storage().backend());
        return flink.look(path).flatMap(FlinkGateway.KeptState::backend).filter(wrote -> wrote != now).map(wrote -> new Diagnostics(List.of(
                new Diagnostic(Diagnostic.Code.OTHER_STATE_BACKEND, Severity.ERROR, Location.PIPELINE,
                        "The state that is there is a checkpoint of a job that kept its state " + inWords(wrote) + ", and this revision keeps it " + inWords(now)
                                + ", where a checkpoint of the other cannot be read",
                        "In Run settings, choose state " + inWords(wrote) + " and deploy; once that runs, change it: an upgrade takes a savepoint, which both can read. "
                                + "Or deploy from a savepoint, or without state"))));
    }

    private static String inWords(StateBackend backend) {
        return switch (backend) {
            case HASHMAP -> "in memory";
            case ROCKSDB -> "on disk";
        };
    }
}
