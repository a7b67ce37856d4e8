package dev.millrace.server.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.millrace.server.TestKafka;
import dev.millrace.server.deployment.KafkaClusters;
import dev.millrace.server.deployment.KafkaConnection;
import dev.millrace.server.deployment.PipelineTopics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KafkaTopicsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static KafkaTopics topics;

    @BeforeAll static void start() {
        topics = on(TestKafka.connection());
    }

    private static KafkaTopics on(KafkaConnection connection) {
        var clusters = KafkaClusters.only(connection);
        return KafkaTopics.of(clusters, KafkaAdmin.of(clusters)).preset();
    }

    @AfterAll static void stop() {
        topics.destroy();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test void aCreatedTopicIsListedAndDescribed() throws Exception {
        assertThat(topics.create("made", 3, 1).partitions()).hasSize(3);
        TestKafka.send("made", bytes("{}"), bytes("{}"));
        assertThat(topics.list()).contains(new TopicSummary("made", 3, 1, 2));
        assertThat(topics.describe("made").records()).isEqualTo(2);
        assertThatThrownBy(() -> topics.create("made", 1, 1)).isInstanceOf(TopicRefused.class).hasMessageContaining("already");
        assertThatThrownBy(() -> topics.create("not/allowed", 1, 1)).isInstanceOf(TopicRefused.class);
        assertThatThrownBy(() -> topics.create("many", 1, 5)).isInstanceOf(TopicRefused.class);
        assertThatThrownBy(() -> topics.create("__own", 1, 1)).isInstanceOf(TopicRefused.class);
        assertThatThrownBy(() -> topics.describe("absent")).isInstanceOf(UnknownTopic.class);
        assertThatThrownBy(() -> topics.peek("absent", 3)).isInstanceOf(UnknownTopic.class);
    }

    @Test void deploymentsGetTheTopicsTheyLack() {
        PipelineTopics needed = DeploymentTopics.of(KafkaClusters.only(TestKafka.connection()), topics).preset();
        topics.create("there", 1, 1);
        assertThat(needed.missing(List.of("there", "lacking", "bad/name"))).isEqualTo(Set.of("lacking", "bad/name"));
        needed.create(List.of("there", "lacking", "latest"), Set.of("latest"));
        needed.create(List.of("there", "lacking", "latest"), Set.of("latest"));
        assertThat(needed.missing(List.of("there", "lacking", "latest"))).isEmpty();
        assertThat(topics.describe("latest").settings()).containsEntry("cleanup.policy", "compact");
        assertThat(topics.describe("lacking").settings()).doesNotContainKey("cleanup.policy");
        assertThatThrownBy(() -> needed.create(List.of("bad/name"), Set.of())).isInstanceOf(PipelineTopics.Refused.class);
    }

    @Test void deploymentsAreToldHowFarPartitionsGoForReadersOfCommittedRecords() throws Exception {
        PipelineTopics needed = DeploymentTopics.of(KafkaClusters.only(TestKafka.connection()), topics).preset();
        topics.create("ending", 2, 1);
        try (var producer = new KafkaProducer<>(Map.<String, Object>of("bootstrap.servers", TestKafka.connection().bootstrapServers(),
                "transactional.id", "ends-test"), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("ending", 1, null, null, bytes("kept"))).get();
            producer.commitTransaction();
            // A commit is done before its mark is in the partition.
            awaitEnds(needed, Set.of(0, 1), Map.of(0, 0L, 1, 2L));
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("ending", 1, null, null, bytes("open"))).get();
            // What is open cannot be read.
            awaitEnds(needed, Set.of(1), Map.of(1, 2L));
            producer.abortTransaction();
        }
        assertThatThrownBy(() -> needed.ends(Map.of("absent", Set.of(0)))).isInstanceOf(PipelineTopics.Unavailable.class);
    }

    /** They are asked for at a glance, which is over before a machine that stands still goes on. */
    private static void awaitEnds(PipelineTopics needed, Set<Integer> partitions, Map<Integer, Long> ends) {
        await().atMost(PATIENCE).ignoreExceptionsInstanceOf(PipelineTopics.Unavailable.class)
                .untilAsserted(() -> assertThat(needed.ends(Map.of("ending", partitions))).isEqualTo(Map.of("ending", ends)));
    }

    @Test void theNewestRecordsComeFirstWithoutAborted() throws Exception {
        topics.create("peeked", 2, 1);
        TestKafka.send("peeked", IntStream.range(0, 30).mapToObj(i -> bytes("{\"n\":" + i + "}")).toArray(byte[][]::new));
        TestKafka.send("peeked", new byte[] {(byte) 0xff, 0x00}, bytes("x".repeat(10_000)));
        try (var producer = new KafkaProducer<>(Map.<String, Object>of("bootstrap.servers", TestKafka.connection().bootstrapServers(),
                "transactional.id", "peek-test"), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("peeked", bytes("aborted"))).get();
            producer.abortTransaction();
        }
        List<PeekedRecord> newest = topics.peek("peeked", 4);
        assertThat(newest).hasSize(4);
        assertThat(newest).extracting(PeekedRecord::value).doesNotContain("aborted").contains("0xff00");
        assertThat(newest).filteredOn(r -> r.bytes() == 10_000).singleElement().satisfies(r -> assertThat(r.value()).hasSize(4_000));
        assertThat(newest).extracting(PeekedRecord::timestamp).isSortedAccordingTo((a, b) -> b.compareTo(a));
        topics.create("empty", 1, 1);
        assertThat(topics.peek("empty", 5)).isEmpty();
    }

    @Test void aSpanOfTimeGivesItsFirstRecordsOfAllPartitions() throws Exception {
        topics.create("spanned", 2, 1);
        Instant begin = Instant.parse("2026-01-01T10:00:00Z");
        try (var producer = new KafkaProducer<>(Map.<String, Object>of("bootstrap.servers", TestKafka.connection().bootstrapServers()), new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int minute = 0; minute < 60; minute++) {
                producer.send(new ProducerRecord<>("spanned", minute % 2, begin.plusSeconds(60L * minute).toEpochMilli(), null, bytes("m" + minute))).get();
            }
        }
        assertThat(texts(topics.between("spanned", begin.plusSeconds(600), begin.plusSeconds(780), 10))).containsExactly("m10", "m11", "m12");
        assertThat(texts(topics.between("spanned", begin.plusSeconds(600), begin.plusSeconds(3_000), 4))).containsExactly("m10", "m11", "m12", "m13");
        assertThat(texts(topics.between("spanned", begin.plusSeconds(3_480), begin.plusSeconds(9_000), 10))).containsExactly("m58", "m59");
        assertThat(topics.between("spanned", begin.minusSeconds(60), begin, 10)).isEmpty();
        assertThat(topics.between("spanned", begin.plusSeconds(9_000), begin.plusSeconds(9_001), 10)).isEmpty();
        assertThatThrownBy(() -> topics.between("absent", begin, begin.plusSeconds(1), 3)).isInstanceOf(UnknownTopic.class);
        assertThat(topics.names()).contains("spanned");
    }

    private static List<String> texts(List<Samples.Raw> records) {
        return records.stream().map(r -> new String(r.value(), StandardCharsets.UTF_8)).toList();
    }

    @Test void partitionsSayHowFarTheyAre() throws Exception {
        topics.create("parted", 3, 1);
        TestKafka.sendTo("parted", 1, Instant.parse("2026-11-24T08:00:00Z"), bytes("{}"));
        TestKafka.sendTo("parted", 1, Instant.parse("2026-11-24T07:00:00Z"), bytes("{}"));
        assertThat(topics.partitions("parted")).containsExactly(new PartitionEnd(0, 0, 0, Optional.empty()),
                new PartitionEnd(1, 0, 2, Optional.of(Instant.parse("2026-11-24T08:00:00Z"))), new PartitionEnd(2, 0, 0, Optional.empty()));
        assertThatThrownBy(() -> topics.partitions("absent")).isInstanceOf(UnknownTopic.class);
    }

    @Test void lagIsWhatAGroupHasYetToRead() throws Exception {
        topics.create("lagging", 1, 1);
        TestKafka.send("lagging", bytes("1"), bytes("2"), bytes("3"));
        assertThat(topics.lag("lagging", "nobody")).isEmpty();
        try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", TestKafka.connection().bootstrapServers()))) {
            admin.alterConsumerGroupOffsets("readers", Map.of(new TopicPartition("lagging", 0), new OffsetAndMetadata(1))).all().get();
        }
        assertThat(topics.lag("lagging", "readers")).hasValue(2);
    }

    @Test void openTransactionsOfAPrefixAreAbortedAndOthersLeftAlone() throws Exception {
        topics.create("open-ended", 1, 1);
        var settings = Map.<String, Object>of("bootstrap.servers", TestKafka.connection().bootstrapServers());
        try (var dead = transactional(settings, "millrace-a-out-0-1"); var alive = transactional(settings, "millrace-b-out-0-1")) {
            dead.send(new ProducerRecord<>("open-ended", bytes("never"))).get();
            alive.send(new ProducerRecord<>("open-ended", bytes("seen"))).get();
            assertThat(topics.abortTransactions("millrace-a-")).isEqualTo(1);
            assertThat(topics.abortTransactions("millrace-a-")).isZero();
            assertThatThrownBy(dead::commitTransaction).isInstanceOf(org.apache.kafka.common.KafkaException.class);
            alive.commitTransaction();
        }
        // A commit is done before its mark is in the partition.
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(topics.peek("open-ended", 5)).extracting(PeekedRecord::value).containsExactly("seen"));
        assertThat(topics.longestTransaction()).contains(java.time.Duration.ofMinutes(15));
    }

    private static KafkaProducer<byte[], byte[]> transactional(Map<String, Object> settings, String id) {
        var all = new java.util.HashMap<>(settings);
        all.put("transactional.id", id);
        var producer = new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
        producer.initTransactions();
        producer.beginTransaction();
        return producer;
    }

    @Test void moreReplicasThanBrokersAreRefusedButABrokerThatWasNotHeardOfForAWhileComesBack() {
        assertThatThrownBy(() -> topics.create("three-times", 1, 3)).isInstanceOf(TopicRefused.class).hasMessageContaining("replication factor");
        assertThat(KafkaTopics.passes(new InvalidReplicationFactorException("Unable to replicate the partition 1 time(s): All brokers are currently fenced."))).isTrue();
        assertThat(KafkaTopics.passes(new InvalidReplicationFactorException("Replication factor must be larger than 0."))).isFalse();
    }

    @Test void aKafkaThatIsAwayIsSaidSo() {
        var away = on(new KafkaConnection("127.0.0.1:1", Map.of()));
        assertThatThrownBy(away::list).isInstanceOf(KafkaUnavailable.class).hasMessageContaining("127.0.0.1:1");
        away.destroy();
    }
}
