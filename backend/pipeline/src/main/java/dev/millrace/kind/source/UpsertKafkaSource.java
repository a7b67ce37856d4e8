package dev.millrace.kind.source;

import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.kind.ClusterName;
import dev.millrace.kind.Delay;
import dev.millrace.kind.Group;
import dev.millrace.kind.Kind;
import dev.millrace.kind.OwnColumn;
import dev.millrace.kind.PositiveDuration;
import dev.millrace.kind.Scope;
import dev.millrace.kind.Setting;
import dev.millrace.kind.Source;
import dev.millrace.kind.TopicName;
import dev.millrace.kind.source.KafkaSource.DeclaredColumn;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Topic;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a compacted topic as a table: a record replaces the row that had its key, and one without a value takes it away.
 *
 * <pre>
 *   records in   a: {1}     a: {3}      a: no value
 *   rows out     +a 1       -a 1 +a 3   -a 3
 * </pre>
 */
@Kind(id = "source.kafka-upsert", title = "Upsert Kafka source", group = Group.SOURCES, icon = "topic",
        summary = "Reads a compacted Kafka topic of JSON records as a table, in which a record replaces the row with its key")
public record UpsertKafkaSource(
        @Setting(label = "Topic") TopicName topic,
        @Setting(label = "Cluster", help = ClusterName.HELP) Optional<ClusterName> cluster,
        @Setting(label = "Columns", atLeastOne = true, help = "Name and type of each field to read; fields not listed are left out")
        List<DeclaredColumn> columns,
        @Setting(label = "Key columns", atLeastOne = true, help = "Which of the columns make the key; they are read from the record's key, a JSON object")
        List<OwnColumn> key,
        @Setting(label = "Event time", help = "The column that says from when on the row holds; joins as of a time need it")
        Optional<OwnColumn> eventTime,
        @Setting(label = "Out of order by up to", preset = "0 s",
                help = "How long to wait for records that come late: the watermark stays this far behind the newest event time")
        Delay watermarkDelay,
        @Setting(label = "Idle after", help = "A partition without records for this long no longer holds others back")
        Optional<PositiveDuration> idleness) implements Source {

    static final UpsertKafkaSource EXAMPLE = new UpsertKafkaSource(new TopicName("customers"), Optional.empty(),
            List.of(new DeclaredColumn("id", LogicalType.BIGINT, false), new DeclaredColumn("name", LogicalType.STRING, false)),
            List.of(new OwnColumn("id")), Optional.empty(), Delay.of("0 s"), Optional.empty());

    @Override public Optional<Schema> infer(Scope at) {
        return Optional.of(new Declared(at).columns(columns).table(key, eventTime));
    }

    /** A table must be read from its beginning. */
    @Override public Rel.Scan lower(Scope at) {
        return new Rel.KafkaScan(ClusterName.of(cluster), readsTopics(), Optional.empty(), infer(at).orElseThrow(), watermarkDelay.value(),
                idleness.map(PositiveDuration::value), new Rel.StartFrom.Earliest(), readsAs().orElseThrow(), Map.of(), false);
    }

    @Override public Optional<Rel.Format> readsAs() {
        return Optional.of(new Rel.Format.Json());
    }

    @Override public List<String> readsTopics() {
        return List.of(topic.value());
    }

    @Override public void checkBatch(Map<String, Schema> outputs, Scope at) {
        at.error(Code.NOT_IN_BATCH, "A topic of changes is followed without end, and batch mode has no changes",
                "Read it with a Kafka source that stops at the end, and keep the last row of each key by Deduplicate, or run the pipeline in streaming mode");
    }

    @Override public String glimpse() {
        return topic.value() + Topic.on(ClusterName.of(cluster));
    }
}
