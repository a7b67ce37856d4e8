package dev.millrace.flink.connect;

import dev.millrace.server.deployment.FlinkGateway;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** Waiting for what a job does. */
final class Waiting {
    private Waiting() {}

    /** While the machine stands still for longer than a question may take, Flink seems to be away: that says nothing of what is waited for. */
    static ConditionFactory await() {
        return Awaitility.await().ignoreException(FlinkGateway.Unreachable.class);
    }
}
