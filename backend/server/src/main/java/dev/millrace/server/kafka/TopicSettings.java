package dev.millrace.server.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** A topic's settings between Kafka's words and ours. */
final class TopicSettings {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]{1,249}");
    private static final int MOST_PARTITIONS = 1_000;
    private static final int FOR_EVER = -1;

    private TopicSettings() {}

    /** All settings of the topics, with what they would be without values of their own. */
    static Map<String, Collection<ConfigEntry>> read(KafkaAdmin admin, Collection<String> topics) {
        var resources = topics.stream().map(t -> new ConfigResource(ConfigResource.Type.TOPIC, t)).toList();
        var found = new HashMap<String, Collection<ConfigEntry>>();
        admin.ask(admin.client().describeConfigs(resources, new DescribeConfigsOptions().includeSynonyms(true)).all())
                .forEach((resource, config) -> found.put(resource.name(), config.entries()));
        return found;
    }

    /** The values that differ from what holds for topics without any. */
    static List<TopicDetails.Setting> own(Collection<ConfigEntry> settings) {
        return settings == null ? List.of() : settings.stream()
                .filter(e -> e.source() == ConfigSource.DYNAMIC_TOPIC_CONFIG && !e.isSensitive() && !e.value().equals(preset(e)))
                .map(e -> new TopicDetails.Setting(e.name(), e.value(), preset(e))).sorted((a, b) -> a.name().compareTo(b.name())).toList();
    }

    /** The broker's own setting may be in another unit. */
    private static String preset(ConfigEntry entry) {
        return entry.synonyms().stream().filter(s -> s.source() != ConfigSource.DYNAMIC_TOPIC_CONFIG && s.value() != null).findFirst()
                .map(s -> s.name().endsWith(".hours") ? s.value() + " h" : s.name().endsWith(".minutes") ? s.value() + " min" : s.value()).orElse("");
    }

    static Optional<Retention> retention(Collection<ConfigEntry> settings) {
        if (settings == null) {
            return Optional.empty();
        }
        var values = new HashMap<String, String>();
        settings.forEach(e -> values.put(e.name(), e.value()));
        if (!values.containsKey(TopicConfig.CLEANUP_POLICY_CONFIG) || !values.containsKey(TopicConfig.RETENTION_MS_CONFIG)) {
            return Optional.empty();
        }
        long keep = Long.parseLong(values.get(TopicConfig.RETENTION_MS_CONFIG));
        long bytes = Long.parseLong(values.getOrDefault(TopicConfig.RETENTION_BYTES_CONFIG, "-1"));
        return Optional.of(new Retention(Retention.Cleanup.of(values.get(TopicConfig.CLEANUP_POLICY_CONFIG)),
                keep < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(keep)), bytes < 0 ? OptionalLong.empty() : OptionalLong.of(bytes)));
    }

    /** What Kafka is asked for. @throws TopicRefused where the wish makes no sense on so many brokers */
    static NewTopic checked(TopicWish wish, int brokers) {
        String name = wish.name();
        refuse(name.isEmpty(), "The topic has no name: write one");
        refuse(!NAME.matcher(name).matches() || name.equals(".") || name.equals(".."),
                "'" + name + "' cannot be the name of a topic: up to 249 letters, digits, dots, hyphens and underscores can");
        refuse(name.startsWith("__"), "Names that begin with '__' are Kafka's own: choose another");
        refuse(wish.partitions() < 1 || wish.partitions() > MOST_PARTITIONS, "A topic has 1 to " + MOST_PARTITIONS + " partitions, not " + wish.partitions());
        refuse(wish.replicas() < 1 || wish.replicas() > brokers, brokers == 1 ? "There is one broker, so there can be 1 replica, not " + wish.replicas()
                : "There are " + brokers + " brokers, so there can be 1 to " + brokers + " replicas, not " + wish.replicas());
        refuse(wish.retention().filter(r -> r.isNegative() || r.isZero()).isPresent(), "The retention is a time longer than 0");
        refuse(wish.retention().isPresent() && wish.cleanup().filter(c -> !c.deletes()).isPresent(),
                "Where cleanup only compacts, no record is deleted for its age: leave out the retention, or let cleanup compact and delete");
        var settings = new HashMap<String, String>();
        wish.cleanup().ifPresent(c -> settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, c.setting()));
        wish.retention().ifPresent(r -> settings.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(r.equals(TopicWish.FOR_EVER) ? FOR_EVER : r.toMillis())));
        return new NewTopic(name, wish.partitions(), (short) wish.replicas()).configs(settings);
    }

    private static void refuse(boolean wrong, String why) {
        if (wrong) {
            throw new TopicRefused(why, null);
        }
    }
}
