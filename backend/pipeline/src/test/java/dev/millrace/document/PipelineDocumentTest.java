package dev.millrace.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.fixture.Fixture;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.ObjectMapper;

class PipelineDocumentTest {
    private static final PipelineDocument DOCUMENT = new PipelineDocument(NodeKinds.shipped());

    @Test
    void isWrittenInOneWay() {
        String loose = """
                {"name": "Late flights", "millrace": 1, "layout": {"late": {"y": 2, "x": 1}},
                 "edges": [{"to": "late.in", "from": "flights.out"}],
                 "nodes": {"late": {"settings": {"condition": "delay > 60\\n  AND origin = 'ORD'\\n"}, "kind": "operator.filter"},
                           "flights": {"kind": "source.demo@1", "label": "Flights: all", "settings": {"limit": 5}}}}
                """;
        assertThat(DOCUMENT.write(DOCUMENT.read(loose))).isEqualTo("""
                millrace: 1
                name: Late flights
                run:
                  parallelism: 1
                  checkpointInterval: 10 s
                nodes:
                  flights:
                    kind: source.demo@1
                    label: 'Flights: all'
                    settings:
                      dataset: flights
                      rowsPerSecond: 100
                      limit: 5
                      malformedEvery: 0
                      watermarkDelay: 6 h
                  late:
                    kind: operator.filter@1
                    settings:
                      condition: |
                        delay > 60
                          AND origin = 'ORD'
                edges:
                  - from: flights.out
                    to: late.in
                layout:
                  late:
                    x: 1
                    y: 2
                """);
    }

