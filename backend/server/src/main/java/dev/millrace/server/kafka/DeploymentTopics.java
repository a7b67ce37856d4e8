package dev.millrace.server.kafka;

import dev.millrace.server.deployment.KafkaClusters;
import dev.millrace.server.deployment.KafkaConnection;
import dev.millrace.server.deployment.PipelineTopics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;

/** Topics as deployments need them. */
final class DeploymentTopics implements PipelineTopics {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** What is asked every other second must not hold up what else is asked with it. */
    private static final Duration GLANCE = Duration.ofSeconds(2);

    private final KafkaTopics topics;
    private final KafkaConnection connection;
    private final ByCluster<DeploymentTopics> others;

    private DeploymentTopics(KafkaTopics topics, KafkaConnection connection, ByCluster<DeploymentTopics> others) {
        this.topics = topics;
        this.connection = connection;
        this.others = others;
    }

    static ByCluster<DeploymentTopics> of(KafkaClusters clusters, KafkaTopics topics) {
        return ByCluster.of(clusters, (name, all) -> new DeploymentTopics(topics.on(name), clusters.get(name), all));
    }

    @Override public PipelineTopics on(String cluster) {
        try {
            return others.on(cluster);
        } catch (UnknownCluster unknown) {
            throw new Unavailable(unknown.getMessage(), unknown);
        }
    }

    @Override public void tell(String topic, String key, String value) {
        create(List.of(topic), Set.of(topic));
        // Seldom, so that a producer of its own for each is no loss.
        var settings = new HashMap<String, Object>(connection.properties());
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, connection.bootstrapServers());
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, key, value)).get(PATIENCE.toMillis() * 2, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | KafkaException failed) {
            Throwable cause = failed instanceof ExecutionException && failed.getCause() != null ? failed.getCause() : failed;
            throw new Unavailable("Kafka did not take a record of '" + topic + "': " + cause.getMessage(), cause);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Unavailable("Interrupted", interrupted);
        }
    }

    @Override public Set<String> missing(Collection<String> names) {
        try {
            return topics.missing(names);
        } catch (KafkaUnavailable away) {
            throw new Unavailable(away.getMessage(), away);
        }
    }

    @Override public Map<String, Long> records(Collection<String> names) {
        var held = new TreeMap<String, Long>();
        try {
            for (String name : names) {
                try {
                    held.put(name, topics.describe(name).records());
                } catch (UnknownTopic gone) {
                    // It holds none.
                }
            }
        } catch (KafkaUnavailable away) {
            throw new Unavailable(away.getMessage(), away);
        }
        return held;
    }

    @Override public Map<String, Map<Integer, Long>> ends(Map<String, Set<Integer>> partitions) {
        List<TopicPartition> wanted = partitions.entrySet().stream().flatMap(t -> t.getValue().stream().map(number -> new TopicPartition(t.getKey(), number))).toList();
        var ends = new TreeMap<String, Map<Integer, Long>>();
        try {
            topics.committedEnds(wanted, GLANCE).forEach((partition, end) -> ends.computeIfAbsent(partition.topic(), t -> new TreeMap<>()).put(partition.partition(), end));
        } catch (KafkaUnavailable away) {
            throw new Unavailable(away.getMessage(), away);
        }
        return ends;
    }

    @Override public Optional<Duration> longestTransaction() {
        try {
            return topics.longestTransaction();
        } catch (KafkaUnavailable away) {
            throw new Unavailable(away.getMessage(), away);
        }
    }

    @Override public int abortTransactions(String prefix) {
        try {
            return topics.abortTransactions(prefix);
        } catch (KafkaUnavailable away) {
            throw new Unavailable(away.getMessage(), away);
        }
    }

    @Override public void create(Collection<String> names, Set<String> compacted) {
        try {
            topics.createWithPresets(names, compacted);
        } catch (KafkaUnavailable away) {
            throw new Unavailable(away.getMessage(), away);
        } catch (TopicRefused refused) {
            throw new Refused(refused.getMessage(), refused);
        }
    }
}
