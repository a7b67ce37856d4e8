package dev.millrace.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.BoundingBox;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The main journey with mouse and keyboard only: sign in, draw source, filter, window and sink, set them up, deploy; and what
 * a plain consumer then reads is the answer that was computed elsewhere, row for row.
 *
 * <pre>
 *   flights ──▶ distance >= 0 ──▶ 1 day by origin: n, sum_delay, max_delay ──▶ daily
 * </pre>
 */
@InBrowser
class FlightsByMouseIT {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration LONGEST = Duration.ofSeconds(120);
    /** A day long after the others: it moves the watermark past every window of the case, and its own window stays open. */
    private static final String MUCH_LATER = """
            {"id":-1,"ts":"2001-12-31 00:00:00.000","epoch":1009756800000,"delay":0,"distance":1,"origin":"END","destination":"END"}""";

    @Test
    void flightsPerAirportAndDay(Browser browser, RunningApplication application) throws Exception {
        fill(application, "flights");
        Page page = browser.signIn();
        page.getByText("New pipeline").click();
        page.locator("vaadin-dialog vaadin-text-field input").fill("Flights per airport and day");
        page.locator(".choice").getByText("Blank").click();
        page.locator(".mr-empty").waitFor();

        drag(page, "source.kafka", 180, 200);
        setUpSource(page);
        drag(page, "operator.filter", 420, 330);
        connect(page, "kafka-source.out", "filter.in");
        page.locator(".inspector .cm-content").click();
        page.keyboard().type("distance >= ");
        page.keyboard().type("0");
        drag(page, "window.tumbling", 180, 460);
        connect(page, "filter.out", "tumbling-window.in");
        setUpWindow(page);
        drag(page, "sink.kafka", 500, 560);
        connect(page, "tumbling-window.out", "kafka-sink.in");
        type(page, "topic", "daily");

        assertThat(page.locator(".designer-bar")).containsText("No errors");
        assertThat(page.locator("[data-node-id=filter] .mr-node-glimpse")).hasText("distance >= 0");
        page.keyboard().press("Escape");
        page.locator("[aria-label='Lay out the drawing']").click();
        browser.screenshot("journey-drawn");
        page.getByText("Deploy", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(page.locator("vaadin-dialog")).containsText("daily");
        page.locator("#deploy-now").click();
        page.locator(".badge-running").waitFor(new Locator.WaitForOptions().setTimeout(60_000));

        List<String> expected = lines("F1_daily_by_origin.jsonl.gz").stream().map(FlightsByMouseIT::daily).sorted().toList();
        assertThat(consume(application, "daily", expected.size()).stream().map(FlightsByMouseIT::daily).sorted().toList()).isEqualTo(expected);

        // What the canvas says is what was read and written: 20,000 flights and the one much later.
        assertThat(page.locator("[data-counts=tumbling-window]")).hasAttribute("title",
                Pattern.compile("20001 rows in, " + expected.size() + " rows out, .*"), new LocatorAssertions.HasAttributeOptions().setTimeout(30_000));
        browser.screenshot("journey-running");
        page.locator(".live-bar vaadin-button").getByText("Stop").click();
        page.locator(".badge-stopped").waitFor(new Locator.WaitForOptions().setTimeout(60_000));
    }

    private static void setUpSource(Page page) {
        type(page, "topic", "flights");
        page.getByText("Read columns from the topic").click();
        page.getByText("Use these columns").click();
        assertThat(page.locator("[data-setting=columns] .entry")).hasCount(7);
        type(page, "eventTime", "ts");
        type(page, "watermarkDelay", "6 h");
        assertThat(page.locator("[data-node-id=kafka-source]")).hasAttribute("data-state", "OK");
    }

    private static void setUpWindow(Page page) {
        type(page, "time", "ts");
        type(page, "size", "1 day");
        page.locator(".inspector [data-setting=keys] input").fill("origin");
        page.locator("vaadin-multi-select-combo-box-item").getByText("origin").click();
        page.keyboard().press("Escape");
        aggregate(page, 1, "sum_delay", "Sum");
        aggregate(page, 2, "max_delay", "Max");
        assertThat(page.locator("[data-node-id=tumbling-window]")).hasAttribute("data-state", "OK");
    }

    private static void aggregate(Page page, int index, String name, String function) {
        page.locator("[aria-label='Add to Aggregates']").click();
        Locator entry = page.locator("[data-setting=aggregates] .entry").nth(index);
        entry.locator("vaadin-text-field input").fill(name);
        entry.locator("vaadin-select").click();
        page.locator("vaadin-select-item:visible").getByText(function, new Locator.GetByTextOptions().setExact(true)).click();
        entry.locator("vaadin-combo-box input").fill("delay");
        page.keyboard().press("Enter");
        assertThat(entry.locator("[invalid]")).hasCount(0);
    }

    /** Types into the field of a setting and leaves it. */
    private static void type(Page page, String setting, String text) {
        Locator input = page.locator(".inspector [data-setting=" + setting + "] input");
        input.click();
        input.fill(text);
        page.keyboard().press("Enter");
        page.keyboard().press("Tab");
        assertThat(page.locator(".inspector [data-setting=" + setting + "]")).not().hasAttribute("invalid", "");
    }

    /** From the palette to a place on the canvas, in pixels from its corner. */
    private static void drag(Page page, String kind, double x, double y) {
        page.locator("[data-kind='" + kind + "']").dragTo(page.locator(".mr-board"), new Locator.DragToOptions().setTargetPosition(x, y));
        page.locator(".inspector .settings-form").waitFor();
    }

    private static void connect(Page page, String from, String to) {
        BoundingBox begin = page.locator("[data-port='" + from + "']").boundingBox();
        BoundingBox end = page.locator("[data-port='" + to + "']").boundingBox();
        page.mouse().move(begin.x + begin.width / 2, begin.y + begin.height / 2);
        page.mouse().down();
        page.mouse().move((begin.x + end.x) / 2, (begin.y + end.y) / 2, new com.microsoft.playwright.Mouse.MoveOptions().setSteps(5));
        page.mouse().move(end.x + end.width / 2, end.y + end.height / 2, new com.microsoft.playwright.Mouse.MoveOptions().setSteps(5));
        page.mouse().up();
        assertThat(page.locator(".react-flow__edge[aria-label^='Edge from " + from.replace('.', ' ') + "']")).hasCount(1);
    }

    private static void fill(RunningApplication application, String topic) throws IOException {
        application.json("POST", "/topics", "{\"name\":\"" + topic + "\",\"partitions\":1}");
        try (var producer = new KafkaProducer<>(Map.<String, Object>of("bootstrap.servers", application.kafka()), new StringSerializer(), new StringSerializer())) {
            lines("flights.jsonl.gz").forEach(line -> producer.send(new ProducerRecord<>(topic, line)));
            producer.send(new ProducerRecord<>(topic, MUCH_LATER));
            producer.flush();
        }
    }

    /** Everything in the topic, once it is at least {@code count} records. */
    private static List<String> consume(RunningApplication application, String topic, int count) {
        Map<String, Object> settings = Map.of("bootstrap.servers", application.kafka(), "group.id", "plain", "auto.offset.reset", "earliest");
        var read = new ArrayList<String>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            long end = System.nanoTime() + LONGEST.toNanos();
            while (read.size() < count && System.nanoTime() < end) {
                consumer.poll(Duration.ofMillis(500)).forEach(record -> read.add(record.value()));
            }
            consumer.poll(Duration.ofSeconds(1)).forEach(record -> read.add(record.value()));
        }
        return read;
    }

    private static String daily(String line) {
        JsonNode row = JSON.readTree(line);
        return row.get("window_start").asString().substring(0, 10) + " " + row.get("origin").asString() + " " + row.get("n").asLong() + " "
                + row.get("sum_delay").asLong() + " " + row.get("max_delay").asLong();
    }

    private static List<String> lines(String file) throws IOException {
        try (var in = new BufferedReader(new InputStreamReader(new GZIPInputStream(
                Objects.requireNonNull(FlightsByMouseIT.class.getResourceAsStream("/cases/" + file), file)), StandardCharsets.UTF_8))) {
            return in.lines().toList();
        }
    }
}
