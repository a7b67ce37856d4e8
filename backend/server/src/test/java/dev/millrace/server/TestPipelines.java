package dev.millrace.server;

import dev.millrace.compile.Compiler;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.Edge;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PortRef;
import dev.millrace.pipeline.Position;
import dev.millrace.pipeline.Settings;
import dev.millrace.rel.ExpressionTyper;
import dev.millrace.rel.Scalar;
import dev.millrace.rel.Topic;
import dev.millrace.schema.Expression;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;

/** Pipelines that compile without an engine. */
public final class TestPipelines {
    public static final NodeKinds KINDS = NodeKinds.shipped();

    private TestPipelines() {}

    /** Takes every expression that does not contain "wrong" for a condition, which reads the columns in back quotes: the engine is tested in its own room. */
    public static ExpressionTyper typer() {
        return new ExpressionTyper() {
            @Override public Typing type(Expression expression, Schema input) {
                return expression.text().contains("wrong")
                        ? new Typing.Refused(List.of(new Problem(0, 5, "No column 'wrong'", "Choose another")))
                        : new Typing.Typed(new Scalar(expression.text(), LogicalType.BOOLEAN, false,
                                input.names().stream().filter(n -> expression.text().contains("`" + n + "`")).collect(Collectors.toSet())));
            }

            @Override public Typing typeOverSteps(Expression expression, Schema input, List<String> steps) {
                return type(expression, input);
            }

            @Override public QueryTyping typeQuery(String text, SequencedMap<String, Schema> inputs) {
                return new QueryTyping.Refused(List.of(new Problem(0, text.length(), "No queries without an engine", "")));
            }

            @Override public Optional<List<Use>> usesIn(Expression expression, List<String> steps) {
                return Optional.of(List.of());
            }

            @Override public Optional<List<InputUse>> usesInQuery(String text, SequencedMap<String, Schema> inputs) {
                return Optional.empty();
            }

            @Override public List<Problem> castsThatCanFail(Expression expression, Schema input, List<String> steps) {
                return List.of();
            }

            @Override public List<FunctionHelp> functions() {
                return List.of();
            }
        };
    }

    public static Compiler compiler() {
        return new Compiler(KINDS, typer());
    }

    /** Demo flights into a topic. */
    public static Pipeline demoTo(String topic) {
        return demoTo(Settings.of("topic", topic));
    }

    public static Pipeline demoTo(Topic topic) {
        return demoTo(Settings.of("topic", topic.name(), "cluster", topic.cluster()));
    }

    private static Pipeline demoTo(Settings sink) {
        return Pipeline.empty("Flights").withNode(node("flights", "source.demo", Settings.EMPTY))
                .withNode(node("out", "sink.kafka", sink))
                .withEdge(new Edge(PortRef.of("flights", "out"), PortRef.of("out", "in")))
                .withPosition(new NodeId("flights"), new Position(0, 0)).withPosition(new NodeId("out"), new Position(300, 0));
    }

    /** A topic into another. */
    public static Pipeline copy(String from, String to) {
        return Pipeline.empty("Copy")
                .withNode(node("in", "source.kafka", Settings.of("topic", from, "columns",
                        List.of(Map.of("name", "id", "type", "BIGINT")))))
                .withNode(node("out", "sink.kafka", Settings.of("topic", to)))
                .withEdge(new Edge(PortRef.of("in", "out"), PortRef.of("out", "in")));
    }

    public static Node node(String id, String kind, Settings settings) {
        return new Node(new NodeId(id), kind, KINDS.find(kind).orElseThrow().version(), "", settings);
    }
}
