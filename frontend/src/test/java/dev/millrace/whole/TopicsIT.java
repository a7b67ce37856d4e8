package dev.millrace.whole;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.millrace.browser.Browser;
import dev.millrace.browser.InBrowser;
import dev.millrace.browser.RunningApplication;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** Topics are made, looked into and deleted by hand. */
@InBrowser
class TopicsIT {
    private static final String MARKUP = "<img src=x onerror=\"window.taken=1\"><b>bold</b>";

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static void fill(RunningApplication application) throws Exception {
        var kafka = Map.<String, Object>of("bootstrap.servers", application.kafka());
        try (var producer = new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer())) {
            var hostile = new ProducerRecord<>("looked-at", 0, 1_764_000_000_000L, bytes("key"), bytes(MARKUP));
            hostile.headers().add("trace-id", bytes(MARKUP));
            producer.send(hostile).get();
            producer.send(new ProducerRecord<>("looked-at", 1, 1_764_000_060_000L, bytes("b"), new byte[] {0, 1, (byte) 0xff})).get();
            for (int i = 0; i < 8; i++) {
                producer.send(new ProducerRecord<>("looked-at", i % 3, 1_764_000_120_000L + i, bytes("k" + i), bytes("{\"id\":" + i + ",\"amount\":12.5}"))).get();
            }
        }
        try (var admin = Admin.create(kafka)) {
            admin.alterConsumerGroupOffsets("billing", Map.of(new TopicPartition("looked-at", 0), new OffsetAndMetadata(3))).all().get();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void connectionsAreTriedAndSayWhatTheyFound(Browser browser, RunningApplication application) {
        browser.signIn();
        Page page = browser.open("/connections");
        for (String name : new String[] {"Kafka", "Flink"}) {
            Locator connection = page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName(name).setExact(true));
            assertThat(connection).containsText(name + " answers");
            button(page, "Test " + name).click();
            assertThat(connection).containsText("Tested just now");
        }
        assertThat(page.getByText("free").first()).isVisible();
        Looks.inBothThemes(browser, "connections");
        Looks.small(browser, "connections");
        assertThat(application.json("POST", "/connections/kafka/check", "").path("works").asBoolean()).isTrue();
        assertThat(application.json("POST", "/connections/flink/check", "").path("facts").toString()).contains("Slots");
    }

    @Test
    void aTopicIsMadeLookedIntoAndDeleted(Browser browser, RunningApplication application) throws Exception {
        browser.signIn();
        Page page = browser.open("/topics");
        button(page, "New topic").click();
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        dialog.getByLabel("Name").fill("looked at");
        button(page, "Create").click();
        assertThat(dialog.locator("[role=alert]")).containsText("cannot be the name of a topic");
        dialog.getByLabel("Name").fill("looked-at");
        dialog.getByLabel("Partitions").fill("3");
        assertThat(dialog.locator("[role=alert]")).isEmpty();
        Looks.inBothThemes(browser, "topic-new");
        button(page, "Create").click();
        assertThat(dialog).not().isVisible();
        fill(application);
        button(page, "Refresh").click();
        page.getByLabel("Search topics").fill("nothing-like-it");
        assertThat(page.locator("vaadin-grid")).containsText("No topic has 'nothing-like-it' in its name");
        page.getByLabel("Search topics").fill("looked");
        assertThat(page.locator("vaadin-grid")).containsText("looked-at");
        Looks.inBothThemes(browser, "topics");
        Looks.small(browser, "topics");

        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("looked-at")).click();
        Locator records = page.locator("vaadin-grid[aria-label=Records]");
        assertThat(records).containsText("binary, 3 B");
        assertThat(records).containsText("0001ff");
        page.getByText(MARKUP).first().click();
        assertThat(page.locator(".record-whole pre").last()).hasText(MARKUP);
        assertThat(page.evaluate("() => window.taken === undefined && document.querySelectorAll('img[src=x]').length === 0")).isEqualTo(true);
        Looks.inBothThemes(browser, "topic-records");
        Looks.small(browser, "topic-records");
    }
}
