package dev.millrace.server.preview;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.pipeline.PortRef;
import dev.millrace.rel.Scalar;
import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EngineRowValuesTest {
    private static final PreviewEngine.Outcome TOO_SLOW = new PreviewEngine.Outcome(Map.of(), Optional.of(new Preview.Failure(Optional.empty(), "ended after 10 s", true)));
    private static final PreviewEngine.Outcome WRONG = new PreviewEngine.Outcome(Map.of(), Optional.of(new Preview.Failure(Optional.empty(), "division by zero")));

    private final Deque<PreviewEngine.Outcome> outcomes = new ArrayDeque<>();
    private final RowValues values = RowValues.by((plan, samples, most, timing, patience) -> outcomes.remove());

    private static PreviewEngine.Outcome found(String value) {
        var row = new Preview.Row("+I", "{\"value\":" + value + "}");
        return new PreviewEngine.Outcome(Map.of(PortRef.of("value", "out"), new Preview.Rows(1, List.of(row), Optional.of(row), Optional.empty(), true)), Optional.empty());
    }

    private RowValues.Value value() throws InterruptedException {
        return values.of(new Scalar("`a` + 1", LogicalType.INT, true, Set.of("a"), Set.of()), Schema.of(new Column("a", LogicalType.INT, true)), "{\"a\":1}");
    }

    @Test void whatIsKnownIsNotAskedAgain() throws InterruptedException {
        outcomes.add(found("2"));
        assertThat(value()).isEqualTo(new RowValues.Value.Found("2"));
        assertThat(value()).isEqualTo(new RowValues.Value.Found("2"));
        assertThat(outcomes).isEmpty();
    }

    @Test void thatAnExpressionFailsIsKnownButNotThatTheTimeWasOver() throws InterruptedException {
        outcomes.addAll(List.of(TOO_SLOW, WRONG));
        assertThat(value()).isEqualTo(new RowValues.Value.Failed("ended after 10 s"));
        assertThat(value()).isEqualTo(new RowValues.Value.Failed("division by zero"));
        assertThat(value()).isEqualTo(new RowValues.Value.Failed("division by zero"));
    }
}
