package dev.millrace.kind.sink;

import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.kind.ClusterName;
import dev.millrace.kind.ColumnRef;
import dev.millrace.kind.Group;
import dev.millrace.kind.Kind;
import dev.millrace.kind.Scope;
import dev.millrace.kind.Setting;
import dev.millrace.kind.Sink;
import dev.millrace.kind.TopicName;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Topic;
import dev.millrace.rel.Write;
import dev.millrace.schema.Schema;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Keeps the latest row of each key in a compacted topic.
 *
 * <pre>
 *   rows in        +a 1       -a 1  +a 3     -a 3
 *   records out    a: {1}     a: {3}         a: no value, which takes it away
 * </pre>
 */
@Kind(id = "sink.kafka-upsert", title = "Upsert Kafka sink", group = Group.SINKS, icon = "topic",
        summary = "Keeps the latest row of each key in a compacted Kafka topic")
public record UpsertKafkaSink(
        @Setting(label = "Topic", help = "Created on deploy, compacted, if it does not exist") TopicName topic,
        @Setting(label = "Cluster", help = ClusterName.HELP) Optional<ClusterName> cluster,
        @Setting(label = "Key columns", atLeastOne = true, help = "A row replaces the one that had the same key") List<ColumnRef> key,
        @Setting(label = "Delivery", preset = "at-least-once", help = KafkaSink.DELIVERY_HELP)
        KafkaSink.Delivery delivery) implements Sink {

    static final UpsertKafkaSink EXAMPLE = new UpsertKafkaSink(new TopicName("latest"), Optional.empty(), List.of(new ColumnRef("id")),
            KafkaSink.Delivery.AT_LEAST_ONCE);

    @Override public void check(Schema in, Scope at) {
        var names = new HashSet<String>();
        boolean known = true;
        for (int i = 0; i < key.size(); i++) {
            String path = "key[" + i + "]";
            var column = at.column(path, key.get(i).name(), in);
            known &= column.isPresent();
            if (column.isPresent() && !names.add(key.get(i).name())) {
                at.error(Code.DUPLICATE_COLUMN, path, "'" + key.get(i).name() + "' is in the key twice", "Remove one");
            }
        }
        if (!in.isUpdating() || !known || !at.isGiven("key")) {
            return;
        }
        if (in.key().isEmpty()) {
            at.error(Code.CHANGELOG_NOT_ACCEPTED, "key", "The input changes rows it has sent before, and it is not known by which columns they are unique",
                    "Keep the key columns unchanged on the way, or put a Group before this");
        } else if (!names.containsAll(in.key())) {
            String needed = in.key().stream().map(k -> "'" + k + "'").collect(Collectors.joining(", "));
            at.error(Code.CHANGELOG_NOT_ACCEPTED, "key", "The rows of the input are unique by " + needed
                    + "; under another key, taking back one row would take away another", "Use " + needed + " as key");
        }
    }

    @Override public Write lower(Rel in, Scope at) {
        return new Write.KafkaUpsert(in, writes(), key.stream().map(ColumnRef::name).toList(), Write.Delivery.valueOf(delivery.name()));
    }

    private Topic writes() {
        return new Topic(ClusterName.of(cluster), topic.value());
    }

    @Override public Optional<Topic> writesTopic() {
        return Optional.of(writes());
    }

    @Override public String glimpse() {
        return topic.value() + Topic.on(ClusterName.of(cluster)) + " by " + key.stream().map(ColumnRef::name).collect(Collectors.joining(", "));
    }
}
