package dev.millrace.server.kafka;

import dev.millrace.server.deployment.KafkaClusters;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The catalogue by Kafka's admin client and a consumer. */
final class KafkaCatalog implements TopicCatalog {
    private static final int MOST_RECORDS = 500;

    private final KafkaAdmin admin;
    private final KafkaTopics topics;
    private final RecordReader reader;
    private final GroupReader groups;
    private final TopicSizes sizes;

    private final ByCluster<KafkaCatalog> others;

    private KafkaCatalog(KafkaAdmin admin, KafkaTopics topics, RecordReader reader, ByCluster<KafkaCatalog> others) {
        this.others = others;
        this.admin = admin;
        this.topics = topics;
        this.reader = reader;
        this.groups = new GroupReader(admin);
        this.sizes = new TopicSizes(admin);
    }

    static ByCluster<KafkaCatalog> of(KafkaClusters clusters, ByCluster<KafkaAdmin> admins, KafkaTopics topics) {
        return ByCluster.of(clusters, (name, all) -> new KafkaCatalog(admins.on(name), topics.on(name), new RecordReader(clusters.get(name)), all));
    }

    @Override public TopicCatalog on(String cluster) {
        return others.on(cluster);
    }

    @Override public List<String> clusters() {
        return others.names();
    }

    @Override public List<TopicListing> list() {
        Map<String, TopicDescription> found = new TreeMap<>(admin.describe(topics.names()));
        Map<TopicPartition, long[]> offsets = admin.offsets(found.values());
        Map<TopicPartition, Long> bytes = sizes.read();
        Map<String, Collection<ConfigEntry>> settings = TopicSettings.read(admin, found.keySet());
        return found.values().stream().map(t -> listing(t, offsets, bytes, settings.get(t.name()))).toList();
    }

    private static TopicListing listing(TopicDescription topic, Map<TopicPartition, long[]> offsets, Map<TopicPartition, Long> bytes,
            Collection<ConfigEntry> settings) {
        long records = 0;
        long size = 0;
        boolean known = true;
        for (TopicPartitionInfo p : topic.partitions()) {
            var at = new TopicPartition(topic.name(), p.partition());
            long[] ends = offsets.getOrDefault(at, new long[2]);
            records += ends[1] - ends[0];
            known &= bytes.containsKey(at);
            size += bytes.getOrDefault(at, 0L);
        }
        return new TopicListing(topic.name(), topic.partitions().size(), topic.partitions().getFirst().replicas().size(), records,
                known ? OptionalLong.of(size) : OptionalLong.empty(), TopicSettings.retention(settings));
    }

    @Override public TopicDetails describe(String topic) {
        TopicDescription found = admin.describe(topic);
        Map<TopicPartition, long[]> offsets = admin.offsets(List.of(found));
        Map<TopicPartition, Long> bytes = sizes.read();
        Collection<ConfigEntry> settings = TopicSettings.read(admin, List.of(topic)).get(topic);
        var partitions = found.partitions().stream().map(p -> {
            var at = new TopicPartition(topic, p.partition());
            long[] ends = offsets.getOrDefault(at, new long[2]);
            return new TopicDetails.Partition(p.partition(), p.leader() == null || p.leader().isEmpty() ? OptionalInt.empty() : OptionalInt.of(p.leader().id()),
                    p.replicas().stream().map(Node::id).toList(), p.isr().stream().map(Node::id).sorted().toList(), ends[0], ends[1],
                    bytes.containsKey(at) ? OptionalLong.of(bytes.get(at)) : OptionalLong.empty());
        }).toList();
        return new TopicDetails(listing(found, offsets, bytes, settings), partitions, TopicSettings.own(settings));
    }

    @Override public TopicDetails create(TopicWish wish) {
        topics.make(TopicSettings.checked(wish, admin.ask(admin.client().describeCluster().nodes()).size()));
        return describe(wish.name());
    }

    @Override public void delete(String topic) {
        if (topic.startsWith("__")) {
            throw new TopicRefused("'" + topic + "' is Kafka's own and cannot be deleted", null);
        }
        try {
            admin.client().deleteTopics(List.of(topic)).all().get(KafkaAdmin.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new UnknownTopic(topic);
            }
            if (failed.getCause() instanceof RetriableException) {
                throw admin.unavailable(failed.getCause());
            }
            throw new TopicRefused("Kafka did not delete the topic '" + topic + "': " + failed.getCause().getMessage(), failed.getCause());
        } catch (TimeoutException slow) {
            throw admin.unavailable(slow);
        } catch (InterruptedException interrupted) {
            throw admin.interrupted(interrupted);
        }
        topics.awaitGone(topic);
    }

    @Override public List<TopicRecord> records(String topic, ReadFrom from, OptionalInt partition, int most) {
        TopicDescription found = admin.describe(topic);
        if (partition.isPresent() && found.partitions().stream().noneMatch(p -> p.partition() == partition.getAsInt())) {
            throw new TopicRefused("'" + topic + "' has no partition " + partition.getAsInt() + "; it has " + found.partitions().size() + ", counted from 0", null);
        }
        int limit = Math.clamp(most, 1, MOST_RECORDS);
        try {
            return (switch (from) {
                case ReadFrom.Newest n -> reader.newest(topic, partition, limit);
                case ReadFrom.Offset(long offset) -> reader.from(topic, offset, partition, limit);
                case ReadFrom.Time(Instant at) -> reader.from(topic, at, partition, limit);
            }).stream().map(KafkaCatalog::record).toList();
        } catch (org.apache.kafka.common.errors.TimeoutException slow) {
            throw admin.unavailable(slow);
        } catch (InterruptException interrupted) {
            throw new KafkaUnavailable("Interrupted while waiting for Kafka", interrupted);
        }
    }

    private static TopicRecord record(ConsumerRecord<byte[], byte[]> record) {
        var headers = StreamSupport.stream(record.headers().spliterator(), false).map(h -> new TopicRecord.Header(h.key(), RecordText.of(h.value()))).toList();
        return new TopicRecord(record.partition(), record.offset(), Instant.ofEpochMilli(record.timestamp()), RecordText.of(record.key()),
                RecordText.of(record.value()), new ArrayList<>(headers));
    }

    @Override public List<ConsumerGroup> groups(String topic) {
        TopicDescription found = admin.describe(topic);
        return groups.of(topic, admin.offsets(List.of(found)));
    }
}
