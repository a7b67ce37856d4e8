package dev.millrace.kind.source;

import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.kind.AvroSettings;
import dev.millrace.kind.ClusterName;
import dev.millrace.kind.Delay;
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
import dev.millrace.schema.AvroText;
import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Reads topics from where they begin, end, or were read up to, without end or up to where they end at the start.
 *
 * <pre>
 *   orders-eu ─┐    key, headers, partition, offset, timestamp ──▶ columns of the record
 *   orders-us ─┴──▶ value as JSON, CSV, Avro, text                ──▶ declared columns
 * </pre>
 */
@Kind(id = "source.kafka", title = "Kafka source", group = Group.SOURCES, icon = "topic",
        summary = "Reads JSON, CSV, Avro or text records from Kafka topics")
public record KafkaSource(
        @Setting(label = "Topic") Optional<TopicName> topic,
        @Setting(label = "Cluster", help = ClusterName.HELP) Optional<ClusterName> cluster,
        @Setting(label = "Columns", help = "Name and type of each field to read; fields not listed are left out. For CSV: all fields, in their order. "
                + "For Avro with a schema here: may be empty, for all its fields")
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
        Optional<String> group,
        @Setting(label = "More topics", help = "Read together with the topic; their records have the same columns") List<AlsoTopic> moreTopics,
        @Setting(label = "Topics like", help = "In place of a topic: a regular expression for names, such as orders-.*; new topics are found while it runs")
        Optional<String> topicPattern,
        @Setting(label = "Format", preset = "json", help = "Text is the whole record in one column of type STRING or BYTES") Format format,
        @Setting(label = "Separator", preset = ",", help = "For CSV: what stands between the fields; one character, or tab") String separator,
        @Setting(label = "Avro schema", multiline = true, help = "For Avro without a registry: the schema with which records are written, as text (AVSC)")
        Optional<String> avroSchema,
        @Setting(label = "Schema registry", help = AvroSettings.REGISTRY_HELP) Optional<String> registry,
        @Setting(label = "About the record", help = "Columns with what a record has beside its value") List<Part> about,
        @Setting(label = "Stop at the end", preset = "false", help = "Ends where the topics end when the job starts, instead of waiting for more")
        boolean bounded) implements Source {

    static final KafkaSource EXAMPLE = new KafkaSource(Optional.of(new TopicName("orders")), Optional.empty(),
            List.of(new DeclaredColumn("id", LogicalType.BIGINT, false), new DeclaredColumn("ts", LogicalType.TIMESTAMP, false),
                    new DeclaredColumn("amount", LogicalType.DOUBLE, false)),
            Optional.of(new OwnColumn("ts")), Delay.of("5 s"), Optional.empty(), Start.EARLIEST, Optional.empty(), Optional.empty(),
            List.of(), Optional.empty(), Format.JSON, ",", Optional.empty(), Optional.empty(), List.of(), false);
    private static final int LONGEST_PATTERN = 249;

    /** A field of the record. A record that lacks a required one is a bad record. */
    public record DeclaredColumn(@Setting(label = "Name") String name, @Setting(label = "Type") LogicalType type,
            @Setting(label = "Required", preset = "false") boolean required) {}

    public record AlsoTopic(@Setting(label = "Topic") TopicName topic) {
        static final AlsoTopic EXAMPLE = new AlsoTopic(new TopicName("orders-2"));
    }

    public record Part(@Setting(label = "What") About what, @Setting(label = "Column name") String name) {
        static final Part EXAMPLE = new Part(About.TIMESTAMP, "received");
    }

    /** Where to begin without saved state. */
    public enum Start { EARLIEST, LATEST, TIMESTAMP, COMMITTED }

    /** How a record's value is read. */
    public enum Format { JSON, CSV, AVRO, TEXT }

    /** What a record has beside its value, and as what. */
    public enum About {
        TOPIC(LogicalType.STRING, false), PARTITION(LogicalType.INT, false), OFFSET(LogicalType.BIGINT, false), TIMESTAMP(LogicalType.TIMESTAMP_LTZ, true),
        KEY_TEXT(LogicalType.STRING, true), KEY_BYTES(LogicalType.BYTES, true), HEADERS(new LogicalType.Map(LogicalType.STRING, LogicalType.STRING), true);

        private final LogicalType type;
        private final boolean nullable;

        About(LogicalType type, boolean nullable) {
            this.type = type;
            this.nullable = nullable;
        }
    }

    @Override public Optional<Schema> infer(Scope at) {
        checkTopics(at);
        if (start == Start.TIMESTAMP && startTime.isEmpty()) {
            at.error(Code.MISSING_SETTING, "startTime", "Start time is not set", "Write a point in time, like 2026-11-24T08:30:00Z");
        }
        if (start == Start.COMMITTED && group.isEmpty()) {
            at.error(Code.MISSING_SETTING, "group", "Consumer group is not set", "Write the name of the group whose offsets to begin with");
        }
        Separator.read("separator", separator, at);
        var declared = new Declared(at).columns(columns);
        if (format == Format.AVRO) {
            readAvro(declared, at);
        } else if (columns.isEmpty()) {
            at.error(Code.MISSING_SETTING, "columns", "Columns: at least one is needed", "Name and type of each field to read; fields not listed are left out");
        }
        for (int i = 0; i < about.size(); i++) {
            Part part = about.get(i);
            if (!part.name().isEmpty()) {
                declared.column("about[" + i + "].name", new Column(part.name(), part.what().type, part.what().nullable));
            }
        }
        if (format == Format.TEXT && at.isGiven("columns")) {
            checkText(at);
        }
        return Optional.of(declared.schema(eventTime));
    }

    private void checkTopics(Scope at) {
        if (topic.isEmpty() && topicPattern.isEmpty()) {
            at.error(Code.MISSING_SETTING, "topic", "Topic is not set", "Fill it in");
        } else if (topicPattern.isPresent() && (topic.isPresent() || !moreTopics.isEmpty())) {
            at.error(Code.BAD_SETTING, "topicPattern", "Topics are named and looked for", "Empty Topic and More topics, or this");
        }
        topicPattern.filter(p -> compiled(p).isEmpty()).ifPresent(p -> at.error(Code.BAD_SETTING, "topicPattern",
                "'" + p + "' is no regular expression", "Write for example orders-.*, or orders-(eu|us)"));
        Set<String> names = new LinkedHashSet<>();
        topic.ifPresent(t -> names.add(t.value()));
        for (int i = 0; i < moreTopics.size(); i++) {
            String name = moreTopics.get(i).topic().value();
            if (at.isGiven("moreTopics[" + i + "].topic") && !names.add(name)) {
                at.error(Code.DUPLICATE_NAME, "moreTopics[" + i + "].topic", "'" + name + "' is read twice", "Remove one");
            }
        }
    }

    private AvroSettings avro() {
        return new AvroSettings(avroSchema, registry);
    }

    /** Checks the columns against the schema; where none is declared, all its fields are columns. */
    private void readAvro(Declared declared, Scope at) {
        avro().checkRegistry(at);
        if (avroSchema.isPresent() == registry.isPresent()) {
            at.error(avroSchema.isPresent() ? Code.BAD_SETTING : Code.MISSING_SETTING, avroSchema.isPresent() ? "registry" : "avroSchema",
                    avroSchema.isPresent() ? "There is a schema here and a registry, and each record names its schema in the registry" : "Avro schema is not set",
                    avroSchema.isPresent() ? "Empty one of them" : "Paste the schema with which records are written, or name a schema registry");
        }
        Optional<List<AvroText.Field>> fields = avro().fields(at);
        if (!columns.isEmpty()) {
            fields.ifPresent(known -> {
                for (int i = 0; i < columns.size(); i++) {
                    DeclaredColumn c = columns.get(i);
                    if (!c.name().isEmpty()) {
                        AvroSettings.checkRead(new Column(c.name(), c.type(), true), "columns[" + i + "]", known, at);
                    }
                }
            });
        } else if (fields.isEmpty()) {
            at.error(Code.MISSING_SETTING, "columns", "Columns: at least one is needed", "Name and type of each field to read; fields not listed are left out");
        } else {
            for (AvroText.Field field : fields.get()) {
                field.type().ifPresentOrElse(t -> declared.column("avroSchema", new Column(field.name(), t, field.nullable())), () -> at.info(Code.BAD_SETTING,
                        "avroSchema", "The field '" + field.name() + "' is left out: no column can hold it", "Columns hold one type, and no record that holds itself"));
            }
        }
    }

    private static Optional<Pattern> compiled(String pattern) {
        try {
            return pattern.length() > LONGEST_PATTERN ? Optional.empty() : Optional.of(Pattern.compile(pattern));
        } catch (PatternSyntaxException e) {
            return Optional.empty();
        }
    }

    private void checkText(Scope at) {
        if (columns.size() > 1) {
            at.error(Code.BAD_SETTING, "columns[1]", "Text is one value, but there are " + columns.size() + " columns",
                    "Keep one, and take it apart in a Map or JSON fields after this");
        } else if (!columns.isEmpty() && !columns.getFirst().type().equals(LogicalType.STRING) && !columns.getFirst().type().equals(LogicalType.BYTES)) {
            at.error(Code.TYPE_MISMATCH, "columns[0].type", "Text is STRING or BYTES, not " + columns.getFirst().type(), "Cast it in a Map after this");
        }
    }

    @Override public Rel.Scan lower(Scope at) {
        Map<String, Rel.RecordPart> parts = new LinkedHashMap<>();
        about.forEach(p -> parts.put(p.name(), Rel.RecordPart.valueOf(p.what().name())));
        return new Rel.KafkaScan(ClusterName.of(cluster), readsTopics(), topicPattern, infer(at).orElseThrow(), watermarkDelay.value(), idleness.map(PositiveDuration::value),
                startFrom(), readsAs().orElseThrow(), parts, bounded);
    }

    @Override public Optional<Rel.Format> readsAs() {
        return Optional.of(switch (format) {
            case JSON -> new Rel.Format.Json();
            case CSV -> new Rel.Format.Csv(columns.stream().map(DeclaredColumn::name).toList(), Separator.find(separator).orElse(','), false);
            case AVRO -> avro().format();
            case TEXT -> new Rel.Format.Text();
        });
    }

    private Rel.StartFrom startFrom() {
        return switch (start) {
            case EARLIEST -> new Rel.StartFrom.Earliest();
            case LATEST -> new Rel.StartFrom.Latest();
            case TIMESTAMP -> new Rel.StartFrom.Timestamp(startTime.orElseThrow());
            case COMMITTED -> new Rel.StartFrom.Committed(group.orElseThrow());
        };
    }

    @Override public List<String> readsTopics() {
        Set<String> names = new LinkedHashSet<>();
        topic.ifPresent(t -> names.add(t.value()));
        moreTopics.forEach(t -> names.add(t.topic().value()));
        return List.copyOf(names);
    }

    @Override public boolean readsTopic(String name) {
        return readsTopics().contains(name) || topicPattern.flatMap(KafkaSource::compiled).filter(p -> p.matcher(name).matches()).isPresent();
    }

    @Override public void checkBatch(Map<String, Schema> outputs, Scope at) {
        if (!bounded) {
            at.needsEnd("bounded", "The topic has no end", "Let it stop where the topic ends when the job starts, or run the pipeline in streaming mode");
        }
    }

    @Override public String glimpse() {
        return topicPattern.orElseGet(() -> String.join(", ", readsTopics())) + Topic.on(ClusterName.of(cluster));
    }
}
