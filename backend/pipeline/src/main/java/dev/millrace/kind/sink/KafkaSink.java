package dev.millrace.kind.sink;

import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.kind.ColumnRef;
import dev.millrace.kind.Group;
import dev.millrace.kind.Kind;
import dev.millrace.kind.Scope;
import dev.millrace.kind.Setting;
import dev.millrace.kind.Sink;
import dev.millrace.kind.TopicName;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Write;
import dev.millrace.schema.Schema;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

@Kind(id = "sink.kafka", title = "Kafka sink", group = Group.SINKS, icon = "topic",
        summary = "Writes rows as JSON records into a Kafka topic")
public record KafkaSink(
        @Setting(label = "Topic", help = "Created on deploy if it does not exist") TopicName topic,
        @Setting(label = "Key columns", help = "Rows with the same key keep their order; empty: no key") List<ColumnRef> key,
        @Setting(label = "Delivery", preset = "at-least-once",
                help = "Exactly once writes in transactions: readers see rows with each checkpoint, and none twice")
        Delivery delivery) implements Sink {

    static final KafkaSink EXAMPLE = new KafkaSink(new TopicName("results"), List.of(), Delivery.AT_LEAST_ONCE);

    public enum Delivery { AT_LEAST_ONCE, EXACTLY_ONCE }

    @Override public void check(Schema in, Scope at) {
        var names = new HashSet<String>();
        for (int i = 0; i < key.size(); i++) {
            String path = "key[" + i + "]";
            if (at.column(path, key.get(i).name(), in).isPresent() && !names.add(key.get(i).name())) {
                at.error(Code.DUPLICATE_COLUMN, path, "'" + key.get(i).name() + "' is in the key twice", "Remove one");
            }
        }
        at.needsAppend(in, "This sink only appends", "Use Upsert Kafka sink, which keeps the latest row of each key");
    }

    @Override public Write lower(Rel in, Scope at) {
        return new Write.KafkaWrite(in, topic.value(), key.stream().map(ColumnRef::name).toList(), Write.Delivery.valueOf(delivery.name()));
    }

    @Override public Optional<String> writesTopic() {
        return Optional.of(topic.value());
    }

    @Override public String glimpse() {
        return topic.value();
    }
}
