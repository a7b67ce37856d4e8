package dev.millrace.server.deployment;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** Waiting for what Flink says. A machine that stood still for longer than a question may take has not lost its Flink: it is asked again. */
public final class AskingFlink {
    private AskingFlink() {}

    public static ConditionFactory within(Duration patience) {
        return Awaitility.await().atMost(patience).ignoreExceptionsInstanceOf(FlinkGateway.Unreachable.class);
    }
}
