package dev.millrace.flink.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.compile.Compilation;
import dev.millrace.compile.Compiler;
import dev.millrace.fixture.Fixture;
import dev.millrace.flink.connect.Databases;
import dev.millrace.flink.connect.FilesFolder;
import dev.millrace.flink.connect.HttpServices;
import dev.millrace.flink.connect.Registries;
import dev.millrace.flink.embedded.EmbeddedFlink;
import dev.millrace.flink.expression.FlinkExpressions;
import dev.millrace.flink.plan.PipelineSql;
import dev.millrace.flink.preview.FlinkPreview;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.NodeId;
import dev.millrace.server.deployment.KafkaConnection;
import dev.millrace.server.design.Author;
import dev.millrace.server.design.Design;
import dev.millrace.server.design.PipelineId;
import dev.millrace.server.export.ProjectExport;
import dev.millrace.server.preview.Preview;
import dev.millrace.server.preview.Previews;
import dev.millrace.server.preview.RowFates;
import dev.millrace.server.sample.SampleChoice;
import dev.millrace.server.sample.Sampling;
import dev.millrace.server.sample.SourceSample;
import dev.millrace.server.sample.TakenSample;
import dev.millrace.server.sample.Taking;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Exported projects are compiled, and their own tests run: over the fixtures' records as samples, Flink's SQL alone gives the rows that the
 * drawn pipeline gives.
 */
class ProjectRowsTest {
    private static final NodeKinds KINDS = NodeKinds.shipped();
    private static final FlinkExpressions TYPER = new FlinkExpressions();
    /** A window, a join, an upsert sink, changes, an array and a map, rows typed by hand, two topics, batch mode. */
    private static final List<String> PROJECTS = List.of("window.tumbling/out-of-order", "join.interval/shipped-in-time", "sink.kafka-upsert/filter-takes-back",
            "operator.group/sends-changes", "operator.unnest/arrays-maps-and-texts", "operator.union/two-topics", "pipeline/batch-counts");

    @TempDir
    private static Path home;
    private static EmbeddedFlink flink;

    @BeforeAll
    static void start() {
        flink = new EmbeddedFlink(home.resolve("flink"), 0, 4);
        flink.start();
    }

    @AfterAll
    static void stop() {
        flink.close();
    }

    @TestFactory
    Stream<DynamicTest> projectsGiveTheRowsOfTheDrawing() {
        return PROJECTS.stream().map(name -> DynamicTest.dynamicTest(name, () -> {
            Fixture fixture = Fixture.all().stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow();
            Path project = unpacked(export(fixture), home.resolve(name.replace('/', '-')));
            assertThat(project.resolve("pom.xml")).content().contains("<flink.version>2.3.0</flink.version>").doesNotContain("{{");
            assertThat(project.resolve("README.md")).content().doesNotContain("{{");
            assertThat(ofProject(project)).as("sinks whose rows were compared").isPositive();
        }));
    }

    private static byte[] export(Fixture fixture) {
        var compiler = new Compiler(KINDS, TYPER);
        Compilation compiled = fixture.compile(TYPER);
        var engine = new FlinkPreview(() -> flink, FilesFolder.NONE, Databases.NONE, HttpServices.NONE, Registries.NONE);
        Previews previews = (compilation, sample, closing) -> {
            try {
                var outcome = engine.run(compiler.soundPart(compilation).orElseThrow(), sample.samples(), 2_000, closing, Duration.ofSeconds(60));
                assertThat(outcome.failure()).isEmpty();
                return new Preview(outcome.ports(), java.util.Set.of(), List.of(), Optional.empty(), Duration.ZERO, RowFates.NONE);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };
        var export = new ProjectExport(new PipelineSql(new KafkaConnection("unused:1", Map.of())), new FixtureSamples(fixture), previews);
        return export.zip(new Design(new PipelineId(java.util.UUID.randomUUID()), "me", 1, fixture.pipeline(), compiled, java.time.Instant.EPOCH, Author.of("me")));
    }

    private static Path unpacked(byte[] zip, Path into) throws IOException {
        try (var in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                Path file = into.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.write(file, in.readAllBytes());
            }
        }
        try (Stream<Path> folders = Files.list(into)) {
            return folders.findFirst().orElseThrow();
        }
    }

    /** Compiles it as Maven would, and runs what its test class has. */
    private static long ofProject(Path project) throws Exception {
        Path classes = Files.createDirectories(project.resolve("target/classes"));
        List<String> arguments = new ArrayList<>(List.of("-d", classes.toString(), "--release", "17", "-cp", System.getProperty("java.class.path")));
        try (Stream<Path> files = Files.walk(project.resolve("src"))) {
            arguments.addAll(files.filter(f -> f.toString().endsWith(".java")).map(Path::toString).toList());
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new))).isZero();
        var places = new URL[] {classes.toUri().toURL(), project.resolve("src/main/resources/").toUri().toURL(), project.resolve("src/test/resources/").toUri().toURL()};
        try (var loader = new URLClassLoader(places, ProjectRowsTest.class.getClassLoader())) {
            Class<?> test = loader.loadClass("pipeline.PipelineTest");
            var constructor = test.getDeclaredConstructor();
            constructor.setAccessible(true);
            var factory = test.getDeclaredMethod("eachSinkGetsTheRowsOfTheDrawing");
            factory.setAccessible(true);
            List<?> tests = ((Stream<?>) factory.invoke(constructor.newInstance())).toList();
            for (Object one : tests) {
                try {
                    ((DynamicTest) one).getExecutable().execute();
                } catch (Throwable e) {
                    throw new AssertionError(((DynamicTest) one).getDisplayName() + " of\n" + Files.readString(project.resolve("src/main/resources/pipeline.sql")), e);
                }
            }
            return tests.size();
        }
    }

    /** The fixture's good records as rows of their sources. */
    private record FixtureSamples(Fixture fixture) implements Sampling {
        @Override
        public TakenSample take(Compilation compiled, SampleChoice choice, TakenSample before) {
            Map<NodeId, TakenSample.OfSource> sources = new HashMap<>();
            compiled.running().nodes().values().stream().filter(n -> n.kind().startsWith("source.kafka")).forEach(node -> {
                String topic = (String) node.settings().get("topic").orElse("");
                List<String> records = fixture.inputs().getOrDefault(topic, fixture.inputs().getOrDefault("", List.of()));
                var rows = records.stream().filter(ProjectRowsTest::isRow).map(SourceSample.Row::of).toList();
                sources.put(node.id(), new TakenSample.OfSource(new Taking.Newest(200), null, new SourceSample.Rows(rows), List.of()));
            });
            return new TakenSample(sources, List.of());
        }

        @Override
        public Map<NodeId, dev.millrace.schema.Schema> sources(Compilation compiled) {
            return Map.of();
        }

        @Override
        public boolean readsTopics(Compilation compiled, NodeId source) {
            return true;
        }
    }

    private static boolean isRow(String record) {
        return record.startsWith("{") && record.endsWith("}");
    }
}
