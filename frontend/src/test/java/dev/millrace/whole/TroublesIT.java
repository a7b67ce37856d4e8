package dev.millrace.whole;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.millrace.browser.Browser;
import dev.millrace.browser.InBrowser;
import dev.millrace.browser.RunningApplication;
import dev.millrace.server.Standstill;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Jobs that do not do what they should, side by side on the embedded Kafka and Flink: the page says at which node, why, and what to do, within 30 seconds. The tenth, a TaskManager
 * that dies, needs a Flink of its own and is in {@link RemoteIT}. How long each took is written to target/troubles.txt.
 */
@InBrowser
class TroublesIT {
    private static final Duration PROMISED = Duration.ofSeconds(30);
    /** Longer than what is promised, so that what it took is known where it took longer. */
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final String FAILURE = ".failure .error-text";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");
    private static final String HEAD = """
            millrace: 1
            name: NAME
            run: {parallelism: 1, checkpointInterval: 1 s}
            nodes:
            """;
    private static final String THREE = """
            edges: [{from: read.out, to: then.in}, {from: then.out, to: drop.in}]
            layout: {read: {x: 0, y: 0}, then: {x: 320, y: 0}, drop: {x: 640, y: 0}}
            """;
    private static final String TIMED = HEAD + """
              read: {kind: source.kafka, label: Clicks, settings: {topic: NAME, columns: [{name: k, type: STRING}, {name: ts, type: TIMESTAMP(3)}], eventTime: ts, watermarkDelay: 1 s}}
              then: {kind: window.tumbling, label: Per key, settings: {time: ts, size: 10 s, keys: [k], aggregates: [{name: n, function: count}]}}
              drop: {kind: sink.discard}
            """ + THREE;
    private static final String BEHIND = HEAD + """
              read: {kind: source.kafka, label: Clicks, settings: {topic: NAME, columns: [{name: k, type: STRING}]}}
              then: {kind: operator.rate-limit, label: Slowly, settings: {rows: 100, in: 1 s}}
              drop: {kind: sink.discard}
            """ + THREE;
    private static final String GROWS = HEAD + """
              read: {kind: source.demo, settings: {dataset: bids, rowsPerSecond: 5000}}
              then: {kind: operator.group, label: Seen, settings: {keys: [auction, bidder, price, dateTime], aggregates: [{name: n, function: count}]}}
              drop: {kind: sink.discard}
            """ + THREE;
    /** The limit is in one task with what works by key, as costly rows would be. A checkpoint waits behind rows that are held back. */
    private static final String SKEWED = HEAD.replace("parallelism: 1, checkpointInterval: 1 s", "parallelism: 2, checkpointInterval: 30 s") + """
              read: {kind: source.kafka, label: Clicks, settings: {topic: NAME, columns: [{name: k, type: STRING}], start: earliest}}
              per: {kind: operator.group, label: Per customer, settings: {keys: [k], aggregates: [{name: n, function: count}], keepFor: 1 h}}
              then: {kind: operator.rate-limit, label: Costly, settings: {rows: 4000, in: 1 s}}
              drop: {kind: sink.discard}
            edges: [{from: read.out, to: per.in}, {from: per.out, to: then.in}, {from: then.out, to: drop.in}]
            layout: {read: {x: 0, y: 0}, per: {x: 320, y: 0}, then: {x: 640, y: 0}, drop: {x: 960, y: 0}}
            """;
    private static final String SLOW = HEAD + """
              read: {kind: source.demo, label: Bids, settings: {dataset: bids, rowsPerSecond: 5000}}
              per: {kind: operator.deduplicate, label: Once, settings: {keys: [auction, bidder], order: arrival, keepFor: 1 h}}
              then: {kind: operator.rate-limit, label: Asks slowly, settings: {rows: 200, in: 1 s}}
              drop: {kind: sink.discard}
            edges: [{from: read.out, to: per.in}, {from: per.out, to: then.in}, {from: then.out, to: drop.in}]
            layout: {read: {x: 0, y: 0}, per: {x: 320, y: 0}, then: {x: 640, y: 0}, drop: {x: 960, y: 0}}
            """;
    private static final String WRITES = HEAD + """
              read: {kind: source.demo, label: Flights, settings: {rowsPerSecond: 50}}
              write: {kind: sink.jdbc, label: Into the table, settings: {database: demo, table: troubled, create: true}}
            edges: [{from: read.out, to: write.in}]
            layout: {read: {x: 0, y: 0}, write: {x: 320, y: 0}}
            """;
    private static final String BREAKS = HEAD + """
              read: {kind: source.demo, label: Flights, settings: {rowsPerSecond: 10}}
              then: {kind: operator.map, label: Ratio, settings: {compute: [{name: x, expression: 10 / (id - id)}]}}
              drop: {kind: sink.discard}
            """ + THREE;
    /** Seldom enough that it is not given up in the meantime. */
    private static final String KEEPS = HEAD.replace("1 s", "8 s") + """
              read: {kind: source.demo, label: Flights, settings: {rowsPerSecond: 10}}
              drop: {kind: sink.discard}
            edges: [{from: read.out, to: drop.in}]
            layout: {read: {x: 0, y: 0}, drop: {x: 320, y: 0}}
            """;

