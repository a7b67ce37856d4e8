package dev.millrace.server.kafka;

import dev.millrace.rel.Topic;
import dev.millrace.server.deployment.KafkaClusters;
import dev.millrace.server.deployment.KafkaConnection;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Kafka's admin client, made at first use and kept, and the questions that several ask. */
final class KafkaAdmin implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(8);

    private final String cluster;
    private final KafkaConnection connection;
    private Admin admin;

    KafkaAdmin(String cluster, KafkaConnection connection) {
        this.cluster = cluster;
        this.connection = connection;
    }

    static ByCluster<KafkaAdmin> of(KafkaClusters clusters) {
        return ByCluster.of(clusters, (name, all) -> new KafkaAdmin(name, clusters.get(name)));
    }

    /** @throws KafkaUnavailable where no client can be made, such as for an address that means nothing */
    synchronized Admin client() {
        if (admin == null) {
            var settings = new HashMap<String, Object>(Map.of(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis() / 2,
                    AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis()));
            settings.putAll(connection.properties());
            settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, connection.bootstrapServers());
            settings.put(AdminClientConfig.CLIENT_ID_CONFIG, "millrace-admin");
            try {
                admin = Admin.create(settings);
            } catch (KafkaException impossible) {
                throw unavailable(impossible.getCause() == null ? impossible : impossible.getCause());
            }
        }
        return admin;
    }

    /** @throws KafkaUnavailable with the reason, also after a refusal */
    <T> T ask(KafkaFuture<T> future) {
        return ask(future, PATIENCE);
    }

    /** @throws KafkaUnavailable with the reason, also after a refusal */
    <T> T ask(KafkaFuture<T> future, Duration patience) {
        try {
            return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw unavailable(failed.getCause());
        } catch (TimeoutException slow) {
            throw unavailable(slow);
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        }
    }

    /** Those of the topics that exist, in the order of the names. */
    Map<String, TopicDescription> describe(Collection<String> names) {
        var found = new LinkedHashMap<String, TopicDescription>();
        client().describeTopics(names).topicNameValues().forEach((name, future) -> {
            try {
                found.put(name, future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
            } catch (ExecutionException failed) {
                boolean absent = failed.getCause() instanceof UnknownTopicOrPartitionException || failed.getCause() instanceof InvalidTopicException;
                if (!absent) {
                    throw unavailable(failed.getCause());
                }
            } catch (TimeoutException slow) {
                throw unavailable(slow);
            } catch (InterruptedException interrupted) {
                throw interrupted(interrupted);
            }
        });
        return found;
    }

    TopicDescription describe(String topic) {
        TopicDescription found = describe(java.util.List.of(topic)).get(topic);
        if (found == null) {
            throw new UnknownTopic(topic);
        }
        return found;
    }

    /** The offset of the oldest record, and the one the next will get, of every partition that has a leader. */
    Map<TopicPartition, long[]> offsets(Collection<TopicDescription> topics) {
        var earliest = new HashMap<TopicPartition, OffsetSpec>();
        var latest = new HashMap<TopicPartition, OffsetSpec>();
        topics.forEach(t -> t.partitions().stream().filter(p -> p.leader() != null).forEach(p -> {
            earliest.put(new TopicPartition(t.name(), p.partition()), OffsetSpec.earliest());
            latest.put(new TopicPartition(t.name(), p.partition()), OffsetSpec.latest());
        }));
        var begins = ask(client().listOffsets(earliest).all());
        var ends = ask(client().listOffsets(latest).all());
        var offsets = new HashMap<TopicPartition, long[]>();
        begins.forEach((partition, begin) -> offsets.put(partition, new long[] {begin.offset(), ends.get(partition).offset()}));
        return offsets;
    }

    KafkaUnavailable unavailable(Throwable cause) {
        return new KafkaUnavailable("Kafka" + (cluster.equals(Topic.DEFAULT_CLUSTER) ? "" : " '" + cluster + "'") + " at " + connection.bootstrapServers() + " does not answer as it should: "
                + (cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage()), cause);
    }

    KafkaUnavailable interrupted(InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return new KafkaUnavailable("Interrupted while waiting for Kafka", interrupted);
    }

    @Override public synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ofSeconds(1));
        }
    }
}
