package dev.millrace.flink.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.compile.Compiler;
import dev.millrace.fixture.Fixture;
import dev.millrace.flink.plan.PipelineSql;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.server.deployment.KafkaConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Runs a fixture as the script of its pipeline. */
final class ScriptRows {
    /** In a fixture's folder: one sentence on why the script gives other rows, or none. */
    static final String DIFFERS = "script.differs";
    private static final Pattern TIME = Pattern.compile("\"(\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d)(?:\\.(\\d{1,3}))?(Z?)\"");

    private static final Pattern READ = Pattern.compile("\"(\\w+)\": ?\"(\\d{4}-\\d\\d-\\d\\d)[T ](\\d\\d:\\d\\d)(:\\d\\d(?:\\.\\d{1,3})?)?Z?\"");

    private static final String FUNCTIONS = "USING JAR 'functions/";

    private ScriptRows() {}

    /** Only Kafka is read and written: files and tables lie elsewhere for a script. */
    static boolean canBeCompared(Fixture fixture) {
        return fixture.file(DIFFERS).isEmpty() && !fixture.inputs().isEmpty()
                && fixture.expected().keySet().stream().noneMatch(f -> f.startsWith("files.") || f.startsWith("tables.") || f.equals("http"));
    }

    static void run(Fixture fixture, Compiler compiler, String kafka, URI flink, Path home) throws Exception {
        var kafkaTopics = new FixtureTopics(kafka);
        String prefix = "sql-" + fixture.name().replace('/', '-') + "-";
        Pipeline pipeline = FixtureNames.withOwnTopics(fixture.pipeline(), prefix);
        Set<String> read = FixtureNames.topics(fixture.pipeline(), "source.");
        Set<String> written = FixtureNames.topics(fixture.pipeline(), "sink.");
        kafkaTopics.create(Stream.concat(read.stream(), written.stream()).map(t -> prefix + t).distinct().toList());
        for (var input : fixture.inputs().entrySet()) {
            kafkaTopics.produce(prefix + FixtureNames.named(input.getKey(), read), input.getValue().stream().map(r -> inOneForm(r, instants(fixture.pipeline()))).toList());
        }
        String script = new PipelineSql(new KafkaConnection(kafka, Map.of())).script(compiler.compile(pipeline).plan().orElseThrow());
        if (script.contains(FUNCTIONS)) {
            Files.createDirectories(home.resolve("script"));
            Files.write(home.resolve("script/shop-1.jar"), ShopJars.first());
            script = script.replace(FUNCTIONS, "USING JAR '" + home.resolve("script") + "/");
        }
        if (!script.contains("INSERT INTO")) {
            assertThat(script).as("what is not written is told with the reason").contains(" is left out: ");
            return;
        }
        try (var running = SqlClient.run(script, flink)) {
            try {
                compare(fixture, script, prefix, kafkaTopics);
            } catch (AssertionError | RuntimeException e) {
                e.addSuppressed(new IllegalStateException("Flink says " + running.said() + "\nThe script was\n" + script));
                throw e;
            }
        }
    }

    private static void compare(Fixture fixture, String script, String prefix, FixtureTopics kafkaTopics) {
        Set<String> written = FixtureNames.topics(fixture.pipeline(), "sink.");
        Set<String> keyed = FixtureNames.topics(fixture.pipeline(), "sink.kafka-upsert");
        for (var expected : fixture.expected().entrySet()) {
            String topic = FixtureNames.named(expected.getKey(), written);
            if (!script.contains("'topic' = '" + prefix + topic + "'")) {
                assertThat(script).as("what is not written is told with the reason").contains(" is left out: ");
                continue;
            }
            if (keyed.contains(topic)) {
                kafkaTopics.settle(prefix + topic, latest(expected.getValue()), ScriptRows::inMillis);
                continue;
            }
            List<String> rows = kafkaTopics.consume(prefix + topic, expected.getValue().size(), false);
            FixtureRows.compare(topic, expected.getValue(), rows.stream().map(r -> inMillis(r.replace(prefix, ""))).toList());
        }
    }

    /** What a compacted topic holds in the end: Flink's own sink may send other steps on the way, and takes back what was never there. */
    private static List<String> latest(List<String> records) {
        var left = new LinkedHashMap<String, String>();
        for (String record : records) {
            ProducerRecord<String, String> parts = FixtureTopics.keyed("", record);
            String key = parts.key() == null ? "row " + left.size() : parts.key();
            left.remove(key);
            if (parts.value() != null) {
                left.put(key, parts.value());
            }
        }
        return List.copyOf(left.values());
    }

    /** Names of columns that are points in time, for which Flink's own format asks for a Z; for others it takes none. */
    private static Set<String> instants(Pipeline pipeline) {
        return pipeline.nodes().values().stream().flatMap(n -> ((List<?>) n.settings().get("columns").orElse(List.of())).stream())
                .filter(Map.class::isInstance).map(Map.class::cast).filter(c -> String.valueOf(c.get("type")).startsWith("TIMESTAMP_LTZ")).map(c -> (String) c.get("name")).collect(Collectors.toSet());
    }

    /** Flink's own format reads times in one form only; the fixtures write all that Millrace reads. */
    private static String inOneForm(String record, Set<String> instants) {
        return READ.matcher(record).replaceAll(m -> Matcher.quoteReplacement("\"" + m.group(1) + "\": \"" + m.group(2) + " " + m.group(3)
                + (m.group(4) == null ? ":00" : m.group(4)) + (instants.contains(m.group(1)) ? "Z" : "") + "\""));
    }

    /** Flink's own format writes only the digits of a second that are not zero. */
    private static String inMillis(String row) {
        return TIME.matcher(row).replaceAll(m -> "\"" + m.group(1) + "." + ((m.group(2) == null ? "" : m.group(2)) + "000").substring(0, 3) + m.group(3) + "\"");
    }
}
