package dev.millrace.server.kafka;

import dev.millrace.server.deployment.KafkaClusters;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.springframework.beans.factory.DisposableBean;

/** Topics by Kafka's admin client and a consumer. */
final class KafkaTopics implements Topics, Samples, DisposableBean {
    private static final Duration PATIENCE = KafkaAdmin.PATIENCE;
    private static final Map<String, String> COMPACTED = Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);

    private final RecordReader reader;
    private final KafkaAdmin admin;
    private final ByCluster<KafkaTopics> others;

    KafkaTopics(KafkaAdmin admin, RecordReader reader, ByCluster<KafkaTopics> others) {
        this.admin = admin;
        this.reader = reader;
        this.others = others;
    }

    static ByCluster<KafkaTopics> of(KafkaClusters clusters, ByCluster<KafkaAdmin> admins) {
        return ByCluster.of(clusters, (name, all) -> new KafkaTopics(admins.on(name), new RecordReader(clusters.get(name)), all));
    }

    @Override public KafkaTopics on(String cluster) {
        return others.on(cluster);
    }

    @Override public List<TopicSummary> list() {
        Set<String> names = admin.ask(admin.client().listTopics().names());
        Map<String, TopicDescription> found = admin.describe(names);
        Map<TopicPartition, long[]> offsets = admin.offsets(found.values());
        var topics = new ArrayList<TopicSummary>();
        new TreeMap<>(found).forEach((name, topic) -> topics.add(new TopicSummary(name, topic.partitions().size(),
                topic.partitions().getFirst().replicas().size(), topic.partitions().stream().mapToLong(p -> {
                    long[] ends = offsets.getOrDefault(new TopicPartition(name, p.partition()), new long[2]);
                    return ends[1] - ends[0];
                }).sum())));
        return topics;
    }

    @Override public dev.millrace.server.kafka.TopicDescription describe(String topic) {
        TopicDescription found = admin.describe(topic);
        Map<TopicPartition, long[]> offsets = admin.offsets(List.of(found));
        var partitions = found.partitions().stream().map(p -> {
            long[] ends = offsets.getOrDefault(new TopicPartition(topic, p.partition()), new long[2]);
            return new dev.millrace.server.kafka.TopicDescription.Partition(p.partition(), ends[0], ends[1], p.replicas().size(),
                    p.isr().size());
        }).toList();
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        var settings = new TreeMap<String, String>();
        admin.ask(admin.client().describeConfigs(List.of(resource)).all()).get(resource).entries().stream()
                .filter(e -> e.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG && !e.isSensitive())
                .forEach(e -> settings.put(e.name(), e.value()));
        return new dev.millrace.server.kafka.TopicDescription(topic, partitions, settings);
    }

    @Override public dev.millrace.server.kafka.TopicDescription create(String topic, int partitions, int replicas) {
        if (partitions < 1 || partitions > 1_000 || replicas < 1 || replicas > 10) {
            throw new TopicRefused("A topic has 1 to 1000 partitions and 1 to 10 replicas", null);
        }
        if (topic.startsWith("__")) {
            throw new TopicRefused("Names that begin with '__' are Kafka's own", null);
        }
        make(new NewTopic(topic, partitions, (short) replicas));
        return describe(topic);
    }

    /** Makes a topic and waits until it shows. @throws TopicRefused where it exists or Kafka does not allow it */
    void make(NewTopic topic) {
        try {
            send(topic);
        } catch (TopicExistsException there) {
            throw new TopicRefused("There is a topic '" + topic.name() + "' already", there);
        }
        awaitVisible(List.of(topic.name()));
    }

    /** @throws TopicExistsException @throws TopicRefused where Kafka does not allow it @throws KafkaUnavailable where it may another time */
    private void send(NewTopic topic) {
        try {
            admin.client().createTopics(List.of(topic)).all().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof TopicExistsException there) {
                throw there;
            }
            if (passes(failed.getCause())) {
                throw admin.unavailable(failed.getCause());
            }
            throw new TopicRefused("Kafka did not make the topic '" + topic.name() + "': " + failed.getCause().getMessage(), failed.getCause());
        } catch (TimeoutException slow) {
            throw admin.unavailable(slow);
        } catch (InterruptedException interrupted) {
            throw admin.interrupted(interrupted);
        }
    }

    /**
     * Whether it may go another time. Where no broker was heard of for a while, as after its machine stood still, Kafka says that there are too few for the replicas, which sounds as if
     * it would be so for good; only the text tells the two apart.
     */
    static boolean passes(Throwable refusal) {
        return refusal instanceof RetriableException || refusal instanceof InvalidReplicationFactorException && String.valueOf(refusal.getMessage()).contains("fenced");
    }

    /** The controller has made it, but brokers hear of it a moment later. */
    private void awaitVisible(Collection<String> topics) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!missing(topics).isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw admin.unavailable(new TimeoutException("the topics " + topics + " were made but do not show"));
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    /** Of the broker that allows least; empty where none of them says, for it needs a right of its own. @throws KafkaUnavailable */
    Optional<Duration> longestTransaction() {
        var brokers = admin.ask(admin.client().describeCluster().nodes()).stream().map(n -> new ConfigResource(ConfigResource.Type.BROKER, n.idString())).toList();
        var found = admin.client().describeConfigs(brokers).values();
        return found.values().stream().flatMap(answer -> {
            try {
                return Optional.ofNullable(answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).get("transaction.max.timeout.ms")).map(e -> Duration.ofMillis(Long.parseLong(e.value()))).stream();
            } catch (ExecutionException | TimeoutException notTold) {
                return Stream.empty();
            } catch (InterruptedException interrupted) {
                throw admin.interrupted(interrupted);
            }
        }).min(Duration::compareTo);
    }

    /** Takes the ids over from whoever has them, which aborts what is open. @return how many there were @throws KafkaUnavailable */
    int abortTransactions(String prefix) {
        var ongoing = new ListTransactionsOptions().filterStates(Set.of(TransactionState.ONGOING));
        List<String> ids = admin.ask(admin.client().listTransactions(ongoing).all()).stream().map(TransactionListing::transactionalId)
                .filter(id -> id.startsWith(prefix)).toList();
        if (!ids.isEmpty()) {
            admin.ask(admin.client().fenceProducers(ids).all());
        }
        return ids.size();
    }

    /** What readers of committed records may see ends before these offsets. @throws KafkaUnavailable */
    Map<TopicPartition, Long> committedEnds(Collection<TopicPartition> partitions, Duration patience) {
        var latest = new HashMap<TopicPartition, OffsetSpec>();
        partitions.forEach(p -> latest.put(p, OffsetSpec.latest()));
        var ends = new HashMap<TopicPartition, Long>();
        admin.ask(admin.client().listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED).timeoutMs((int) patience.toMillis())).all(), patience)
                .forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    /** A deleted topic is still told of for a moment. */
    void awaitGone(String topic) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (names().contains(topic) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    /** Those of the topics that do not exist. */
    Set<String> missing(Collection<String> topics) {
        var missing = new HashSet<>(topics);
        missing.removeAll(admin.describe(topics).keySet());
        return missing;
    }

    /** With the broker's number of partitions and replicas; existing topics are left alone. */
    void createWithPresets(Collection<String> topics, Set<String> compacted) {
        Set<String> wanted = missing(topics);
        for (String topic : wanted) {
            try {
                send(new NewTopic(topic, Optional.empty(), Optional.empty()).configs(compacted.contains(topic) ? COMPACTED : Map.of()));
            } catch (TopicExistsException there) {
                // Somebody was faster.
                continue;
            }
        }
        awaitVisible(wanted);
    }

    @Override public List<PeekedRecord> peek(String topic, int most) {
        int limit = Math.clamp(most, 1, 500);
        return newest(topic, limit).reversed().stream().map(RecordReader::asText).toList();
    }

    @Override public List<PartitionEnd> partitions(String topic) {
        TopicDescription found = admin.describe(topic);
        Map<TopicPartition, long[]> offsets = admin.offsets(List.of(found));
        var latest = new HashMap<TopicPartition, OffsetSpec>();
        offsets.keySet().forEach(p -> latest.put(p, OffsetSpec.maxTimestamp()));
        var times = admin.ask(admin.client().listOffsets(latest).all());
        return found.partitions().stream().map(p -> {
            var partition = new TopicPartition(topic, p.partition());
            long[] ends = offsets.getOrDefault(partition, new long[2]);
            long time = times.containsKey(partition) ? times.get(partition).timestamp() : -1;
            return new PartitionEnd(p.partition(), ends[0], ends[1], time < 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(time)));
        }).toList();
    }

    @Override public List<Raw> newest(String topic, int most) {
        if (missing(List.of(topic)).contains(topic)) {
            throw new UnknownTopic(topic);
        }
        try {
            return reader.newest(topic, most).reversed();
        } catch (org.apache.kafka.common.errors.TimeoutException slow) {
            throw admin.unavailable(slow);
        } catch (org.apache.kafka.common.errors.InterruptException interrupted) {
            throw new KafkaUnavailable("Interrupted while waiting for Kafka", interrupted);
        }
    }

    @Override public List<Raw> between(String topic, Instant from, Instant to, int most) {
        if (missing(List.of(topic)).contains(topic)) {
            throw new UnknownTopic(topic);
        }
        try {
            return reader.between(topic, from, to, most);
        } catch (org.apache.kafka.common.errors.TimeoutException slow) {
            throw admin.unavailable(slow);
        }
    }

    @Override public Set<String> names() {
        return admin.ask(admin.client().listTopics().names());
    }

    @Override public OptionalLong lag(String topic, String group) {
        var committed = admin.ask(admin.client().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        TopicDescription found = admin.describe(topic);
        boolean any = committed.entrySet().stream().anyMatch(e -> e.getKey().topic().equals(topic) && e.getValue() != null);
        if (!any) {
            return OptionalLong.empty();
        }
        long lag = 0;
        for (var entry : admin.offsets(List.of(found)).entrySet()) {
            var at = committed.get(entry.getKey());
            lag += Math.max(0, entry.getValue()[1] - (at == null ? entry.getValue()[0] : at.offset()));
        }
        return OptionalLong.of(lag);
    }

    @Override public void destroy() {
        others.all().forEach(topics -> topics.admin.close());
    }
}
