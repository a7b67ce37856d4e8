package dev.millrace.flink.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.runtime.outside.OutsideFailure;
import java.net.ConnectException;
import java.sql.SQLException;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.Test;

/** Of a stack trace people are told what helps them most. */
class PlainCauseTest {
    private static String cause(Throwable thrown) {
        return PlainCause.of(ExceptionUtils.stringifyException(new RuntimeException("Job failed", thrown)));
    }

    @Test void whoRefusedIsSaidAndNotOnlyThatSomebodyDid() {
        var refused = new SQLException("Connection to 127.0.0.1:5432 refused", new ConnectException("Connection refused"));
        assertThat(cause(new OutsideFailure("Table \"sales\" in jdbc:postgresql://127.0.0.1/shop: the database does not answer", refused)))
                .isEqualTo("Table \"sales\" in jdbc:postgresql://127.0.0.1/shop: the database does not answer");
    }

    @Test void elseTheLastCauseIsTold() {
        assertThat(cause(new IllegalStateException("outer", new ConnectException("Connection refused")))).isEqualTo("Connection refused");
        assertThat(cause(new ArithmeticException("/ by zero"))).startsWith("Division by zero");
        assertThat(cause(new NumberFormatException("For input string: 'abc'"))).isEqualTo("'abc' is no number, so it cannot be cast to one. TRY_CAST gives NULL instead");
    }

    @Test void aTaskManagerThatIsGoneIsNoNodesFault() {
        String lost = ExceptionUtils.stringifyException(new IllegalStateException("TaskManager with id 127.0.0.1:4242-af3 is no longer reachable."));
        assertThat(PlainCause.of(lost)).isEqualTo("The TaskManager that ran it is gone: it has ended, or cannot be reached any more");
        assertThat(PlainCause.isLoss(lost)).isTrue();
        assertThat(PlainCause.isLoss("The heartbeat of TaskManager with id 127.0.0.1:4242-af3 timed out.")).isTrue();
        assertThat(PlainCause.isLoss("java.lang.ArithmeticException: / by zero")).isFalse();
    }

    @Test void checkpointsThatFailedTooOftenAreSaidWithTheReason() {
        assertThat(cause(new IllegalStateException("Exceeded checkpoint tolerable failure threshold. The latest checkpoint failed due to Checkpoint expired before completing., "
                + "view the Checkpoint History tab or the Job Manager log to find out why continuous checkpoints failed.")))
                .isEqualTo("Its checkpoints failed too often in a row: one takes longer than it may");
        assertThat(cause(new IllegalStateException("Exceeded checkpoint tolerable failure threshold."))).isEqualTo("Its checkpoints failed too often in a row");
    }
}