    private final Map<String, String> deployed = new LinkedHashMap<>();
    private final Map<String, Instant> caused = new HashMap<>();
    private final Map<String, Told> told = new LinkedHashMap<>();

    /** From when it is counted, and when it was said. */
    private record Told(Instant caused, Instant said) {
        Duration took() {
            return Duration.between(caused, said);
        }
    }

    private void deploy(RunningApplication application, String name, String document) {
        String pipeline = application.json("POST", "/pipelines", document.replace("NAME", name), "Content-Type", "application/yaml").path("id").asString();
        deployed.put(name, application.json("POST", "/deployments", "{\"pipeline\":\"" + pipeline + "\"}").path("id").asString());
        caused.put(name, Instant.now());
    }

    @Test
    void theNodeAndTheCauseAreNamed(Browser browser, RunningApplication application) throws Exception {
        var deployments = new Deployments(application);
        browser.signIn();
        var kafka = Map.<String, Object>of("bootstrap.servers", application.kafka());
        try (var admin = Admin.create(kafka)) {
            admin.createTopics(List.of(new NewTopic("stuck-partition", 2, (short) 1), new NewTopic("skewed-clock", 1, (short) 1), new NewTopic("lagging-consumer", 2, (short) 1),
                    new NewTopic("skewed-key", 1, (short) 1))).all().get();
        }
        deploy(application, "failing-sink", WRITES);
        // The first of all is planned slowly; the others then are not.
        deployments.awaitState(deployed.get("failing-sink"), "RUNNING");
        deploy(application, "failing-checkpoints", KEEPS);
        deploy(application, "stuck-partition", TIMED);
        deploy(application, "skewed-clock", TIMED);
        deploy(application, "lagging-consumer", BEHIND);
        deploy(application, "growing-state", GROWS);
        ScheduledExecutorService feed = Executors.newSingleThreadScheduledExecutor();
        try (var still = new Standstill(); var producer = new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < 200_000; i++) {
                producer.send(new ProducerRecord<>("skewed-key", ("{\"k\":\"" + (i % 10 == 0 ? "c" + i % 1000 : "everybody") + "\"}").getBytes(StandardCharsets.UTF_8)));
            }
            feed(feed, producer);
            deploy(application, "skewed-key", SKEWED);
            // Somebody looks when it happens; how long a page takes to open is another matter.
            look(browser, "failing-sink");
            refuseRows(application);
            isOnTheScreen(browser, "failing-sink", FAILURE, "At 'Into the table': Table \"troubled\"", "permission denied");
            withoutCheckpoints(application, deployments);
            deploy(application, "restart-loop", BREAKS);
            look(browser, "restart-loop");
            isOnTheScreen(browser, "restart-loop", FAILURE, "At 'Ratio': Division by zero");
            deploy(application, "slow-node", SLOW);
            look(browser, "slow-node");
            deployments.awaitState(deployed.get("slow-node"), "RUNNING");
            caused.put("slow-node", runs(application, "slow-node"));
            isOnTheScreen(browser, "slow-node", ".bottleneck", "'Asks slowly' holds the rest back: busy", "two nodes before it wait");
            isFound(browser, application, "failing-checkpoints", "Checkpoints fail: the place where checkpoints are kept cannot be written to");
            isFound(browser, application, "growing-state", "What 'Seen' keeps grows with every checkpoint, and it forgets nothing");
            Looks.inBothThemes(browser, "trouble-growing-state");
            isFound(browser, application, "stuck-partition", "Event time stands still at 'Clicks': partition 1 of 'stuck-partition' gets no records, so windows behind it stay open");
            isFound(browser, application, "skewed-clock", "Event time at 'Clicks' is more than an hour ahead of the clock");
            browser.page().locator(".lag-panel vaadin-details-summary").click();
            assertThat(browser.page().locator(".lag-panel")).containsText("ahead of the clock");
            isFound(browser, application, "skewed-key", "One copy of 'Per customer' works all the time and another hardly ever: most rows have the same key");
            isFound(browser, application, "lagging-consumer", "'Clicks' falls behind: records come faster than they are read");
            // The node runs in one task with its source, which waits for it without a sign that Flink would give.
            assertThat(browser.page().locator(".bottleneck")).containsText("'Slowly' holds the rest back: busy");
            assertThat(browser.page().locator("[data-node-id='then']")).hasAttribute("data-state", "HOLDS_BACK");
            lagIsByPartition(browser, application);
            browser.open("/deployments").locator(".fleet-name", new Page.LocatorOptions().setHasText("skewed-key")).waitFor();
            browser.screenshot("trouble-fleet");
            // Most troubles are seen by how numbers went for a while, which begins anew when the machine stood still for long.
            assertThat(told).hasSize(9).allSatisfy((name, it) -> assertThat(Duration.between(still.lastEnd(it.caused(), it.said()), it.said()))
                    .as("%s, with a machine that stood still for %s", name, still.total()).isLessThan(PROMISED.plus(still.total())));
        } finally {
            Files.write(Path.of("target", "troubles.txt"), told.entrySet().stream().map(t -> t.getKey() + " " + t.getValue().took().toMillis() / 1000.0 + " s").toList());
            feed.shutdownNow();
            as(application, "ALTER TABLE troubled OWNER TO demo");
        }
        deployed.values().forEach(id -> application.call("POST", "/deployments/" + id + "/cancel", ""));
        deployed.values().forEach(deployments::over);
    }

    /** Only one of the two partitions of the first topic gets records. */
    private static void feed(ScheduledExecutorService feed, KafkaProducer<byte[], byte[]> producer) {
        feed.scheduleAtFixedRate(() -> {
            LocalDateTime now = LocalDateTime.now(ZoneOffset.UTC);
            for (int i = 0; i < 10; i++) {
                producer.send(new ProducerRecord<>("stuck-partition", 0, null, row(now)));
                producer.send(new ProducerRecord<>("skewed-clock", 0, null, row(now.plusHours(3))));
                for (int more = 0; more < 5; more++) {
                    producer.send(new ProducerRecord<>("lagging-consumer", more % 4 / 3, null, row(now)));
                }
            }
        }, 0, 100, TimeUnit.MILLISECONDS);
    }

    private static byte[] row(LocalDateTime time) {
        return ("{\"k\":\"a\",\"ts\":\"" + TIME.format(time) + "\"}").getBytes(StandardCharsets.UTF_8);
    }

    /** The table is somebody else's from now on. */
    private void refuseRows(RunningApplication application) throws SQLException {
        as(application, "ALTER TABLE troubled OWNER TO postgres");
        caused.put("failing-sink", Instant.now());
    }

    private static void as(RunningApplication application, String statement) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + application.setting("millrace.postgres.port") + "/demo", "postgres", "");
                var change = connection.createStatement()) {
            change.execute(statement);
        }
    }

    /** Where its checkpoints were is a file now, in which nothing can be kept. */
    private void withoutCheckpoints(RunningApplication application, Deployments deployments) throws IOException {
        deployments.awaitState(deployed.get("failing-checkpoints"), "RUNNING");
        String job = deployments.get(deployed.get("failing-checkpoints")).path("job").asString();
        Path folder = application.home().resolve("flink").resolve("state").resolve("checkpoints").resolve(job);
        // Put aside in one go: Flink makes and deletes files there, and other jobs beside it, while somebody walks through them.
        Files.move(folder, folder.resolveSibling(job + "-before"));
        Files.writeString(folder, "in the way");
        caused.put("failing-checkpoints", Instant.now());
    }

    private void isFound(Browser browser, RunningApplication application, String name, String words) {
        isSaid(browser, name, FAILURE, words);
        told.put(name, told(application, name));
    }

    private void look(Browser browser, String name) {
        browser.open("/deployments/" + deployed.get(name)).locator(".page-head h1").waitFor();
    }

    /** On the page that is open, counted from when it was caused. */
    private void isOnTheScreen(Browser browser, String name, String where, String... words) {
        isThere(browser, name, where, words);
        told.put(name, new Told(caused.get(name), Instant.now()));
    }

    private void isSaid(Browser browser, String name, String where, String... words) {
        look(browser, name);
        isThere(browser, name, where, words);
    }

    private static void isThere(Browser browser, String name, String where, String... words) {
        Locator said = browser.page().locator(where);
        for (String word : words) {
            said = said.filter(new Locator.FilterOptions().setHasText(word));
        }
        assertThat(said.first()).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE.toMillis()));
        browser.screenshot("trouble-" + name);
    }

    /** Short records, which a source fetches many of at once: what it says of its lag is then too little. */
    private static void lagIsByPartition(Browser browser, RunningApplication application) {
        Page page = browser.page();
        page.locator(".lag-panel vaadin-details-summary").click();
        assertThat(page.locator(".lag-panel")).containsText("of them in partition 0 of lagging-consumer");
        assertThat(page.locator(".lag-panel vaadin-grid-cell-content", new Page.LocatorOptions().setHasText("lagging-consumer"))).hasCount(2);
        page.locator(".lag-panel").scrollIntoViewIfNeeded();
        Looks.inBothThemes(browser, "trouble-lag-by-partition");
        Looks.small(browser, "trouble-lag-by-partition");
        // While Kafka is slow to answer for a moment, it is what the source knew.
        String path = "/deployments/" + page.url().replaceFirst(".*/", "");
        JsonNode read = await().atMost(PATIENCE).until(() -> application.json("GET", path, "").path("metrics").path("nodes").path("read"),
                node -> node.path("partitions").path("byOffsets").asBoolean());
        assertThat(read.path("partitions").path("byOffsets").asBoolean()).isTrue();
        assertThat(read.path("partitions").path("list")).hasSize(2);
        assertThat(read.path("lag").asLong()).isEqualTo(read.path("partitions").path("list").valueStream().mapToLong(p -> p.path("lag").asLong()).sum()).isGreaterThan(1_000);
    }

    /** Counted from when it was caused, or from when the job ran, where that was later. */
    private Told told(RunningApplication application, String name) {
        // What was on the page may be gone for a moment when it is asked for.
        JsonNode troubles = await().atMost(PATIENCE).until(() -> new Deployments(application).get(deployed.get(name)).path("troubles"), found -> !found.isEmpty());
        Instant since = troubles.valueStream().map(t -> Instant.parse(t.path("since").asString())).min(Comparator.naturalOrder()).orElseThrow();
        Instant ran = runs(application, name);
        return new Told(ran.isAfter(caused.get(name)) ? ran : caused.get(name), since);
    }

    private Instant runs(RunningApplication application, String name) {
        return Instant.parse(new Deployments(application).get(deployed.get(name)).path("runningSince").asString());
    }
}
