package dev.millrace.kind.source;

import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.kind.Delay;
import dev.millrace.kind.Group;
import dev.millrace.kind.Kind;
import dev.millrace.kind.OwnColumn;
import dev.millrace.kind.PositiveDuration;
import dev.millrace.kind.Scope;
import dev.millrace.kind.Setting;
import dev.millrace.kind.Source;
import dev.millrace.kind.TopicName;
import dev.millrace.rel.Rel;
import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import dev.millrace.schema.Suggestion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

@Kind(id = "source.kafka", title = "Kafka source", group = Group.SOURCES, icon = "topic",
        summary = "Reads JSON records from a Kafka topic")
public record KafkaSource(
        @Setting(label = "Topic") TopicName topic,
        @Setting(label = "Columns", atLeastOne = true, help = "Name and type of each field to read; fields not listed are left out")
        List<DeclaredColumn> columns,
        @Setting(label = "Event time", help = "The column that says when the event happened; windows need it")
        Optional<OwnColumn> eventTime,
        @Setting(label = "Out of order by up to", preset = "0 s",
                help = "How long to wait for events that come late: the watermark stays this far behind the newest event time")
        Delay watermarkDelay,
        @Setting(label = "Idle after", help = "A partition without records for this long no longer holds windows back")
        Optional<PositiveDuration> idleness,
        @Setting(label = "Start from", preset = "earliest", help = "Where to begin when there is no saved state")
        Start start,
        @Setting(label = "Start time", help = "For start from timestamp: the first record at or after it, like 2026-11-24T08:30:00Z")
        Optional<Instant> startTime,
        @Setting(label = "Consumer group", help = "For start from committed: whose offsets to begin with")
        Optional<String> group) implements Source {

    static final KafkaSource EXAMPLE = new KafkaSource(new TopicName("orders"),
            List.of(new DeclaredColumn("id", LogicalType.BIGINT, false), new DeclaredColumn("ts", LogicalType.TIMESTAMP, false),
                    new DeclaredColumn("amount", LogicalType.DOUBLE, false)),
            Optional.of(new OwnColumn("ts")), Delay.of("5 s"), Optional.empty(), Start.EARLIEST, Optional.empty(), Optional.empty());

    /** A field of the JSON object. A record that lacks a required one is a bad record. */
    public record DeclaredColumn(@Setting(label = "Name") String name, @Setting(label = "Type") LogicalType type,
            @Setting(label = "Required", preset = "false") boolean required) {}

    /** Where to begin without saved state. */
    public enum Start { EARLIEST, LATEST, TIMESTAMP, COMMITTED }

    @Override public Optional<Schema> infer(Scope at) {
        if (start == Start.TIMESTAMP && startTime.isEmpty()) {
            at.error(Code.MISSING_SETTING, "startTime", "Start time is not set", "Write a point in time, like 2026-11-24T08:30:00Z");
        }
        if (start == Start.COMMITTED && group.isEmpty()) {
            at.error(Code.MISSING_SETTING, "group", "Consumer group is not set", "Write the name of the group whose offsets to begin with");
        }
        var read = new ArrayList<Column>();
        var names = new HashSet<String>();
        for (int i = 0; i < columns.size(); i++) {
            DeclaredColumn column = columns.get(i);
            if (column.name().isEmpty()) {
                continue;
            }
            if (names.add(column.name())) {
                read.add(new Column(column.name(), column.type(), !column.required()));
            } else {
                at.error(Code.DUPLICATE_COLUMN, "columns[" + i + "].name", "Two columns are called '" + column.name() + "'",
                        "Remove one or give it another name");
            }
        }
        Schema schema = Schema.of(read);
        if (eventTime.isEmpty()) {
            return Optional.of(schema);
        }
        var time = schema.column(eventTime.get().name());
        if (time.isEmpty() && at.isGiven("columns")) {
            at.error(Code.UNKNOWN_COLUMN, "eventTime", "'" + eventTime.get() + "' is not among the columns",
                    Suggestion.hint(eventTime.get().name(), schema.names()));
        }
        if (time.isPresent() && !time.get().type().canBeEventTime()) {
            at.error(Code.TYPE_MISMATCH, "eventTime", "'" + time.get().name() + "' is " + time.get().type() + ", event time is a timestamp",
                    "Declare it as TIMESTAMP(3): text like 2026-11-24 08:30:00 and whole numbers of milliseconds since 1970 are both read");
            return Optional.of(schema);
        }
        return Optional.of(time.isPresent() ? schema.withEventTime(eventTime.get().name()) : schema);
    }

    @Override public Rel.Scan lower(Scope at) {
        return new Rel.KafkaScan(List.of(topic.value()), infer(at).orElseThrow(), watermarkDelay.value(),
                idleness.map(PositiveDuration::value), startFrom());
    }

    private Rel.StartFrom startFrom() {
        return switch (start) {
            case EARLIEST -> new Rel.StartFrom.Earliest();
            case LATEST -> new Rel.StartFrom.Latest();
            case TIMESTAMP -> new Rel.StartFrom.Timestamp(startTime.orElseThrow());
            case COMMITTED -> new Rel.StartFrom.Committed(group.orElseThrow());
        };
    }

    @Override public Optional<String> readsTopic() {
        return Optional.of(topic.value());
    }

    @Override public String glimpse() {
        return topic.value();
    }
}
