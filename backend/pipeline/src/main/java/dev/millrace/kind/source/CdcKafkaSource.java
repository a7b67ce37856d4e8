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
 * Reads the changes of a database table that Debezium writes into a topic, as the table itself.
 *
 * <pre>
 *   records in   c: id 1, {a}     u: id 1, {b}     d: id 1      a record without a value
 *   rows out     +1 a             -1 a  +1 b       -1 b         nothing more to take back
 * </pre>
 *
 * Records are JSON, with the schema around the payload or without. Numbers in a column of type TIMESTAMP are milliseconds, text in a
 * DECIMAL is a number: set time.precision.mode to connect and decimal.handling.mode to string in Debezium. A date comes as days since 1970:
 * declare it as INT.
 */
@Kind(id = "source.kafka-cdc", title = "Change data source", group = Group.SOURCES, icon = "topic",
        summary = "Reads the changes of a database table that Debezium writes into a Kafka topic as JSON")
public record CdcKafkaSource(
        @Setting(label = "Topic", help = "Such as server.schema.table, one table each") TopicName topic,
        @Setting(label = "Cluster", help = ClusterName.HELP) Optional<ClusterName> cluster,
        @Setting(label = "Columns", atLeastOne = true, help = "Name and type of each column of the table to read; columns not listed are left out")
        List<DeclaredColumn> columns,
        @Setting(label = "Key columns", atLeastOne = true, help = "The primary key of the table") List<OwnColumn> key,
        @Setting(label = "Event time", help = "The column that says from when on the row holds; joins as of a time need it")
        Optional<OwnColumn> eventTime,
        @Setting(label = "Out of order by up to", preset = "0 s",
                help = "How long to wait for records that come late: the watermark stays this far behind the newest event time")
        Delay watermarkDelay,
        @Setting(label = "Idle after", help = "A partition without records for this long no longer holds others back")
        Optional<PositiveDuration> idleness) implements Source {

    static final CdcKafkaSource EXAMPLE = new CdcKafkaSource(new TopicName("shop.public.customers"), Optional.empty(),
            List.of(new DeclaredColumn("id", LogicalType.BIGINT, false), new DeclaredColumn("name", LogicalType.STRING, false)),
            List.of(new OwnColumn("id")), Optional.empty(), Delay.of("0 s"), Optional.empty());

    @Override public Optional<Schema> infer(Scope at) {
        return Optional.of(new Declared(at).columns(columns).table(key, eventTime));
    }

    /** A table must be read from its beginning. */
    @Override public Rel.Scan lower(Scope at) {
        return new Rel.KafkaScan(ClusterName.of(cluster), readsTopics(), Optional.empty(), infer(at).orElseThrow(), watermarkDelay.value(), idleness.map(PositiveDuration::value),
                new Rel.StartFrom.Earliest(), readsAs().orElseThrow(), Map.of(), false);
    }

    @Override public Optional<Rel.Format> readsAs() {
        return Optional.of(new Rel.Format.Debezium());
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
