package dev.millrace.server.kafka;

import dev.millrace.server.deployment.PipelineTopics;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** Topics as deployments need them. */
final class DeploymentTopics implements PipelineTopics {
    private final KafkaTopics topics;

    DeploymentTopics(KafkaTopics topics) {
        this.topics = topics;
    }

    @Override public Set<String> missing(Collection<String> names) {
        try {
            return topics.missing(names);
        } catch (KafkaUnavailable away) {
            throw new Unavailable(away.getMessage(), away);
        }
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
