package dev.millrace.kind.sink;

import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.kind.AvroSettings;
import dev.millrace.kind.ClusterName;
import dev.millrace.kind.ColumnRef;
import dev.millrace.kind.Group;
import dev.millrace.kind.Kind;
import dev.millrace.kind.Scope;
import dev.millrace.kind.Separator;
import dev.millrace.kind.Setting;
import dev.millrace.kind.Sink;
import dev.millrace.kind.TopicName;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Topic;
import dev.millrace.rel.Write;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

@Kind(id = "sink.kafka", title = "Kafka sink", group = Group.SINKS, icon = "topic",
        summary = "Writes rows as JSON, CSV or Avro records into a Kafka topic")
public record KafkaSink(
        @Setting(label = "Topic", help = "Created on deploy if it does not exist") TopicName topic,
        @Setting(label = "Cluster", help = ClusterName.HELP) Optional<ClusterName> cluster,
        @Setting(label = "Key columns", help = "Rows with the same key keep their order; empty: no key") List<ColumnRef> key,
        @Setting(label = "Delivery", preset = "at-least-once",
                help = KafkaSink.DELIVERY_HELP)
        Delivery delivery,
        @Setting(label = "Format", preset = "json", help = "CSV has all columns in their order") Format format,
        @Setting(label = "Separator", preset = ",", help = "For CSV: what stands between the fields; one character, or tab") String separator,
        @Setting(label = "Avro schema", multiline = true, help = "For Avro: the schema to write with, as text (AVSC); empty: made of the columns")
        Optional<String> avroSchema,
        @Setting(label = "Schema registry", help = AvroSettings.REGISTRY_HELP + "; the schema is registered there for the values of the topic")
        Optional<String> registry,
        @Setting(label = "Headers", help = "Columns that become headers of the record, as text") List<HeaderColumn> headers,
        @Setting(label = "Partition", preset = "by-key", help = "By key: by the hash of the key, so that the same key goes to the same partition. "
                + "Round robin: one after the other. Fixed: each copy of the sink writes to one. By column: by the rest of a whole number")
        Partition partition,
        @Setting(label = "Partition column", help = "For by column: a whole number, whose rest of a division by the number of partitions is the partition; "
                + "rows without one go to the first")
        Optional<ColumnRef> partitionColumn) implements Sink {

    static final KafkaSink EXAMPLE = new KafkaSink(new TopicName("results"), Optional.empty(), List.of(), Delivery.AT_LEAST_ONCE, Format.JSON, ",",
            Optional.empty(), Optional.empty(), List.of(), Partition.BY_KEY, Optional.empty());

    static final String DELIVERY_HELP = "Exactly once writes in transactions: readers see rows with each checkpoint, and none twice. "
            + "At least once: readers see rows at once, and after a failure or a stop those of the last moments may come twice";

    private static final Set<LogicalType> WHOLE = Set.of(LogicalType.INT, LogicalType.BIGINT);

    /** How a record's value is written. */
    public enum Format { JSON, CSV, AVRO }

    /** Which partition a record goes to. */
    public enum Partition { BY_KEY, ROUND_ROBIN, FIXED, BY_COLUMN }

    public record HeaderColumn(@Setting(label = "Header") String name, @Setting(label = "Column") ColumnRef column) {
        static final HeaderColumn EXAMPLE = new HeaderColumn("id", new ColumnRef("id"));
    }

    public enum Delivery { AT_LEAST_ONCE, EXACTLY_ONCE }

    @Override public void check(Schema in, Scope at) {
        var names = new HashSet<String>();
        for (int i = 0; i < key.size(); i++) {
            String path = "key[" + i + "]";
            if (at.column(path, key.get(i).name(), in).isPresent() && !names.add(key.get(i).name())) {
                at.error(Code.DUPLICATE_COLUMN, path, "'" + key.get(i).name() + "' is in the key twice", "Remove one");
            }
        }
        checkHeaders(in, at);
        Separator.read("separator", separator, at);
        if (format == Format.AVRO) {
            new AvroSettings(avroSchema, registry).checkWritten(in, at);
        }
        checkPartition(in, at);
        if (!key.isEmpty() && (partition == Partition.ROUND_ROBIN || partition == Partition.FIXED)) {
            at.warning(Code.BAD_SETTING, "partition", "Rows with the same key go to different partitions, so they lose their order", "Use by-key");
        }
        at.needsAppend(in, "This sink only appends", "Use Upsert Kafka sink, which keeps the latest row of each key");
    }

    private void checkPartition(Schema in, Scope at) {
        if (partition == Partition.BY_COLUMN && partitionColumn.isEmpty()) {
            at.error(Code.MISSING_SETTING, "partitionColumn", "Partition column is not set", "Choose a column with whole numbers");
        } else if (partition == Partition.BY_COLUMN) {
            at.column("partitionColumn", partitionColumn.get().name(), in).filter(c -> !WHOLE.contains(c.type())).ifPresent(c ->
                    at.error(Code.TYPE_MISMATCH, "partitionColumn", "'" + c.name() + "' is " + c.type() + ", which has no rest of a division",
                            "Choose a column with whole numbers, or make it the key and choose by-key"));
        }
    }

    private void checkHeaders(Schema in, Scope at) {
        var names = new HashSet<String>();
        for (int i = 0; i < headers.size(); i++) {
            HeaderColumn header = headers.get(i);
            String path = "headers[" + i + "]";
            at.column(path + ".column", header.column().name(), in);
            if (!header.name().isEmpty() && !names.add(header.name())) {
                at.error(Code.DUPLICATE_NAME, path + ".name", "Two headers are called '" + header.name() + "'", "Choose another name");
            }
        }
    }

    @Override public Write lower(Rel in, Scope at) {
        Rel.Format written = switch (format) {
            case JSON -> new Rel.Format.Json();
            case CSV -> new Rel.Format.Csv(in.schema().names(), Separator.read("separator", separator, at), false);
            case AVRO -> new AvroSettings(avroSchema, registry).format();
        };
        Map<String, String> columns = new LinkedHashMap<>();
        headers.forEach(h -> columns.put(h.name(), h.column().name()));
        return new Write.KafkaWrite(in, writes(), key.stream().map(ColumnRef::name).toList(), Write.Delivery.valueOf(delivery.name()), written,
                columns, spread());
    }

    private Write.Spread spread() {
        return switch (partition) {
            case BY_KEY -> new Write.Spread.ByKey();
            case ROUND_ROBIN -> new Write.Spread.RoundRobin();
            case FIXED -> new Write.Spread.Fixed();
            case BY_COLUMN -> new Write.Spread.ByColumn(partitionColumn.orElseThrow().name());
        };
    }

    private Topic writes() {
        return new Topic(ClusterName.of(cluster), topic.value());
    }

    @Override public Optional<Topic> writesTopic() {
        return Optional.of(writes());
    }

    @Override public String glimpse() {
        return topic.value() + Topic.on(ClusterName.of(cluster));
    }
}
