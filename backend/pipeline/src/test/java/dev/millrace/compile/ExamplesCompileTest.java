package dev.millrace.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.diagnostic.Severity;
import dev.millrace.document.PipelineDocument;
import dev.millrace.fixture.FunctionShelf;
import dev.millrace.fixture.SmallExpressions;
import dev.millrace.kind.NodeKind;
import dev.millrace.kind.NodeKinds;
import dev.millrace.kind.Port;
import dev.millrace.kind.fragment.Fragments;
import dev.millrace.pipeline.Edge;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PortRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The example of each kind, between the examples of the Kafka source and sink, runs and is written and read back. */
class ExamplesCompileTest {
    private static final NodeKinds KINDS = NodeKinds.with(Fragments.NONE, FunctionShelf.SHOP);

    static Stream<NodeKind> kinds() {
        return KINDS.all().stream();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void compilesAndRoundTrips(NodeKind kind) {
        Pipeline pipeline = Pipeline.empty("Example").withNode(example("it", kind));
        if (kind.role() != NodeKind.Role.SOURCE) {
            pipeline = pipeline.withNode(before());
            for (Port input : KINDS.ports(example("it", kind)).inputs()) {
                pipeline = pipeline.withEdge(new Edge(PortRef.of(kind.id().equals("join.window") ? "window" : "before", "out"), PortRef.of("it", input.name())));
            }
            if (kind.id().equals("join.window")) {
                Node window = example("window", KINDS.find("window.tumbling").orElseThrow());
                pipeline = pipeline.withNode(window.withSettings(window.settings().with("keys", List.of("id"))))
                        .withEdge(new Edge(PortRef.of("before", "out"), PortRef.of("window", "in")));
            }
        }
        if (kind.role() != NodeKind.Role.SINK) {
            String output = KINDS.ports(pipeline.nodes().get(new NodeId("it"))).outputs().getFirst().name();
            var rows = new Compiler(KINDS, new SmallExpressions()).compile(pipeline).schemas().get(PortRef.of("it", output));
            Node after = example("after", KINDS.find(rows.isUpdating() ? "sink.kafka-upsert" : "sink.kafka").orElseThrow());
            pipeline = pipeline.withNode(rows.isUpdating() ? after.withSettings(after.settings().with("key", rows.key())) : after)
                    .withEdge(new Edge(PortRef.of("it", output), PortRef.of("after", "in")));
        }
        Compilation compiled = new Compiler(KINDS, new SmallExpressions()).compile(pipeline);
        assertThat(compiled.diagnostics().all()).noneMatch(d -> d.severity() != Severity.INFO);
        assertThat(compiled.plan()).isPresent();
        assertThat(compiled.state(new NodeId("it"))).isEqualTo(NodeState.OK);
        assertThat(compiled.glimpses().get(new NodeId("it"))).isNotBlank();
        var document = new PipelineDocument(KINDS);
        String text = document.write(pipeline);
        assertThat(document.write(document.read(text))).isEqualTo(text);
        assertThat(document.read(text).edges()).isEqualTo(pipeline.edges());
    }

    /** The Kafka source's example, with columns of more types. */
    private static Node before() {
        NodeKind kafka = KINDS.find("source.kafka").orElseThrow();
        var columns = new ArrayList<Object>((List<?>) kafka.example().values().get("columns"));
        columns.add(Map.of("name", "tags", "type", "ARRAY<STRING>", "required", false));
        columns.add(Map.of("name", "payload", "type", "STRING", "required", false));
        return new Node(new NodeId("before"), kafka.id(), kafka.version(), "", kafka.example().with("columns", columns));
    }

    private static Node example(String id, NodeKind kind) {
        return new Node(new NodeId(id), kind.id(), kind.version(), "", kind.example());
    }
}
