package dev.millrace.server.preview;

import dev.millrace.compile.LogicalPlan;
import dev.millrace.compile.Segment;
import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.PortRef;
import dev.millrace.pipeline.RunSettings;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Scalar;
import dev.millrace.schema.Column;
import dev.millrace.schema.Schema;
import dev.millrace.server.deployment.FlinkGateway;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;

/**
 * A small plan through the engine of previews: one row by hand, and a node with the expression behind it.
 *
 * <pre>
 *   row.out ──▶ value.out = (expression)
 * </pre>
 */
final class EngineRowValues implements RowValues {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int REMEMBERED = 500;
    private static final PortRef ROW = PortRef.of("row", "out");
    private static final PortRef VALUE = PortRef.of("value", "out");
    private static final String NAME = "value";

    private record Question(Scalar expression, Schema columns, String row) {}

    /** @param mayPass whether it may be another one when it is asked again */
    private record Answer(Value value, boolean mayPass) {}

    private final PreviewEngine engine;
    private final Semaphore turns = new Semaphore(2, true);
    private final Map<Question, Value> answers = new LinkedHashMap<>(64, 0.75f, true) {
        @Override protected boolean removeEldestEntry(Map.Entry<Question, Value> eldest) {
            return size() > REMEMBERED;
        }
    };

    EngineRowValues(PreviewEngine engine) {
        this.engine = engine;
    }

    @Override public Value of(Scalar expression, Schema columns, String row) throws InterruptedException {
        var question = new Question(expression, columns, row);
        synchronized (answers) {
            Value known = answers.get(question);
            if (known != null) {
                return known;
            }
        }
        turns.acquire();
        try {
            return run(question);
        } finally {
            turns.release();
        }
    }

    private Value run(Question question) throws InterruptedException {
        Answer answer = ask(question.expression(), question.columns(), question.row());
        if (!answer.mayPass()) {
            synchronized (answers) {
                answers.put(question, answer.value());
            }
        }
        return answer.value();
    }

    private Answer ask(Scalar expression, Schema columns, String row) throws InterruptedException {
        // A time that is missing is a value like others here, and no bad record.
        Schema plain = Schema.of(columns.columns());
        var rows = new LinkedHashMap<String, Rel>(Map.of(ROW.port(), new Rel.ValuesScan(List.of(row), plain, Duration.ZERO)));
        var values = new LinkedHashMap<String, Rel>(Map.of(VALUE.port(), new Rel.Project(new Rel.Input(ROW, plain), List.of(new Rel.Named(NAME, expression)),
                Schema.of(new Column(NAME, expression.type(), true)))));
        var plan = new LogicalPlan("Value of one row", RunSettings.DEFAULT, List.of(new Segment.Producing(ROW.node(), "source.values", rows),
                new Segment.Producing(VALUE.node(), "operator.map", values)), Set.of());
        try {
            PreviewEngine.Outcome outcome = engine.run(plan, Map.of(), 1, SampleTiming.CLOSING, PATIENCE);
            Optional<Preview.Row> found = Optional.ofNullable(outcome.ports().get(VALUE)).flatMap(Preview.Rows::newest);
            if (outcome.failure().isPresent()) {
                return new Answer(new Value.Failed(outcome.failure().get().message()), outcome.failure().get().mayPass());
            }
            return new Answer(found.<Value>map(r -> new Value.Found(RowJson.read(r.json()).path(NAME).toString()))
                    .orElseGet(() -> new Value.Failed("The row could not be read")), false);
        } catch (FlinkGateway.Refused refused) {
            return new Answer(new Value.Failed(refused.diagnostics().all().stream().map(Diagnostic::message).findFirst().orElse(refused.getMessage())), false);
        }
    }
}
