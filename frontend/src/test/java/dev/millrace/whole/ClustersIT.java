package dev.millrace.whole;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.browser.Browser;
import dev.millrace.browser.InBrowser;
import dev.millrace.browser.RunningApplication;
import dev.millrace.flink.remote.RemoteFlink;
import dev.millrace.flink.remote.RemoteKafka;
import dev.millrace.server.embedded.FreePorts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.ObjectMapper;

/** A second Kafka, and Flink clusters of which one is of another version: seen, chosen, and rows copied from the one Kafka to the other. */
@InBrowser
class ClustersIT {
    private static final String PIPELINE = """
            millrace: 1
            name: West to here
            nodes:
              orders:
                kind: source.kafka@1
                settings:
                  topic: orders
                  cluster: west
                  columns: [{name: id, type: BIGINT}]
              copy:
                kind: sink.kafka@1
                settings: {topic: copied}
            edges:
              - {from: orders.out, to: copy.in}
            layout:
              orders: {x: 40, y: 80}
              copy: {x: 420, y: 80}
            """;

    private static final String BID = """
            {"type": "record", "name": "Bid", "fields": [{"name": "auction_no", "type": "long"}, {"name": "bidder", "type": "long"}, {"name": "price", "type": "long"},
             {"name": "offered", "type": {"type": "long", "logicalType": "timestamp-millis"}}]}""";

