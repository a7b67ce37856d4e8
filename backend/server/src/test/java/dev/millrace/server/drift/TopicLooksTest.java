package dev.millrace.server.drift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.rel.Topic;
import dev.millrace.server.kafka.KafkaUnavailable;
import dev.millrace.server.kafka.PartitionEnd;
import dev.millrace.server.kafka.PeekedRecord;
import dev.millrace.server.kafka.Samples;
import dev.millrace.server.kafka.TopicDescription;
import dev.millrace.server.kafka.TopicSummary;
import dev.millrace.server.kafka.Topics;
import dev.millrace.server.kafka.UnknownTopic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How often Kafka is asked, however often pages ask. */
class TopicLooksTest {
    private Instant now = Instant.parse("2026-11-28T10:00:00Z");
    private final Kafka kafka = new Kafka();
    private final TopicLooks looks = new TopicLooks(kafka, kafka, () -> now);

    /** A Kafka that writes down what it was asked. */
    private static final class Kafka implements Topics, Samples {
        private final List<String> asked = new ArrayList<>();
        private long end = 1;
        private boolean away;
        private boolean gone;
        private int size = 1;
        private Kafka other;

        @Override public Kafka on(String cluster) {
            return cluster.equals(Topic.DEFAULT_CLUSTER) ? this : other;
        }

        @Override public List<PartitionEnd> partitions(String topic) {
            asked.add("ends");
            if (away) {
                throw new KafkaUnavailable("away", null);
            }
            if (gone) {
                throw new UnknownTopic(topic);
            }
            return List.of(new PartitionEnd(0, 0, end, Optional.of(Instant.EPOCH)));
        }

        @Override public List<Raw> newest(String topic, int most) {
            asked.add("records");
            return Stream.generate(() -> new Raw(0, 0, Instant.EPOCH, null, new byte[size], List.of())).limit(3).toList();
        }

        @Override public List<Raw> between(String topic, Instant from, Instant to, int most) {
            throw new UnsupportedOperationException();
        }

        @Override public Set<String> names() {
            throw new UnsupportedOperationException();
        }

        @Override public List<TopicSummary> list() {
            throw new UnsupportedOperationException();
        }

        @Override public TopicDescription describe(String topic) {
            throw new UnsupportedOperationException();
        }

        @Override public TopicDescription create(String topic, int partitions, int replicas) {
            throw new UnsupportedOperationException();
        }

        @Override public List<PeekedRecord> peek(String topic, int most) {
            throw new UnsupportedOperationException();
        }

        @Override public OptionalLong lag(String topic, String group) {
            throw new UnsupportedOperationException();
        }
    }

    private static Topic topic(String name) {
        return new Topic(Topic.DEFAULT_CLUSTER, name);
    }

    private void later(int seconds) {
        now = now.plus(Duration.ofSeconds(seconds));
    }

    @Test void aTopicIsAskedAgainAfterAWhileAndForRecordsOnlyWhereItsEndsMoved() {
        for (int i = 0; i < 100; i++) {
            assertThat(looks.look(topic("orders"))).isPresent();
        }
        assertThat(kafka.asked).containsExactly("ends", "records");
        later(19);
        looks.look(topic("orders"));
        assertThat(kafka.asked).hasSize(2);
        later(2);
        looks.look(topic("orders"));
        assertThat(kafka.asked).containsExactly("ends", "records", "ends");
        later(21);
        kafka.end = 2;
        looks.look(topic("orders"));
        assertThat(kafka.asked).containsExactly("ends", "records", "ends", "ends", "records");
    }

    @Test void aKafkaThatIsAwayIsLeftAloneForAMinuteWhateverTheTopic() {
        kafka.away = true;
        assertThat(looks.look(topic("orders"))).isEmpty();
        assertThat(looks.look(topic("customers"))).isEmpty();
        later(59);
        assertThat(looks.look(topic("orders"))).isEmpty();
        assertThat(kafka.asked).hasSize(1);
        later(2);
        kafka.away = false;
        assertThat(looks.look(topic("orders"))).isPresent();
    }

    @Test void anotherClusterIsAskedAllTheSame() {
        kafka.away = true;
        kafka.other = new Kafka();
        assertThat(looks.look(topic("orders"))).isEmpty();
        assertThat(looks.look(new Topic("west", "orders"))).isPresent();
        assertThat(kafka.other.asked).containsExactly("ends", "records");
    }

    /** Leaving a page interrupts its question; that says nothing of Kafka. */
    @Test void anInterruptedQuestionDoesNotMakeKafkaAway() {
        kafka.away = true;
        Thread.currentThread().interrupt();
        assertThat(looks.look(topic("orders"))).isEmpty();
        assertThat(Thread.interrupted()).isTrue();
        kafka.away = false;
        assertThat(looks.look(topic("orders"))).isPresent();
    }

    @Test void aTopicThatIsNotThereIsNotAskedForAtOnceAgain() {
        kafka.gone = true;
        assertThat(looks.look(topic("orders"))).isEmpty();
        assertThat(looks.look(topic("orders"))).isEmpty();
        assertThat(kafka.asked).hasSize(1);
        later(21);
        kafka.gone = false;
        assertThat(looks.look(topic("orders"))).isPresent();
    }

    @Test void largeRecordsAreKeptUpToABoundTheNewestFirst() {
        kafka.size = 5_000_000;
        assertThat(looks.look(topic("orders")).orElseThrow().newest()).hasSize(1);
        assertThat(looks.look(topic("orders")).orElseThrow().records()).isEqualTo("the newest record of 'orders'");
    }
}
