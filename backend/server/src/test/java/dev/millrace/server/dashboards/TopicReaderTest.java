package dev.millrace.server.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.millrace.rel.Rel;
import dev.millrace.rel.Topic;
import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import dev.millrace.server.TestKafka;
import dev.millrace.server.deployment.KafkaClusters;
import dev.millrace.server.kafka.RealTopics;
import dev.millrace.server.outside.OutsideUnavailable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TopicReaderTest {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static TopicReaders readers;
    private static RealTopics topics;

    @BeforeAll static void start() {
        KafkaClusters clusters = KafkaClusters.only(TestKafka.connection());
        readers = new TopicReaders(clusters, TopicReaderTest::semicolons);
        topics = RealTopics.of(clusters);
    }

    @AfterAll static void stop() {
        readers.close();
        topics.close();
    }

    private static Topic topic() {
        return new Topic(Topic.DEFAULT_CLUSTER, "dash-" + UUID.randomUUID());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Query count(Topic topic, String key, Duration window) {
        return new Query(key == null ? Tile.Type.NUMBER : Tile.Type.TOP_N, new Source.OfTopic(topic),
                new Options(Aggregate.COUNT, Optional.empty(), Optional.ofNullable(key), false, 5, window, Optional.empty(), "", 0, Optional.empty()));
    }

    /** As a format whose rows are one word, unless it is "bad". */
    private static RowReading.Reader semicolons(Rel.KafkaScan scan) {
        return (key, value) -> {
            String word = new String(value, StandardCharsets.UTF_8);
            if (word.equals("bad")) {
                throw new RowReading.Unreadable("c: expected a word");
            }
            if (word.equals("away")) {
                throw new OutsideUnavailable("The schema registry does not answer", null);
            }
            return bytes("{\"c\":\"" + word + "\"}");
        };
    }

    private static Object value(Finding finding) {
        List<Figures.Line> lines = finding.now().lines();
        return lines.isEmpty() ? null : lines.getFirst().values().getFirst();
    }

    @Test void oneReaderForAllTellsWhatTheTopicHoldsAndWhatCouldNotBeRead() throws Exception {
        Topic topic = topic();
        topics.create(topic.name(), 2);
        Instant now = Instant.now();
        TestKafka.sendTo(topic.name(), 0, now.minusSeconds(7_200), bytes("{\"c\":\"too old\"}"));
        TestKafka.sendTo(topic.name(), 0, now.minusSeconds(600), bytes("{\"c\":\"a\"}"));
        TestKafka.sendTo(topic.name(), 1, now.minusSeconds(5), bytes("{\"c\":\"a\"}"));
        TestKafka.sendTo(topic.name(), 1, now.minusSeconds(4), bytes("{\"c\":\"b\""));
        TestKafka.sendTo(topic.name(), 1, now.minusSeconds(3), bytes("{\"c\":\"b\"}"));
        try (var first = new TopicFinding(count(topic, null, Duration.ofMinutes(9)), topic, Optional.empty(), readers)) {
            await().atMost(SOON).untilAsserted(() -> assertThat(value(first)).isEqualTo(2.0));
            // Rows are there as they are read, and what is said of the others a moment later.
            await().atMost(SOON).untilAsserted(() -> assertThat(first.now().notes()).containsExactly("1 record could not be read as JSON"));
            assertThat(readers.open()).contains(topic);
            // Somebody looks further back: the same reader begins anew, and the first goes on.
            try (var second = new TopicFinding(count(topic, "c", Duration.ofMinutes(30)), topic, Optional.empty(), readers)) {
                await().atMost(SOON).untilAsserted(() -> assertThat(second.now().lines())
                        .containsExactly(new Figures.Line("a", List.of(2.0)), new Figures.Line("b", List.of(1.0))));
                assertThat(readers.open().stream().filter(topic::equals)).hasSize(1);
                assertThat(second.now().columns()).containsExactly("c");
                TestKafka.send(topic.name(), bytes("{\"c\":\"c\"}"));
                await().atMost(SOON).untilAsserted(() -> assertThat(value(first)).isEqualTo(3.0));
                assertThat(second.now().lines()).hasSize(3);
            }
            assertThat(readers.open()).as("one looks still").contains(topic);
        }
        assertThat(readers.open()).as("nobody looks").doesNotContain(topic);
    }

    @Test void whatANodeDeclaresIsReadSoAndBesideItAsJson() throws Exception {
        Topic topic = topic();
        topics.create(topic.name(), 1);
        for (String word : List.of("a", "b", "bad", "a")) {
            TestKafka.send(topic.name(), bytes(word));
        }
        Optional<Rel.KafkaScan> as = Optional.of(new Rel.KafkaScan(topic.cluster(), List.of(topic.name()), Optional.empty(), Schema.of(Column.of("c", LogicalType.STRING)), Duration.ZERO,
                Optional.empty(), new Rel.StartFrom.Earliest(), new Rel.Format.Csv(List.of("c"), ',', false), Map.of(), false));
        try (var declared = new TopicFinding(count(topic, "c", Duration.ofMinutes(5)), topic, as, readers);
                var plain = new TopicFinding(count(topic, null, Duration.ofMinutes(5)), topic, Optional.empty(), readers)) {
            await().atMost(SOON).untilAsserted(() -> assertThat(declared.now().lines())
                    .containsExactly(new Figures.Line("a", List.of(2.0)), new Figures.Line("b", List.of(1.0))));
            await().atMost(SOON).untilAsserted(() -> assertThat(declared.now().notes()).containsExactly("1 record could not be read as CSV: c: expected a word"));
            await().atMost(SOON).untilAsserted(() -> assertThat(plain.now().notes()).contains("4 records could not be read as JSON"));
            TestKafka.send(topic.name(), bytes("away"));
            await().atMost(SOON).untilAsserted(() -> assertThat(declared.now().notes()).containsExactly("2 records could not be read as CSV: The schema registry does not answer"));
        }
    }

    @Test void aTopicThatIsNotThereIsSaidAndFoundOnceItIs() throws Exception {
        Topic topic = topic();
        try (var finding = new TopicFinding(count(topic, null, Duration.ofMinutes(5)), topic, Optional.empty(), readers)) {
            await().atMost(SOON).until(() -> finding.now().trouble().isPresent());
            assertThat(finding.now().trouble().orElseThrow()).startsWith("There is no topic '" + topic.name() + "'.").contains("deploy the pipeline that writes it");
            assertThat(topics.topics().list()).as("looking makes no topic").noneMatch(t -> t.name().equals(topic.name()));
            topics.create(topic.name(), 1);
            TestKafka.send(topic.name(), bytes("{}"));
            await().atMost(SOON).untilAsserted(() -> assertThat(value(finding)).isEqualTo(1.0));
        }
        assertThatThrownBy(() -> readers.lease(new Topic("nowhere", "x"), Optional.empty(), Duration.ofMinutes(1))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("No Kafka cluster 'nowhere' is set up");
    }
}
