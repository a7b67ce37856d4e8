package dev.millrace.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.compile.Compiler;
import dev.millrace.fixture.Fixture;
import dev.millrace.fixture.SmallExpressions;
import dev.millrace.kind.NodeKind;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.Edge;
import dev.millrace.pipeline.MarkId;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.NodeGroup;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Note;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PipelineEdit;
import dev.millrace.pipeline.PortRef;
import dev.millrace.pipeline.Position;
import dev.millrace.pipeline.RunSettings;
import dev.millrace.pipeline.Settings;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Random pipelines and random damage, from a fixed seed: what was written is read back, and nothing but a refusal is thrown. */
class DocumentFuzzTest {
    private static final NodeKinds KINDS = NodeKinds.shipped();
    private static final PipelineDocument DOCUMENT = new PipelineDocument(KINDS);
    private static final List<String> TEXTS = List.of("", " ", "plain", "two words", "true", "null", "~", "12", "1e3", "0x1F", "0o7", ".5", "-", "- a", "a: b", "#c",
            "'quoted'", "\"double\"", "{x}", "[y]", "*star", "&and", "!bang", "%percent", "@at", "`tick`", "|", ">", "? q", ",", "lines\nof\ntext", "ends\n",
            "\nbegins", "  indented\n back\n", "trailing \nspace", "tab\there", "crlf\r\nline", "größe 漢字 😀", "zero\u0000byte", "bell\u0007", "nel\u0085line",
            "\u2028sep", "\uFEFFbom", "---", "...", "--- a", "a\n---\nb", "=", "<<", "yes", "0.10", "1_000", "12:30", "2026-11-24", "\\back", "x".repeat(180));

    @Test
    void whatIsWrittenIsReadBack() {
        var random = new Random(42);
        for (int i = 0; i < 800; i++) {
            Pipeline pipeline = pipeline(random);
            String yaml = DOCUMENT.write(pipeline);
            Pipeline read = DOCUMENT.read(yaml);
            assertThat(DOCUMENT.write(read)).isEqualTo(yaml);
            assertThat(read.edges()).isEqualTo(pipeline.edges());
            assertThat(read.layout()).isEqualTo(pipeline.layout());
            assertThat(read.marks()).isEqualTo(pipeline.marks());
            assertThat(read.run()).isEqualTo(pipeline.run());
            assertThat(read.name()).isEqualTo(pipeline.name());
            pipeline.nodes().forEach((id, node) -> {
                assertThat(read.nodes().get(id).label()).isEqualTo(node.label());
                assertThat(read.nodes().get(id).use()).isEqualTo(node.use());
                assertThat(read.nodes().get(id).settings().values()).isEqualTo(new Settings(KINDS.canonicalSettings(node)).values());
            });
        }
    }

    @Test
    void jsonIsReadAsTheSamePipeline() {
        var random = new Random(43);
        var json = JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
        for (int i = 0; i < 200; i++) {
            Pipeline pipeline = pipeline(random);
            String text = json.writeValueAsString(DOCUMENT.values(pipeline));
            @SuppressWarnings("unchecked") Map<String, Object> parsed = json.readValue(text, Map.class);
            assertThat(DOCUMENT.write(DOCUMENT.read(parsed))).isEqualTo(DOCUMENT.write(pipeline));
        }
    }

