package dev.millrace.flink.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.flink.connect.Databases;
import dev.millrace.flink.connect.FilesFolder;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.RunSettings;
import dev.millrace.runtime.jdbc.JdbcTable;
import dev.millrace.server.deployment.AskingFlink;
import dev.millrace.server.deployment.JobId;
import dev.millrace.server.deployment.Observation;
import dev.millrace.server.deployment.RestorePoint;
import dev.millrace.server.embedded.DemoFiles;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every shipped template runs and gives, in all topics and tables, the rows that a script worked out by itself from the same demo records.
 * -Dtemplates.only=card-fraud runs those whose name begins so.
 */
class TemplateRowsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(240);
    private static final String ANY = "*";
    private static final String TABLE = "table.";
    private static final String AGAIN = "-again";
    /** What brings demo records to where the template reads them; own data need no such nodes. */
    private static final String DEMO_GROUP = "Demo data";

    @TempDir
    private static Path home;
    private static EmbeddedPostgres postgres;
    private static CasesCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        postgres = EmbeddedPostgres.builder().setPGStartupWait(PATIENCE).start();
        var demo = new JdbcTable.Address(postgres.getJdbcUrl("postgres", "postgres"), "postgres", "");
        DemoFiles.put(home.resolve("files"));
        cluster = CasesCluster.start(home, new Databases(Map.of("demo", demo)), FilesFolder.at(home.resolve("files")), 20);
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
        postgres.close();
    }

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> rows() {
        List<String> only = List.of(System.getProperty("templates.only", "").split(","));
        return TemplateFiles.ids().stream().filter(id -> only.stream().anyMatch(id::startsWith))
                .map(id -> DynamicTest.dynamicTest(id, () -> run(id)));
    }

    private static void run(String id) throws Exception {
        Pipeline template = TemplateFiles.pipeline(id);
        Map<String, List<String>> expected = TemplateFiles.expected(id);
        assertThat(expected.keySet()).as("every output has its expectation").isEqualTo(outputs(template));
        assertThat(expected.values()).as("an expectation without rows shows nothing").noneMatch(List::isEmpty);
        for (String topic : topics(template)) {
            cluster.topic(id + "." + topic, 1);
        }
        Set<NodeId> demo = demo(template);
        gives(expected, id, "", template);
        if (!demo.isEmpty()) {
            // What it reads is in its topics now, so it does without: a fresh start over the same records gives the same rows.
            for (String output : expected.keySet()) {
                cluster.topic(id + AGAIN + "." + output, 1);
            }
            gives(expected, id, AGAIN, template.withoutNodes(demo::contains));
        }
    }

    /** @param again before the names of its outputs */
    private static void gives(Map<String, List<String>> expected, String id, String again, Pipeline template) throws Exception {
        JobId job = cluster.submit(bounded(id, again, template), RestorePoint.FRESH);
        if (ends(template)) {
            AskingFlink.within(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> finished(job));
        }
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).ignoreException(NotThere.class).untilAsserted(() -> {
            for (var output : expected.entrySet()) {
                assertThat(found(id + again, output.getKey(), template, output.getValue())).as("%s of %s", output.getKey(), id)
                        .isEqualTo(output.getValue().stream().map(r -> plain(r, Set.of())).sorted().toList());
            }
        });
        if (!ends(template)) {
            assertThat(cluster.gateway().observe(job).restarts()).isZero();
            cluster.gateway().cancel(job);
        }
    }

    private static boolean finished(JobId job) {
        Observation seen = cluster.gateway().observe(job);
        assertThat(seen.state()).as(() -> seen.failure().map(f -> f.trace()).orElse("")).isNotEqualTo(Observation.State.FAILED);
        assertThat(seen.restarts()).as(() -> seen.failure().map(f -> f.trace()).orElse("")).isZero();
        return seen.state() == Observation.State.FINISHED;
    }

    private static boolean ends(Pipeline template) {
        return template.nodes().values().stream().filter(n -> n.kind().startsWith("source.")).allMatch(n -> n.kind().equals("source.demo"));
    }

    /** The template with an end, topics of its own and quick checkpoints; the rest is as people get it. */
    private static Pipeline bounded(String id, String again, Pipeline template) {
        Pipeline own = template.withRun(new RunSettings(template.run().mode(), template.run().parallelism(), Duration.ofSeconds(1), template.run().exactlyOnce(),
                template.run().stateBackend()));
        for (Node node : template.nodes().values()) {
            var settings = node.settings();
            if (node.kind().equals("source.demo")) {
                settings = settings.with("limit", TemplateFiles.records(id)).with("rowsPerSecond", rate(id));
            }
            if (settings.get("topic").isPresent()) {
                settings = settings.with("topic", id + (node.kind().startsWith("sink.") ? again : "") + "." + settings.get("topic").get());
            }
            own = own.withNode(node.withSettings(settings));
        }
        return own;
    }

    /** What is late depends on how far the watermark has come, which moves five times a second: there time must pass. */
    private static long rate(String id) {
        return id.equals("sensor-monitoring") ? 500 : 0;
    }

    private static Set<NodeId> demo(Pipeline template) {
        Set<NodeId> demo = new HashSet<>();
        template.marks().groups().values().stream().filter(g -> g.title().equals(DEMO_GROUP)).forEach(g -> demo.addAll(g.nodes()));
        return demo;
    }

    private static Set<String> outputs(Pipeline template) {
        Set<NodeId> demo = demo(template);
        var outputs = new HashSet<String>();
        for (Node node : template.nodes().values()) {
            if (node.kind().startsWith("sink.") && !demo.contains(node.id())) {
                outputs.add(node.settings().get("topic").map(t -> (String) t).orElseGet(() -> TABLE + node.settings().get("table").orElseThrow()));
            }
        }
        return outputs;
    }

    private static Set<String> topics(Pipeline template) {
        var topics = new HashSet<String>();
        template.nodes().values().forEach(n -> n.settings().get("topic").ifPresent(t -> topics.add((String) t)));
        return topics;
    }

    /** What an output holds by now, in an order that says nothing. */
    private static List<String> found(String id, String output, Pipeline template, List<String> expected) throws SQLException {
        Set<String> any = new HashSet<>();
        JSON.readTree(expected.getFirst()).properties().stream().filter(f -> f.getValue().asString("").equals(ANY)).forEach(f -> any.add(f.getKey()));
        List<String> rows = output.startsWith(TABLE) ? rowsOf(output.substring(TABLE.length()))
                : isTable(output, template) ? latest(cluster.read(id + "." + output)) : cluster.read(id + "." + output).stream().map(ConsumerRecord::value).toList();
        return rows.stream().map(r -> plain(r.replace(id + ".", ""), any)).sorted().toList();
    }

    private static boolean isTable(String topic, Pipeline template) {
        return template.nodes().values().stream().anyMatch(n -> n.kind().equals("sink.kafka-upsert") && n.settings().get("topic").orElseThrow().equals(topic));
    }

    private static List<String> latest(List<ConsumerRecord<String, String>> records) {
        var latest = new LinkedHashMap<String, String>();
        records.forEach(r -> latest.put(r.key(), r.value()));
        latest.values().removeIf(v -> v == null);
        return List.copyOf(latest.values());
    }

    /** The table was not made yet. */
    private static final class NotThere extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static List<String> rowsOf(String table) throws SQLException {
        var rows = new ArrayList<String>();
        try (var connection = postgres.getPostgresDatabase().getConnection(); var statement = connection.createStatement();
                var found = statement.executeQuery("SELECT row_to_json(t)::text FROM \"" + table + "\" t")) {
            while (found.next()) {
                rows.add(found.getString(1));
            }
        } catch (SQLException e) {
            assertThat(e.getSQLState()).as("the table is not there yet").isEqualTo("42P01");
            throw new NotThere();
        }
        return rows;
    }

    /** One way to write a row: fields by name, numbers by value. */
    private static String plain(String row, Set<String> any) {
        var fields = new TreeMap<String, String>();
        JSON.readTree(row).properties().forEach(f -> fields.put(f.getKey(), any.contains(f.getKey()) ? '"' + ANY + '"' : plain(f.getValue())));
        return fields.toString();
    }

    private static String plain(JsonNode value) {
        return value.isNumber() ? new BigDecimal(value.toString()).stripTrailingZeros().toPlainString() : value.toString();
    }
}
