package dev.millrace.server.kafka;

import dev.millrace.server.deployment.KafkaConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Temporary topics by Kafka's own clients. */
final class KafkaTemporaryTopics implements TemporaryTopics {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaTemporaryTopics.class);
    /** What is forgotten all the same goes away by itself. */
    private static final Duration KEPT = Duration.ofHours(2);

    private final KafkaConnection connection;
    private final KafkaAdmin admin;
    private final KafkaTopics topics;
    private final TopicCatalog catalog;

    KafkaTemporaryTopics(KafkaConnection connection, KafkaAdmin admin, KafkaTopics topics, TopicCatalog catalog) {
        this.connection = connection;
        this.admin = admin;
        this.topics = topics;
        this.catalog = catalog;
    }

    @Override public void create(Collection<String> names) {
        for (String name : new TreeSet<>(topics.missing(names))) {
            catalog.create(new TopicWish(name, 1, 1, Optional.of(Retention.Cleanup.DELETE), Optional.of(KEPT)));
        }
    }

    @Override public void delete(String prefix) {
        Set<String> found = admin.ask(admin.client().listTopics().names());
        for (String name : found) {
            if (name.startsWith(prefix)) {
                try {
                    catalog.delete(name);
                } catch (UnknownTopic gone) {
                    // That is what was wanted.
                }
            }
        }
        forgetGroups(prefix);
    }

    /** They hold nothing but a place in topics of others, and expire: where one stays, nothing is lost. */
    private void forgetGroups(String prefix) {
        try {
            List<String> groups = admin.client().listGroups().all().get(KafkaAdmin.PATIENCE.toMillis(), TimeUnit.MILLISECONDS).stream()
                    .map(GroupListing::groupId).filter(id -> id.startsWith(prefix)).toList();
            if (!groups.isEmpty()) {
                admin.client().deleteConsumerGroups(groups).all().get(KafkaAdmin.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (ExecutionException | TimeoutException failed) {
            LOG.info("Consumer groups {}… stay until they expire: {}", prefix, failed.getMessage());
        } catch (InterruptedException interrupted) {
            throw admin.interrupted(interrupted);
        }
    }

    @Override public Following follow(Collection<String> names) {
        var consumer = new KafkaConsumer<byte[], byte[]>(ReaderSettings.of(connection, "millrace-follow", "earliest", 5000));
        List<TopicPartition> partitions = names.stream().map(name -> new TopicPartition(name, 0)).toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return new Following() {
            @Override public List<Followed> next(Duration wait) {
                var found = new ArrayList<Followed>();
                try {
                    consumer.poll(wait).forEach(r -> found.add(new Followed(r.topic(), r.value())));
                } catch (InterruptException interrupted) {
                    throw new KafkaUnavailable("Interrupted while waiting for Kafka", interrupted);
                } catch (KafkaException failed) {
                    throw new KafkaUnavailable("What a shadow run has written cannot be read: " + failed.getMessage(), failed);
                }
                return found;
            }

            @Override public void close() {
                consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ofSeconds(1)));
            }
        };
    }
}
