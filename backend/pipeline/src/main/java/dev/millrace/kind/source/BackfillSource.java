package dev.millrace.kind.source;

import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.kind.ClusterName;
import dev.millrace.kind.Delay;
import dev.millrace.kind.FolderName;
import dev.millrace.kind.Group;
import dev.millrace.kind.Kind;
import dev.millrace.kind.OwnColumn;
import dev.millrace.kind.PositiveDuration;
import dev.millrace.kind.Scope;
import dev.millrace.kind.Separator;
import dev.millrace.kind.Setting;
import dev.millrace.kind.Source;
import dev.millrace.kind.TopicName;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Topic;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what has been from files, and goes on with what comes from a topic: one stream, and one event time from its beginning.
 *
 * <pre>
 *   orders/2026-01.csv ─▶ orders/2026-02.csv ─▶ topic orders ─▶ …
 *                                             └ rows before the take-over are left out
 * </pre>
 */
@Kind(id = "source.backfill", title = "Files, then topic", group = Group.SOURCES, icon = "files",
        summary = "Reads the files of a folder first, in the order of their names, and then goes on with a Kafka topic")
public record BackfillSource(
        @Setting(label = "Folder", help = "Below the folder that is set up for files, such as orders/2026; its files are read in the order of their names")
        FolderName folder,
        @Setting(label = "Format of the files", preset = "json-lines") FilesSource.Format fileFormat,
        @Setting(label = "Topic", help = "What is read when all files are") TopicName topic,
        @Setting(label = "Cluster of the topic", help = ClusterName.HELP) Optional<ClusterName> cluster,
        @Setting(label = "Format of the topic", preset = "json") Format topicFormat,
        @Setting(label = "Separator", preset = ",", help = "For CSV: what stands between the fields; one character, or tab") String separator,
        @Setting(label = "First line has names", preset = "true", help = "For files of CSV: fields are found by the names in the first line; else by their order")
        boolean header,
        @Setting(label = "Columns", atLeastOne = true, help = "Name and type of each field to read, of files and topic alike; for CSV without names: all fields, in their order")
        List<KafkaSource.DeclaredColumn> columns,
        @Setting(label = "Event time", help = "The column that says when the event happened; windows need it") Optional<OwnColumn> eventTime,
        @Setting(label = "Out of order by up to", preset = "0 s",
                help = "How long to wait for events that come late: the watermark stays this far behind the newest event time")
        Delay watermarkDelay,
        @Setting(label = "Idle after", help = "A partition without records for this long no longer holds windows back") Optional<PositiveDuration> idleness,
        @Setting(label = "Start of the topic", preset = "earliest", help = "Where in the topic to go on") Start start,
        @Setting(label = "Start time", help = "For start from timestamp: the first record that Kafka got at or after it, like 2026-11-24T08:30:00Z")
        Optional<Instant> startTime,
        @Setting(label = "Take over at", help = "Rows of the topic with an earlier event time are left out, since the files have them, like 2026-11-24T00:00:00Z; empty: none is")
        Optional<Instant> takeOver,
        @Setting(label = "Stop at the end", preset = "false", help = "Ends where the topic ends when it comes to it, instead of waiting for more")
        boolean bounded) implements Source {

    static final BackfillSource EXAMPLE = new BackfillSource(new FolderName("orders"), FilesSource.Format.JSON_LINES, new TopicName("orders"), Optional.empty(), Format.JSON, ",", true,
            List.of(new KafkaSource.DeclaredColumn("id", LogicalType.BIGINT, false), new KafkaSource.DeclaredColumn("ts", LogicalType.TIMESTAMP, false)),
            Optional.of(new OwnColumn("ts")), Delay.of("5 s"), Optional.empty(), Start.EARLIEST, Optional.empty(), Optional.empty(), false);

    /** How a record of the topic is read. */
    public enum Format { JSON, CSV }

    /** Where in the topic to go on. */
    public enum Start { EARLIEST, TIMESTAMP }

    @Override public Optional<Schema> infer(Scope at) {
        Separator.read("separator", separator, at);
        if (start == Start.TIMESTAMP && startTime.isEmpty()) {
            at.error(Code.MISSING_SETTING, "startTime", "Start time is not set", "Write a point in time, like 2026-11-24T08:30:00Z");
        }
        Schema schema = new Declared(at).columns(columns).schema(eventTime);
        if (takeOver.isPresent() && eventTime.isEmpty()) {
            at.error(Code.NO_EVENT_TIME, "takeOver", "Without event time it cannot be told which rows of the topic the files have", "Choose the event time, or empty this");
        }
        return Optional.of(schema);
    }

    @Override public Rel.Scan lower(Scope at) {
        Schema schema = infer(at).orElseThrow();
        char between = Separator.read("separator", separator, at);
        List<String> names = columns.stream().map(KafkaSource.DeclaredColumn::name).toList();
        Rel.Format ofFiles = switch (fileFormat) {
            case JSON_LINES -> new Rel.Format.Json();
            case CSV -> new Rel.Format.Csv(names, between, header);
        };
        Rel.StartFrom from = switch (start) {
            case EARLIEST -> new Rel.StartFrom.Earliest();
            case TIMESTAMP -> new Rel.StartFrom.Timestamp(startTime.orElseThrow());
        };
        return new Rel.BackfillScan(new Rel.FilesScan(folder.value(), schema, watermarkDelay.value(), ofFiles, Optional.empty()),
                new Rel.KafkaScan(ClusterName.of(cluster), readsTopics(), Optional.empty(), schema, watermarkDelay.value(), idleness.map(PositiveDuration::value), from, readsAs().orElseThrow(),
                        Map.of(), bounded),
                takeOver);
    }

    /** The topic's records; files have the same columns. */
    @Override public Optional<Rel.Format> readsAs() {
        return Optional.of(switch (topicFormat) {
            case JSON -> new Rel.Format.Json();
            case CSV -> new Rel.Format.Csv(columns.stream().map(KafkaSource.DeclaredColumn::name).toList(), Separator.find(separator).orElse(','), false);
        });
    }

    @Override public List<String> readsTopics() {
        return List.of(topic.value());
    }

    @Override public void checkBatch(Map<String, Schema> outputs, Scope at) {
        if (!bounded) {
            at.needsEnd("bounded", "The topic has no end", "Let it stop where the topic ends when it comes to it, or run the pipeline in streaming mode");
        }
    }

    @Override public String glimpse() {
        return folder.value() + ", then " + topic.value() + Topic.on(ClusterName.of(cluster));
    }
}
