package dev.millrace.flink.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.compile.Compilation;
import dev.millrace.fixture.Fixture;
import dev.millrace.flink.expression.FlinkExpressions;
import dev.millrace.flink.plan.PipelineSql;
import dev.millrace.kind.NodeKind;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.Edge;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PortRef;
import dev.millrace.rel.ExpressionTyper;
import dev.millrace.server.deployment.KafkaConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The pages docs/kinds/KIND.md: a drawing, its rows in and out, and what it is in Flink SQL. Each is made of a fixture, whose rows
 * {@link KindRowsTest} finds on Kafka and Flink. Run with -Dfixtures.write=true to write the pages anew.
 */
class KindExamplesTest {
    private static final Path PAGES = Path.of("../../docs/kinds");
    private static final NodeKinds KINDS = NodeKinds.shipped();
    private static final ExpressionTyper TYPER = new FlinkExpressions();
    private static final int MOST_ROWS = 12;
    /** Where another fixture than the smallest shows best what a kind is for. */
    private static final Map<String, String> CHOSEN = Map.of("window.tumbling", "out-of-order", "source.kafka", "rows-and-bad-records", "sink.kafka", "exactly-once-with-key",
            "join.lookup", "partners", "window.cumulating", "so-far", "sink.kafka-upsert", "latest-of-each-key");

    @TestFactory
    Stream<DynamicTest> thePageShowsWhatTheFixtureRuns() {
        return KINDS.all().stream().map(kind -> DynamicTest.dynamicTest(kind.id(), () -> {
            String page = page(kind, example(kind));
            Path file = PAGES.resolve(kind.id() + ".md");
            if (Boolean.getBoolean("fixtures.write")) {
                Files.createDirectories(PAGES);
                Files.writeString(file, page);
            }
            assertThat(Files.readString(file)).as("out of date: run this test with -Dfixtures.write=true").isEqualTo(page);
        }));
    }

    @Test
    void thereIsNoPageOfAKindThatIsNoMore() throws IOException {
        try (var files = Files.list(PAGES)) {
            assertThat(files.map(f -> f.getFileName().toString().replaceAll("\\.md$", ""))).containsExactlyInAnyOrderElementsOf(KINDS.ids());
        }
    }

    /** The smallest fixture with rows; one that is the same in SQL before one that is not. */
    private static Fixture example(NodeKind kind) {
        String chosen = CHOSEN.getOrDefault(kind.id(), "");
        return Fixture.all().stream().filter(f -> f.name().startsWith(kind.id() + "/" + chosen) && f.hasRows())
                .min(Comparator.<Fixture>comparingInt(f -> f.file(ScriptRows.DIFFERS).isPresent() ? 1 : 0).thenComparing(f -> f.pipeline().nodes().size())
                        .thenComparing(f -> f.document().length())).orElseThrow();
    }

    private static String page(NodeKind kind, Fixture fixture) {
        Pipeline pipeline = fixture.pipeline();
        Compilation compiled = fixture.compile(TYPER);
        var page = new StringBuilder("# ").append(kind.title()).append("\n\n").append(kind.summary()).append(".\n\n[All settings](../kinds.md#")
                .append(kind.title().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", "").replace(' ', '-')).append(")\n\n## ").append(pipeline.name()).append("\n\n");
        page.append("```mermaid\nflowchart LR\n");
        pipeline.nodes().values().forEach(node -> page.append("  ").append(node.id()).append("[\"").append(face(node, compiled)).append("\"]\n"));
        pipeline.edges().forEach(edge -> page.append("  ").append(arrow(edge)).append('\n'));
        page.append("```\n");
        rows(page, "In", fixture.inputs());
        rows(page, "Out", fixture.expected());
        if (fixture.expected().values().stream().flatMap(List::stream).limit(MOST_ROWS).anyMatch(row -> row.contains("\"*\""))) {
            page.append("\n`*` stands for a value that is another one at every run.\n");
        }
        page.append("\n## The drawing\n\n```yaml\n").append(fixture.document().strip()).append("\n```\n\n## In Flink SQL\n\n");
        fixture.file(ScriptRows.DIFFERS).ifPresent(why -> page.append("Its rows differ from those of the drawing: ").append(why.strip().replace('\n', ' ')).append("\n\n"));
        page.append("```sql\n").append(new PipelineSql(new KafkaConnection("kafka:9092", Map.of())).script(compiled.plan().orElseThrow()).strip()).append("\n```\n\n")
                .append("Written from the fixture `").append(fixture.name()).append("`, which is run as a test.\n");
        return page.toString();
    }

    private static String face(Node node, Compilation compiled) {
        String title = KINDS.of(node).map(NodeKind::title).orElse(node.kind());
        String glimpse = compiled.glimpses().getOrDefault(node.id(), "");
        String words = glimpse.length() <= 60 ? glimpse : glimpse.substring(0, 59) + "…";
        return safe(title) + (words.isEmpty() ? "" : "<br/>" + safe(words));
    }

    /** Nothing that Mermaid or HTML would take for its own. */
    private static String safe(String text) {
        return text.replace("&", "#amp;").replace("\"", "#quot;").replace("<", "#lt;").replace(">", "#gt;").replace("`", "#96;");
    }

    private static String arrow(Edge edge) {
        String from = plain(edge.from(), "out");
        String to = plain(edge.to(), "in");
        String label = from.isEmpty() ? to : to.isEmpty() ? from : from + " to " + to;
        return edge.from().node() + (label.isEmpty() ? " --> " : " -- " + label + " --> ") + edge.to().node();
    }

    /** The name of a port where it is not the ordinary one. */
    private static String plain(PortRef port, String ordinary) {
        return port.port().equals(ordinary) ? "" : port.port();
    }

    private static void rows(StringBuilder page, String title, SortedMap<String, List<String>> byTopic) {
        byTopic.forEach((topic, rows) -> {
            page.append("\n**").append(title).append("**").append(topic.isEmpty() ? "" : ", `" + topic + "`").append("\n\n```json\n");
            rows.stream().limit(MOST_ROWS).forEach(row -> page.append(row).append('\n'));
            page.append(rows.size() > MOST_ROWS ? "… and " + (rows.size() - MOST_ROWS) + " more\n" : "").append("```\n");
        });
    }
}