    @Test
    void damagedTextIsReadOrRefusedAndWhatIsReadCompiles() {
        var random = new Random(44);
        var compiler = new Compiler(KINDS, new SmallExpressions());
        List<String> documents = Fixture.all().stream().map(Fixture::document).toList();
        List<String> pieces = List.of("{", "}", "[", "]", ":", "\n", "  ", "- ", "&a ", "*a", "!!x ", "\"", "'", "|", "0", "-1", "null", "a: ", "\t", "\u0000", "999999999999", ",");
        int refused = 0;
        for (int i = 0; i < 1_500; i++) {
            var text = new StringBuilder(documents.get(random.nextInt(documents.size())));
            for (int damage = 1 + random.nextInt(3); damage > 0; damage--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.insert(at, pieces.get(random.nextInt(pieces.size())));
                    case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(20)));
                    default -> text.replace(at, Math.min(text.length(), at + 4), pieces.get(random.nextInt(pieces.size())));
                }
            }
            try {
                Pipeline pipeline = DOCUMENT.read(text.toString());
                String written = DOCUMENT.write(pipeline);
                assertThat(DOCUMENT.write(DOCUMENT.read(written))).isEqualTo(written);
                var compiled = compiler.compile(pipeline);
                assertThat(compiled.plan().isPresent()).isEqualTo(!compiled.diagnostics().hasErrors());
            } catch (DocumentRefused e) {
                refused++;
                assertThat(e.getMessage()).isNotBlank();
            }
        }
        // Neither all nor none: both ways are gone often.
        assertThat(refused).isBetween(150, 1_425);
    }

    @Test
    void anyDrawingCompilesOrSaysWhy() {
        var random = new Random(45);
        var compiler = new Compiler(KINDS, new SmallExpressions());
        for (int i = 0; i < 800; i++) {
            Pipeline pipeline = pipeline(random);
            var compiled = compiler.compile(pipeline);
            assertThat(compiled.plan().isPresent()).isEqualTo(!compiled.diagnostics().hasErrors());
            compiled.diagnostics().all().forEach(d -> d.at().nodeOf().ifPresent(id -> assertThat(d.message()).isNotBlank()));
        }
    }

    private static Pipeline pipeline(Random random) {
        var ids = new ArrayList<NodeId>();
        Pipeline pipeline = Pipeline.empty("x" + text(random)).withDescription(text(random))
                .withRun(new RunSettings(RunSettings.Mode.values()[random.nextInt(2)], 1 + random.nextInt(128), Duration.ofMillis(100 + random.nextInt(1_000_000)), random.nextBoolean(),
                        Optional.of(random.nextInt(3)).filter(b -> b < 2).map(b -> RunSettings.StateBackend.values()[b])));
        var kinds = List.copyOf(KINDS.all());
        for (int n = random.nextInt(6); n >= 0; n--) {
            var id = new NodeId("n" + random.nextInt(8));
            NodeKind kind = kinds.get(random.nextInt(kinds.size()));
            Map<String, Object> settings = new LinkedHashMap<>(random.nextBoolean() ? kind.example().values() : Map.of());
            kind.settings().stream().filter(s -> random.nextInt(4) == 0).forEach(s -> settings.put(s.name(), value(random, 0)));
            if (random.nextInt(5) == 0) {
                settings.put("s" + text(random), value(random, 0));
            }
            boolean unknown = random.nextInt(10) == 0;
            pipeline = pipeline.withNode(new Node(id, unknown ? "kind of " + n : kind.id(), 1 + random.nextInt(2), text(random), new Settings(settings),
                            Node.Use.values()[random.nextInt(3)], random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(1 + random.nextInt(128))))
                    .withPosition(id, new Position(random.nextInt(2_000) - 1_000, random.nextInt()  % 1_000));
            ids.add(id);
        }
        for (int m = random.nextInt(3); m > 0; m--) {
            pipeline = new PipelineEdit.AddNote(new Note(new MarkId("note-" + m), text(random), Note.Color.values()[random.nextInt(5)],
                    new Position(random.nextInt(900), m), random.nextInt(900), random.nextInt(900))).apply(pipeline);
            pipeline = new PipelineEdit.PutGroup(new NodeGroup(new MarkId("group-" + m), text(random),
                    new TreeSet<>(List.of(ids.get(random.nextInt(ids.size())))), random.nextBoolean())).apply(pipeline);
        }
        for (int e = random.nextInt(8); e > 0; e--) {
            var ports = List.of("out", "in", "bad", "else", "large");
            pipeline = pipeline.withEdge(new Edge(new PortRef(ids.get(random.nextInt(ids.size())), ports.get(random.nextInt(ports.size()))),
                    new PortRef(ids.get(random.nextInt(ids.size())), random.nextInt(9) == 0 ? "side" : "in")));
        }
        return pipeline;
    }

    private static String text(Random random) {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    private static Object value(Random random, int depth) {
        return switch (random.nextInt(depth > 2 ? 6 : 8)) {
            case 0, 1 -> text(random);
            case 2 -> random.nextBoolean();
            case 3 -> random.nextLong() >> random.nextInt(60);
            case 4 -> new BigDecimal(BigInteger.valueOf(random.nextLong()), random.nextInt(40) - 20);
            case 5 -> new BigDecimal(new BigInteger(90, random));
            case 6 -> {
                var list = new ArrayList<Object>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(value(random, depth + 1));
                }
                yield list;
            }
            default -> {
                var map = new LinkedHashMap<String, Object>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    map.put(random.nextBoolean() ? "name" : "k" + text(random), value(random, depth + 1));
                }
                yield map;
            }
        };
    }
}
