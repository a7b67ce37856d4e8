package dev.millrace.flink.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.millrace.document.PipelineDocument;
import dev.millrace.flink.connect.Databases;
import dev.millrace.flink.connect.FilesFolder;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.runtime.jdbc.JdbcTable;
import dev.millrace.server.deployment.JobId;
import dev.millrace.server.deployment.Observation;
import dev.millrace.server.deployment.RestorePoint;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The Nexmark queries as drawn pipelines, run on Kafka and Flink; -Dnexmark.only=q4,q9 runs some. Each answer is held to that of
 * an independent program, and that program to answers computed by others where there are any (from the same cases as the events).
 */
@Tag("hot")
class NexmarkTest {
    /** Queries whose answers were computed outside of this project. */
    private static final List<String> GIVEN = List.of("q1", "q2", "q3", "q8", "q11", "q17", "q18");
    private static final List<String> ONLY = List.of(System.getProperty("nexmark.only", "").split(","));

    @TempDir
    private static Path home;
    private static CasesCluster cluster;
    private static EmbeddedPostgres postgres;
    private static NexmarkOracle oracle;

    @BeforeAll
    static void start() throws Exception {
        oracle = new NexmarkOracle(NexmarkEvents.read());
        postgres = EmbeddedPostgres.builder().setPGStartupWait(CasesCluster.PATIENCE).start();
        try (var connection = postgres.getPostgresDatabase().getConnection(); var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE side_input (key bigint PRIMARY KEY, value text NOT NULL)");
            statement.execute("INSERT INTO side_input SELECT k, 'side ' || k FROM generate_series(0, 9999) k WHERE k % " + NexmarkOracle.NOT_IN_SIDE_INPUT + " <> 0");
        }
        cluster = CasesCluster.start(home, new Databases(Map.of("side", new JdbcTable.Address(postgres.getJdbcUrl("postgres", "postgres"), "postgres", ""))), FilesFolder.NONE, 8);
        cluster.topic("nexmark", 1);
        cluster.produce("nexmark", Stream.concat(NexmarkEvents.lines().stream(), Stream.of(NexmarkEvents.flush())).toList());
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
        postgres.close();
    }

    @TestFactory
    Stream<DynamicTest> independentAnswersAreThoseOfOthers() {
        return GIVEN.stream().map(q -> DynamicTest.dynamicTest(q, () -> {
            List<NexmarkRow> given = given(q);
            List<String> columns = List.copyOf(given.getFirst().fields().keySet());
            same(lines(oracle.answer(q).stream().map(r -> r.only(columns)).toList()), lines(given));
        }));
    }

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> drawnQueries() throws Exception {
        return drawn().stream().filter(q -> ONLY.contains("") || ONLY.contains(q)).map(q -> DynamicTest.dynamicTest(q, () -> run(q)));
    }

    @Test
    void everyDrawnQueryIsInTheTable() throws Exception {
        String page = Files.readString(Path.of("../../docs/nexmark.md"));
        assertThat(drawn()).isNotEmpty().allSatisfy(q -> assertThat(page).contains("\n| " + q + " |").contains("/" + q + ".yaml)"));
    }

    private static void run(String query) throws Exception {
        String document = Files.readString(folder().resolve(query + ".yaml"));
        NodeKinds kinds = NodeKinds.shipped();
        Pipeline pipeline = new PipelineDocument(kinds).read(document);
        boolean upserts = pipeline.nodes().get(new NodeId(query)).kind().startsWith("sink.kafka-upsert");
        cluster.topic(query, 1);
        JobId job = cluster.submit(document, RestorePoint.FRESH);
        try {
            if (query.equals("q12")) {
                countsEveryBidOnce(query);
            } else {
                List<String> expected = lines(oracle.answer(query));
                assertThat(expected).isNotEmpty();
                Predicate<List<ConsumerRecord<String, String>>> enough = upserts
                        ? records -> table(records).size() == expected.size() && lines(rows(table(records).values())).equals(expected)
                        : records -> records.size() >= expected.size();
                List<ConsumerRecord<String, String>> records = cluster.consume(query, enough);
                List<NexmarkRow> rows = rows(upserts ? table(records).values() : records.stream().map(ConsumerRecord::value).toList());
                same(lines(rows), expected);
            }
            assertThat(cluster.gateway().observe(job).restarts()).isZero();
        } finally {
            cluster.gateway().cancel(job);
            CasesCluster.await(() -> cluster.gateway().observe(job).state() == Observation.State.CANCELLED);
        }
    }

    /** Which window a bid falls into depends on when it is read, but every bid falls into one. */
    private static void countsEveryBidOnce(String query) throws IOException {
        long bids = NexmarkEvents.read().bids().size();
        Predicate<List<ConsumerRecord<String, String>>> enough = records -> counted(records) >= bids;
        assertThat(counted(cluster.consume(query, enough))).isEqualTo(bids);
    }

    private static long counted(List<ConsumerRecord<String, String>> records) {
        return records.stream().mapToLong(r -> Long.parseLong(NexmarkRow.parse(r.value()).fields().get("bid_count"))).sum();
    }

    /** What the keyed records come to: the newest of each key, without those taken back. */
    private static Map<String, String> table(List<ConsumerRecord<String, String>> records) {
        var table = new LinkedHashMap<String, String>();
        records.forEach(r -> table.put(r.key(), r.value()));
        table.values().removeIf(Objects::isNull);
        return table;
    }

    private static List<NexmarkRow> rows(Collection<String> values) {
        return values.stream().map(NexmarkRow::parse).toList();
    }

    private static List<String> lines(List<NexmarkRow> rows) {
        return rows.stream().map(NexmarkRow::line).sorted().toList();
    }

    /** As multisets; a failure names some of the differences, since the rows are thousands. */
    private static void same(List<String> rows, List<String> expected) {
        if (rows.equals(expected)) {
            return;
        }
        var missing = new LinkedList<>(expected);
        var differences = new ArrayList<String>();
        for (String row : rows) {
            while (!missing.isEmpty() && missing.getFirst().compareTo(row) < 0) {
                differences.add("missing: " + missing.removeFirst());
            }
            if (!missing.isEmpty() && missing.getFirst().equals(row)) {
                missing.removeFirst();
            } else {
                differences.add("extra: " + row);
            }
        }
        missing.forEach(row -> differences.add("missing: " + row));
        fail("%d rows, expected %d, and %d differences:%n%s", rows.size(), expected.size(), differences.size(), String.join("\n", differences.subList(0, Math.min(20, differences.size()))));
    }

    private static List<NexmarkRow> given(String query) throws IOException {
        var rows = new ArrayList<NexmarkRow>();
        for (String line : CasesCluster.lines(query + ".jsonl.gz")) {
            NexmarkRow row = NexmarkRow.parse(line).renamed("window_start", "stime");
            rows.add(row.only(row.fields().keySet().stream().filter(c -> !c.equals("closed_without_flush")).toList()));
        }
        return rows;
    }

    /** Names of the queries, q2 before q10. */
    private static List<String> drawn() throws IOException, URISyntaxException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(f -> f.getFileName().toString().replace(".yaml", ""))
                    .sorted(Comparator.comparing(NexmarkTest::family).thenComparing(q -> Integer.parseInt(q.replaceAll("\\D", "")))).toList();
        }
    }

    private static String family(String query) {
        return Pattern.compile("\\d").matcher(query).replaceAll("");
    }

    private static Path folder() throws URISyntaxException {
        return Path.of(NexmarkTest.class.getResource("/nexmark").toURI());
    }
}
