package dev.millrace.server.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.millrace.server.TestKafka;
import dev.millrace.server.deployment.KafkaClusters;
import dev.millrace.server.deployment.KafkaConnection;
import dev.millrace.server.kafka.Retention.Cleanup;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KafkaCatalogTest {
    private static final String HOSTILE = "<img src=x onerror=alert(1)>\u202e\u2066 ünïcödé \ud83d\ude00 ' OR 1=1 --";
    private static final OptionalInt ALL = OptionalInt.empty();
    private static KafkaAdmin admin;
    private static TopicCatalog topics;

    @BeforeAll static void start() {
        var clusters = KafkaClusters.only(TestKafka.connection());
        var admins = KafkaAdmin.of(clusters);
        admin = admins.preset();
        topics = catalog(admins, clusters);
    }

    private static TopicCatalog catalog(ByCluster<KafkaAdmin> admins, KafkaClusters clusters) {
        return KafkaCatalog.of(clusters, admins, KafkaTopics.of(clusters, admins).preset()).preset();
    }

    @AfterAll static void stop() {
        admin.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void send(ProducerRecord<byte[], byte[]> record) throws Exception {
        try (var producer = new KafkaProducer<>(Map.<String, Object>of("bootstrap.servers", TestKafka.connection().bootstrapServers()), new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(record).get();
        }
    }

    @Test void aTopicIsMadeAsWishedAndListedWithWhatItKeeps() throws Exception {
        TopicDetails made = topics.create(new TopicWish("wished", 3, 1, Optional.of(Cleanup.COMPACT_AND_DELETE), Optional.of(Duration.ofDays(3))));
        assertThat(made.topic().retention()).contains(new Retention(Cleanup.COMPACT_AND_DELETE, Optional.of(Duration.ofDays(3)), OptionalLong.empty()));
        assertThat(made.settings()).extracting(TopicDetails.Setting::name).containsExactly("cleanup.policy", "retention.ms");
        assertThat(made.settings().getFirst()).isEqualTo(new TopicDetails.Setting("cleanup.policy", "compact,delete", "delete"));
        assertThat(made.settings().getLast().value()).isEqualTo("259200000");
        assertThat(made.partitions()).hasSize(3).allSatisfy(p -> {
            assertThat(p.leader()).hasValue(1);
            assertThat(p.replicas()).containsExactly(1);
            assertThat(p.isWhole()).isTrue();
        });
        send(new ProducerRecord<>("wished", 1, bytes("k"), bytes("v".repeat(1_000))));
        TopicListing listed = topics.list().stream().filter(t -> t.name().equals("wished")).findFirst().orElseThrow();
        assertThat(listed.records()).isEqualTo(1);
        assertThat(listed.bytes().orElseThrow()).isGreaterThan(1_000);
        TopicDetails forEver = topics.create(new TopicWish("for-ever", 1, 1, Optional.of(Cleanup.DELETE), Optional.of(TopicWish.FOR_EVER)));
        assertThat(forEver.topic().retention().orElseThrow().keep()).isEmpty();
        assertThat(topics.create(new TopicWish("plain", 1, 1)).settings()).isEmpty();
    }

    @Test void whatMakesNoSenseIsRefusedWithAWayOut() {
        refused(new TopicWish("", 1, 1), "no name");
        refused(new TopicWish("a/b", 1, 1), "'a/b' cannot be the name");
        refused(new TopicWish("..", 1, 1), "cannot be the name");
        refused(new TopicWish("x".repeat(250), 1, 1), "up to 249 letters");
        refused(new TopicWish("__own", 1, 1), "Kafka's own");
        refused(new TopicWish("t", 0, 1), "not 0");
        refused(new TopicWish("t", 1, 2), "There is one broker");
        refused(new TopicWish("t", 1, 1, Optional.of(Cleanup.COMPACT), Optional.of(Duration.ofDays(1))), "only compacts");
        refused(new TopicWish("t", 1, 1, Optional.empty(), Optional.of(Duration.ZERO)), "longer than 0");
        topics.create(new TopicWish("twice", 1, 1));
        refused(new TopicWish("twice", 1, 1), "already");
    }

    private static void refused(TopicWish wish, String why) {
        assertThatThrownBy(() -> topics.create(wish)).isInstanceOf(TopicRefused.class).hasMessageContaining(why);
    }

    @Test void recordsAreShownWithAllTheyHaveFromWhereOneAsks() throws Exception {
        topics.create(new TopicWish("looked-into", 2, 1));
        Instant begin = Instant.parse("2026-01-01T10:00:00Z");
        var hostile = new ProducerRecord<>("looked-into", 0, begin.toEpochMilli(), bytes(HOSTILE), bytes(HOSTILE));
        hostile.headers().add("trace", bytes(HOSTILE)).add("raw", new byte[] {1, (byte) 0xfe}).add("none", null);
        send(hostile);
        send(new ProducerRecord<>("looked-into", 0, begin.plusSeconds(60).toEpochMilli(), null, new byte[] {0, 1, 2}));
        send(new ProducerRecord<>("looked-into", 0, begin.plusSeconds(120).toEpochMilli(), bytes("gone"), (byte[]) null));
        send(new ProducerRecord<>("looked-into", 1, begin.plusSeconds(180).toEpochMilli(), null, bytes("é".repeat(5_000))));

        List<TopicRecord> newest = topics.records("looked-into", new ReadFrom.Newest(), ALL, 10);
        assertThat(newest).extracting(r -> r.partition() + "/" + r.offset()).containsExactly("1/0", "0/2", "0/1", "0/0");
        assertThat(newest.get(0).value()).hasValueSatisfying(v -> {
            assertThat(v.cut()).isTrue();
            assertThat(v.bytes()).isEqualTo(10_000);
        });
        assertThat(newest.get(1).value()).isEmpty();
        assertThat(newest.get(2).value()).contains(new TopicRecord.Content("000102", true, 3, false));
        assertThat(newest.get(3).key().orElseThrow().text()).isEqualTo(HOSTILE);
        assertThat(newest.get(3).value().orElseThrow().text()).isEqualTo(HOSTILE);
        assertThat(newest.get(3).headers()).containsExactly(new TopicRecord.Header("trace", Optional.of(new TopicRecord.Content(HOSTILE, false, bytes(HOSTILE).length, false))),
                new TopicRecord.Header("raw", Optional.of(new TopicRecord.Content("01fe", true, 2, false))), new TopicRecord.Header("none", Optional.empty()));

        assertThat(topics.records("looked-into", new ReadFrom.Offset(1), ALL, 10)).extracting(r -> r.partition() + "/" + r.offset()).containsExactly("0/1", "0/2");
        assertThat(topics.records("looked-into", new ReadFrom.Offset(1), OptionalInt.of(1), 10)).isEmpty();
        assertThat(topics.records("looked-into", new ReadFrom.Offset(0), OptionalInt.of(0), 2)).extracting(TopicRecord::offset).containsExactly(0L, 1L);
        assertThat(topics.records("looked-into", new ReadFrom.Time(begin.plusSeconds(90)), ALL, 10)).extracting(r -> r.partition() + "/" + r.offset())
                .containsExactly("0/2", "1/0");
        assertThat(topics.records("looked-into", new ReadFrom.Time(begin.plusSeconds(900)), ALL, 10)).isEmpty();
        assertThatThrownBy(() -> topics.records("looked-into", new ReadFrom.Newest(), OptionalInt.of(2), 10)).isInstanceOf(TopicRefused.class)
                .hasMessageContaining("no partition 2");
        assertThatThrownBy(() -> topics.records("absent", new ReadFrom.Newest(), ALL, 10)).isInstanceOf(UnknownTopic.class);
        assertThatThrownBy(() -> new ReadFrom.Offset(-1)).isInstanceOf(TopicRefused.class);
    }

    @Test void groupsSayWhoReadsAndHowFarTheyAre() throws Exception {
        topics.create(new TopicWish("grouped", 2, 1));
        for (int i = 0; i < 5; i++) {
            send(new ProducerRecord<>("grouped", i % 2, (Long) null, null, bytes("" + i)));
        }
        assertThat(topics.groups("grouped")).isEmpty();
        try (var client = Admin.create(Map.<String, Object>of("bootstrap.servers", TestKafka.connection().bootstrapServers()))) {
            client.alterConsumerGroupOffsets("only-offsets", Map.of(new TopicPartition("grouped", 0), new OffsetAndMetadata(1))).all().get();
        }
        try (var consumer = new KafkaConsumer<>(Map.<String, Object>of("bootstrap.servers", TestKafka.connection().bootstrapServers(), "group.id", "with-members",
                "client.id", "reader-7"), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of("grouped"));
            await().atMost(Duration.ofMinutes(2)).until(() -> {
                consumer.poll(Duration.ofMillis(100));
                return consumer.assignment().size() == 2;
            });
            List<ConsumerGroup> groups = topics.groups("grouped");
            assertThat(groups).extracting(ConsumerGroup::id).containsExactly("only-offsets", "with-members");
            ConsumerGroup offsets = groups.getFirst();
            assertThat(offsets.state()).isEqualTo("empty");
            assertThat(offsets.partitions()).containsExactly(new ConsumerGroup.Progress(0, OptionalLong.of(1), 0, 3));
            assertThat(offsets.lag()).isEqualTo(2);
            ConsumerGroup members = groups.getLast();
            assertThat(members.state()).isEqualTo("stable");
            assertThat(members.members()).singleElement().satisfies(m -> {
                assertThat(m.client()).isEqualTo("reader-7");
                assertThat(m.host()).isEqualTo("127.0.0.1");
                assertThat(m.partitions()).containsExactly(0, 1);
            });
            assertThat(members.partitions()).hasSize(2);
        }
    }

    @Test void aDeletedTopicIsGone() {
        topics.create(new TopicWish("doomed", 1, 1));
        topics.delete("doomed");
        assertThat(topics.list()).extracting(TopicListing::name).doesNotContain("doomed");
        assertThatThrownBy(() -> topics.delete("doomed")).isInstanceOf(UnknownTopic.class);
        assertThatThrownBy(() -> topics.delete("__consumer_offsets")).isInstanceOf(TopicRefused.class).hasMessageContaining("Kafka's own");
    }

    @Test void aKafkaThatIsAwayIsSaidSo() {
        for (String address : List.of("no-such-host.invalid:9092", "not an address")) {
            var clusters = KafkaClusters.only(new KafkaConnection(address, Map.of()));
            var admins = KafkaAdmin.of(clusters);
            try (var away = admins.preset()) {
                assertThatThrownBy(catalog(admins, clusters)::list).isInstanceOf(KafkaUnavailable.class).hasMessageContaining(address);
            }
        }
    }
}