    static Stream<Fixture> fixtures() {
        return Fixture.all().stream();
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void everyFixtureIsStableAsYamlAndAsJson(Fixture fixture) {
        Pipeline pipeline = DOCUMENT.read(fixture.document());
        String yaml = DOCUMENT.write(pipeline);
        assertThat(DOCUMENT.write(DOCUMENT.read(yaml))).isEqualTo(yaml);
        String json = new ObjectMapper().writeValueAsString(DOCUMENT.values(pipeline));
        assertThat(DOCUMENT.write(DOCUMENT.read(json))).isEqualTo(yaml);
        assertThat(DOCUMENT.write(DOCUMENT.read(new ObjectMapper().readValue(json, Map.class)))).isEqualTo(yaml);
    }

    @Test
    void numbersKeepAllTheirDigits() {
        Pipeline pipeline = DOCUMENT.read("""
                millrace: 1
                nodes:
                  a:
                    kind: hologram
                    settings: {big: 123456789012345678901234567890, exact: 0.1000000000000000055511151231257827, small: 1e-9, text: "1e3", yes: yes, none: null}
                """);
        String written = DOCUMENT.write(pipeline);
        assertThat(written).contains("big: 123456789012345678901234567890\n", "exact: 0.1000000000000000055511151231257827\n", "small: 1E-9\n", "text: '1e3'\n", "yes: yes\n")
                .doesNotContain("none", "!!");
        assertThat(DOCUMENT.read(written)).isEqualTo(pipeline);
    }

    @Test
    void theSameEmptyListTwiceIsNoReference() {
        String written = DOCUMENT.write(DOCUMENT.read("{millrace: 1, nodes: {a: {kind: operator.map, settings: {keep: [], drop: []}}}}"));
        assertThat(written).contains("keep: []\n", "drop: []\n", "cast: []\n").doesNotContain("&", "*");
    }

    @Test
    void halfACharacterIsReplacedBeforeItSpoilsItsNeighbour() {
        String written = DOCUMENT.write(Pipeline.empty("half \uD83D, whole \uD83D\uDE00"));
        assertThat(DOCUMENT.read(written).name()).isEqualTo("half \uFFFD, whole \uD83D\uDE00");
    }

    @Test
    void charactersOfTwoHalvesMayStandAnywhere() {
        for (int length = 900; length < 1_100; length++) {
            Pipeline pipeline = Pipeline.empty("Drawing").withDescription("x".repeat(length) + "\uD83D\uDE00".repeat(20));
            assertThat(DOCUMENT.read(DOCUMENT.write(pipeline)).description()).isEqualTo(pipeline.description());
        }
        assertThatThrownBy(() -> DOCUMENT.read("millrace: 1\nname: x\uD83D")).isInstanceOf(DocumentRefused.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "nodes: {} | The document must begin with 'millrace: 1'",
        "millrace: 2 | this says version 2, which is not known here",
        "[] | names with values are needed",
        "millrace: 1⏎nodes:⏎  A_b: {kind: x} | Line 3, column 8: nodes.A_b: 'A_b' cannot be a node's id",
        "millrace: 1⏎nodes:⏎  a:⏎    kind: '' | Line 4, column 11: nodes.a.kind: which kind of node is it?",
        "millrace: 1⏎nodes: {a: {kind: x@0}} | Line 2, column 19: nodes.a.kind: '0' is no version; write it like x@1",
        "millrace: 1⏎nodes: {a: {kind: x, setings: {}}} | Line 2, column 31: nodes.a.setings: this name is not known here. Did you mean 'settings'?",
        "millrace: 1⏎nodes: {a: 5} | Line 2, column 12: nodes.a: names with values are needed here, not '5'",
        "millrace: 1⏎nods: {} | Line 2, column 7: nods: this name is not known here. Did you mean 'nodes'?",
        "millrace: 1⏎edges: [{from: a, to: b.in}] | Line 2, column 16: edges[0].from: 'a' names no port; write node.port, like orders.out",
        "millrace: 1⏎edges: 5 | Line 2, column 8: edges: a list is needed here",
        "millrace: 1⏎run: {parallelism: 0} | Line 2, column 6: run: Parallelism is 1 to 128, not 0",
        "millrace: 1⏎run: {parallelism: 1.5} | Line 2, column 20: run.parallelism: a whole number is needed, not '1.5'",
        "millrace: 1⏎run: {checkpointInterval: 1 ms} | at least 100 ms",
        "millrace: 1⏎nodes: {a: {kind: x}}⏎layout: {a: {x: far, y: 1}} | Line 3, column 17: layout.a.x: a whole number is needed, not 'far'",
        "millrace: 1⏎name: a⏎name: b | Line 3, column 1: 'name' is here twice",
        "millrace: 1⏎nodes: {a: {kind: x, settings: {k: 1, k: 2}}} | Line 2, column 39: 'k' is here twice",
        "millrace: 1⏎name: &a x⏎description: *a | Line 2, column 7: Anchors ('&a') are not used",
        "millrace: 1⏎name: *a | Line 2, column 7: References ('*a') are not used",
        "millrace: 1⏎name: !!java.net.URL [x] | Line 2, column 7: Tags ('tag:yaml.org,2002:java.net.URL') are not used",
        "millrace: 1⏎name: !!str 5 | Tags",
        "millrace: 1⏎---⏎millrace: 1 | Line 2, column 1: A second document begins here",
        "millrace: 1⏎name: [x | Line 2, column",
        "millrace: 1⏎⇥name: x | Line 2, column 1: Found character '\\t(TAB)' that cannot start any token",
        "millrace: 1⏎? [a]⏎: b | Line 2, column 3: A name must be a text here",
        "millrace: 1⏎name: '' | name: a pipeline needs a name",
        "\"\" | names with values are needed",
    })
    void saysWhereAndWhy(String text, String message) {
        String document = text.replace('⏎', '\n').replace('⇥', '\t');
        assertThatThrownBy(() -> DOCUMENT.read(document)).isInstanceOf(DocumentRefused.class).hasMessageContaining(message);
    }

    @Test
    void hostileTextIsRefusedQuicklyOnASmallStack() throws InterruptedException {
        var texts = Map.of(
                "deep list", "millrace: 1\nname: " + "[".repeat(500_000),
                "deep map", "{a: ".repeat(300_000),
                "deep block", "- ".repeat(500_000),
                "alias bomb", "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]",
                "too long", "x".repeat(2_000_001),
                "deep settings", "{millrace: 1, nodes: {a: {kind: x, settings: {k: " + "[".repeat(60) + "]".repeat(60) + "}}}}");
        var failure = new AtomicReference<Throwable>();
        for (var text : texts.entrySet()) {
            var thread = new Thread(null, () -> assertThatThrownBy(() -> DOCUMENT.read(text.getValue())).as(text.getKey()).isInstanceOf(DocumentRefused.class),
                    text.getKey(), 256 * 1024);
            thread.setUncaughtExceptionHandler((t, e) -> failure.set(e));
            thread.start();
            // What is not refused quickly takes longer than any machine stands still.
            thread.join(120_000);
            assertThat(thread.isAlive()).as(text.getKey() + " took too long").isFalse();
            assertThat(failure.get()).as(text.getKey()).isNull();
        }
    }

    @Test
    void placesOfNodesThatAreGoneAreForgottenAndFarOnesBroughtBack() {
        Pipeline pipeline = DOCUMENT.read("{millrace: 1, nodes: {a: {kind: x}}, layout: {a: {x: 2000000000, y: -5}, gone: {x: 1, y: 1}}}");
        assertThat(pipeline.layout()).containsOnlyKeys(new NodeId("a"));
        assertThat(pipeline.layout().get(new NodeId("a")).x()).isEqualTo(1_000_000);
    }
}