    private static Locator region(Page page, String name) {
        return page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** What Flink 2.2 says of itself. */
    private static HttpServer oldFlink() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", call -> {
            byte[] answer = "{\"taskmanagers\": 1, \"slots-total\": 4, \"slots-available\": 4, \"jobs-running\": 0, \"flink-version\": \"2.2.0\"}".getBytes(StandardCharsets.UTF_8);
            call.sendResponseHeaders(200, answer.length);
            call.getResponseBody().write(answer);
            call.close();
        });
        server.start();
        return server;
    }

    @Test
    void clustersAreSeenAndChosenAndRowsGoFromOneToTheOther(Browser browser, @TempDir Path folder) throws Exception {
        HttpServer old = oldFlink();
        HttpServer registry = registry();
        var settings = new HashMap<String, String>();
        settings.put("millrace.flink.clusters.old.rest-url", "http://127.0.0.1:" + old.getAddress().getPort());
        settings.put("millrace.registries.main.url", "http://127.0.0.1:" + registry.getAddress().getPort());
        settings.put("millrace.kafka.clusters.gone.bootstrap-servers", "127.0.0.1:" + FreePorts.one());
        try (var west = RemoteKafka.start(folder.resolve("kafka")); var twin = RemoteFlink.start(folder.resolve("flink"), 4)) {
            settings.put("millrace.flink.clusters.twin.rest-url", twin.address().toString());
            settings.put("millrace.flink.clusters.twin.state-dir", folder.resolve("state").toUri().toString());
            settings.put("millrace.kafka.clusters.west.bootstrap-servers", west.bootstrapServers());
            try (var application = RunningApplication.start(settings)) {
                new Cases(west.bootstrapServers()).topic("orders", 1);
                new Cases(west.bootstrapServers()).produce("orders", List.of("{\"id\":1}", "{\"id\":2}"));
                String pipeline = application.json("POST", "/pipelines", PIPELINE, "Content-Type", "application/yaml").path("id").asString();
                Page page = browser.at(application).signIn();
                seen(browser);
                used(browser);
                usedInAvro(browser, west.bootstrapServers());
                drawn(browser, pipeline);
                refused(application, pipeline);
                deployed(browser, page);
                assertThat(page.locator(".badge-running")).isVisible();
                assertThat(new Cases(application.kafka()).consume("copied", 2)).extracting(r -> r.path("id").asLong()).containsExactly(1L, 2L);
                assertThat(application.json("GET", "/deployments", "").get(0).path("cluster").asString()).isEqualTo("twin");
                new Deployments(application).end(application.json("GET", "/deployments", "").get(0).path("id").asString());
                browser.close();
            }
        } finally {
            old.stop(0);
            registry.stop(0);
        }
    }

    private static void seen(Browser browser) {
        Page page = browser.open("/connections");
        assertThat(region(page, "Kafka 'west'")).containsText("Kafka answers");
        assertThat(region(page, "Kafka 'gone'")).containsText("Nothing listens at");
        assertThat(region(page, "Flink 'old'")).containsText("This Flink is version 2.2.0, and jobs are made for 2.3");
        assertThat(region(page, "Flink 'twin'")).containsText("free");
        Looks.inBothThemes(browser, "clusters-connections");
        Looks.small(browser, "clusters-connections");
        page = browser.open("/topics?cluster=west");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("orders").setExact(true)).waitFor();
        Looks.inBothThemes(browser, "clusters-topics");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("orders").setExact(true)).click();
        assertThat(page.getByText("All topics of 'west'")).isVisible();
        assertThat(page.getByText("West to here")).isVisible();
    }

    /** A template reads a topic of another cluster. */
    private static void used(Browser browser) {
        Page page = browser.open("/templates/nexmark-bids");
        Locator rows = page.locator(".own-rows");
        choose(page, rows.locator("vaadin-select").first(), "gone");
        assertThat(rows.locator("[role=alert]")).not().isEmpty();
        choose(page, rows.locator("vaadin-select").first(), "west");
        assertThat(rows.locator("[role=alert]")).isEmpty();
        // It is asked for its topics first, and what is typed meanwhile is looked for among none.
        assertThat(rows.locator("[role=status]")).isEmpty();
        rows.locator("vaadin-combo-box input").fill("orders");
        page.locator("vaadin-combo-box-item:not([hidden])").filter(new Locator.FilterOptions().setHasText("orders")).click();
        choose(page, rows.locator("[data-column=auction]"), "id");
        Looks.inBothThemes(browser, "clusters-own-rows");
    }

    /** What was written with a schema registry is recognized, and its columns are known without being asked for. */
    private static void usedInAvro(Browser browser, String west) throws IOException {
        Schema schema = new Schema.Parser().parse(BID);
        var cases = new Cases(west);
        cases.topic("registered-bids", 1);
        Map<String, Object> kafka = Map.of("bootstrap.servers", west, "key.serializer", ByteArraySerializer.class, "value.serializer", ByteArraySerializer.class);
        try (var producer = new KafkaProducer<byte[], byte[]>(kafka)) {
            for (int i = 0; i < 30; i++) {
                producer.send(new ProducerRecord<>("registered-bids", record(schema, i)));
            }
        }
        Page page = browser.open("/templates/nexmark-bids");
        Locator rows = page.locator(".own-rows");
        choose(page, rows.locator("vaadin-select").first(), "west");
        rows.locator("vaadin-combo-box input").fill("registered-bids");
        page.locator("vaadin-combo-box-item:not([hidden])").filter(new Locator.FilterOptions().setHasText("registered-bids")).click();
        assertThat(rows.locator("[role=status]")).containsText("by schemas of 'main'");
        assertThat(rows.locator("[data-column=auction] vaadin-select-value-button")).hasText("auction_no");
        assertThat(rows.locator("[data-column=dateTime] vaadin-select-value-button")).hasText("offered");
        for (String column : List.of("channel", "url", "extra")) {
            choose(page, rows.locator("[data-column=" + column + "]"), "None (empty)");
        }
        assertThat(page.locator("section[aria-label^='Rows for']").first()).containsText("2026-01-01 00:00");
        Looks.inBothThemes(browser, "clusters-own-avro");
    }

    private static byte[] record(Schema schema, int number) throws IOException {
        var bid = new GenericData.Record(schema);
        bid.put("auction_no", (long) number % 7);
        bid.put("bidder", (long) number);
        bid.put("price", 200_000L + number);
        bid.put("offered", Instant.parse("2026-01-01T00:00:00Z").plusSeconds(number).toEpochMilli());
        var bytes = new ByteArrayOutputStream();
        // A zero, and the number of the schema.
        bytes.writeBytes(new byte[] {0, 0, 0, 0, 7});
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(schema).write(bid, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    /** A schema registry with one schema. */
    private static HttpServer registry() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", call -> {
            boolean known = call.getRequestURI().getPath().equals("/schemas/ids/7");
            byte[] answer = (known ? new ObjectMapper().createObjectNode().put("schema", BID).toString() : "{\"error_code\":40401}").getBytes(StandardCharsets.UTF_8);
            call.sendResponseHeaders(known ? 200 : 404, answer.length);
            call.getResponseBody().write(answer);
            call.close();
        });
        server.start();
        return server;
    }

    private static void drawn(Browser browser, String pipeline) {
        Designer designer = Designer.on(browser.open("/pipelines/" + pipeline));
        designer.select("orders");
        assertThat(designer.setting("cluster").locator("input")).hasValue("west");
        Looks.inBothThemes(browser, "clusters-setting");
        designer.type("cluster", "east");
        assertThat(designer.setting("cluster")).containsText("No Kafka cluster 'east' is set up");
        designer.type("cluster", "west");
        designer.expectState("orders", "OK");
    }

    private static void refused(RunningApplication application, String pipeline) {
        HttpResponse<String> other = application.call("POST", "/deployments", "{\"pipeline\":\"" + pipeline + "\",\"cluster\":\"old\"}", "Content-Type", "application/json");
        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(other.body()).contains("The Flink cluster 'old' is of version 2.2.0, and jobs are made for 2.3");
    }

    private static void choose(Page page, Locator choice, String cluster) {
        choice.locator("vaadin-select-value-button").click();
        page.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName(cluster).setExact(true)).click();
    }

    private static void deployed(Browser browser, Page page) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Deploy").setExact(true)).click();
        Locator choice = page.locator(".cluster-choice");
        choose(page, choice, "old");
        assertThat(choice).containsText("is of version 2.2.0, and jobs are made for 2.3");
        Looks.inBothThemes(browser, "clusters-refused");
        choose(page, choice, "twin");
        assertThat(choice).containsText("Needs 1 slot");
        Looks.inBothThemes(browser, "clusters-deploy");
        Looks.small(browser, "clusters-deploy");
        page.locator("#deploy-now").click();
    }
}
