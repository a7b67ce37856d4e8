package dev.millrace.whole;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.millrace.browser.Browser;
import dev.millrace.browser.InBrowser;
import dev.millrace.browser.RunningApplication;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
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

/** Jobs that run and do not do what they should: the page says at which node, why, and what to do. */
@InBrowser
class TroublesIT {
    /** On a machine that does much else; alone it takes half a minute. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");
    /** How much is yet to be read is learned with each fetch, and many short records come in one. */
    private static final String LONG = "long".repeat(500);
    /** A window over a topic. */
    private static final String WINDOW = """
            millrace: 1
            name: TOPIC
            run: {parallelism: 1, checkpointInterval: 1 s}
            nodes:
              read: {kind: source.kafka, settings: {topic: TOPIC, columns: [{name: k, type: STRING}, {name: ts, type: TIMESTAMP(3)}], eventTime: ts, watermarkDelay: 1 s}}
              per-key: {kind: window.tumbling, settings: {time: ts, size: 10 s, keys: [k], aggregates: [{name: n, function: count}]}}
              drop: {kind: sink.discard}
            edges: [{from: read.out, to: per-key.in}, {from: per-key.out, to: drop.in}]
            layout: {read: {x: 0, y: 0}, per-key: {x: 320, y: 0}, drop: {x: 640, y: 0}}
            """;
    private static final String SLOW = """
            millrace: 1
            name: falls-behind
            run: {parallelism: 1, checkpointInterval: 1 s}
            nodes:
              read: {kind: source.kafka, settings: {topic: falls-behind, columns: [{name: k, type: STRING}]}}
              slowly: {kind: operator.rate-limit, settings: {rows: 100, in: 1 s}}
              drop: {kind: sink.discard}
            edges: [{from: read.out, to: slowly.in}, {from: slowly.out, to: drop.in}]
            layout: {read: {x: 0, y: 0}, slowly: {x: 320, y: 0}, drop: {x: 640, y: 0}}
            """;
    private static final String GROWS = """
            millrace: 1
            name: grows
            run: {parallelism: 1, checkpointInterval: 1 s}
            nodes:
              made: {kind: source.demo, settings: {dataset: bids, rowsPerSecond: 5000}}
              seen: {kind: operator.group, settings: {keys: [auction, bidder, price, dateTime], aggregates: [{name: n, function: count}]}}
              drop: {kind: sink.discard}
            edges: [{from: made.out, to: seen.in}, {from: seen.out, to: drop.in}]
            layout: {made: {x: 0, y: 0}, seen: {x: 320, y: 0}, drop: {x: 640, y: 0}}
            """;

    private final Map<String, String> deployed = new LinkedHashMap<>();

    private void deploy(RunningApplication application, String name, String document) {
        String pipeline = application.json("POST", "/pipelines", document, "Content-Type", "application/yaml").path("id").asString();
        deployed.put(name, application.json("POST", "/deployments", "{\"pipeline\":\"" + pipeline + "\"}").path("id").asString());
        new Deployments(application).awaitState(deployed.get(name), "RUNNING");
    }

    @Test
    void theNodeAndTheCauseAreNamed(Browser browser, RunningApplication application) throws Exception {
        browser.signIn();
        var kafka = Map.<String, Object>of("bootstrap.servers", application.kafka());
        try (var admin = Admin.create(kafka)) {
            admin.createTopics(List.of(new NewTopic("stands-still", 2, (short) 1), new NewTopic("is-ahead", 1, (short) 1), new NewTopic("falls-behind", 1, (short) 1))).all().get();
        }
        deploy(application, "stands-still", WINDOW.replace("TOPIC", "stands-still"));
        deploy(application, "is-ahead", WINDOW.replace("TOPIC", "is-ahead"));
        deploy(application, "falls-behind", SLOW);
        try (var producer = new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer()); var feed = Executors.newSingleThreadScheduledExecutor()) {
            feed(feed, producer);
            deploy(application, "grows", GROWS);
            said(browser, "stands-still", "At 'read': Event time stands still at 'read' though records come in, so windows behind it stay open");
            said(browser, "is-ahead", "At 'read': Event time at 'read' is more than an hour ahead of the clock");
            said(browser, "falls-behind", "At 'read': 'read' falls behind: records come faster than they are read");
            said(browser, "grows", "At 'seen': What 'seen' keeps grows with every checkpoint, and it forgets nothing");
            feed.shutdownNow();
        }
        var deployments = new Deployments(application);
        deployed.values().forEach(deployments::end);
    }

    /** Only one of the two partitions of the first topic gets records. */
    private static void feed(ScheduledExecutorService feed, KafkaProducer<byte[], byte[]> producer) {
        feed.scheduleAtFixedRate(() -> {
            LocalDateTime now = LocalDateTime.now(ZoneOffset.UTC);
            for (int i = 0; i < 10; i++) {
                producer.send(new ProducerRecord<>("stands-still", 0, null, row("a", now)));
                producer.send(new ProducerRecord<>("is-ahead", 0, null, row("a", now.plusHours(3))));
                for (int more = 0; more < 5; more++) {
                    producer.send(new ProducerRecord<>("falls-behind", 0, null, row(LONG, now)));
                }
            }
        }, 0, 100, TimeUnit.MILLISECONDS);
    }

    private static byte[] row(String key, LocalDateTime time) {
        return ("{\"k\":\"" + key + "\",\"ts\":\"" + TIME.format(time) + "\"}").getBytes(StandardCharsets.UTF_8);
    }

    private void said(Browser browser, String name, String words) {
        Page page = browser.open("/deployments/" + deployed.get(name));
        Locator trouble = page.locator(".failure .error-text", new Page.LocatorOptions().setHasText(words));
        assertThat(trouble).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE.toMillis()));
        Looks.inBothThemes(browser, "trouble-" + name);
    }
}
