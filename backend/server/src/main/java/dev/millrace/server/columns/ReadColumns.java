package dev.millrace.server.columns;

import dev.millrace.rel.Rel;
import dev.millrace.rel.Topic;
import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import dev.millrace.server.columns.Proposal.Proposed;
import dev.millrace.server.columns.RecordTrial.Entry;
import dev.millrace.server.kafka.Samples;
import dev.millrace.server.outside.DatabaseTables;
import dev.millrace.server.outside.OutsideUnavailable;
import dev.millrace.server.outside.SchemaRegistries;
import dev.millrace.server.outside.SchemaRegistries.Language;
import dev.millrace.server.outside.SchemaRegistries.Registered;
import dev.millrace.server.outside.UnknownOutside;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads where columns can be read from. */
final class ReadColumns implements Columns {
    private static final String NO_SAMPLES = "There are no samples. Paste some records: JSON objects, one a line, or CSV";

    private final Samples samples;
    private final SchemaRegistries registries;
    private final DatabaseTables databases;
    private final RecordTrial trial;

    ReadColumns(Samples samples, SchemaRegistries registries, DatabaseTables databases, RecordTrial trial) {
        this.samples = samples;
        this.registries = registries;
        this.databases = databases;
        this.trial = trial;
    }

    @Override public Proposal ofTopic(Topic topic, Rel.Format format, List<Column> declared) {
        List<Entry> records = samples.on(topic.cluster()).newest(topic.name(), NEWEST).stream().map(r -> new Entry(r.key(), r.value())).toList();
        if (records.isEmpty()) {
            throw new ProposalRefused("The topic " + topic + " has no records yet, so nothing is known of its columns. Read them from elsewhere, or add them by hand");
        }
        String from = "the newest " + (records.size() == 1 ? "record" : records.size() + " records") + " of " + topic;
        Proposal found = switch (format) {
            case Rel.Format.Json j -> ofRecords(from, format, records).orElseThrow();
            case Rel.Format.Csv csv -> ofRecords(from, format, records).orElseThrow();
            case Rel.Format.Debezium d -> ofRecords(from, format, records).orElseThrow();
            case Rel.Format.Avro avro -> avro(from, avro, records);
            case Rel.Format.Text t -> new Proposal(from, records.size(), 0, List.of(new Proposed("value", LogicalType.STRING, false, Optional.empty(),
                    List.of(LogicalType.BYTES), Optional.empty(), "The whole record as text")), Optional.empty(), List.of(), true, List.of());
        };
        if (found.columns().isEmpty()) {
            throw new ProposalRefused("None of " + from + " can be read in this format. Choose another format at the source, or look at them under Topics");
        }
        return tried(found, format, declared, records);
    }

    @Override public Optional<Proposal> ofRecords(String from, Rel.Format format, List<Entry> records) {
        return switch (format) {
            case Rel.Format.Json j -> Optional.of(Readings.json(from, records));
            case Rel.Format.Csv csv -> Optional.of(Readings.csv(from, records, csv.fields(), csv.separator()));
            case Rel.Format.Debezium d -> Optional.of(Readings.debezium(from, records));
            case Rel.Format.Avro a -> Optional.empty();
            case Rel.Format.Text t -> Optional.empty();
        };
    }

    private Proposal avro(String from, Rel.Format.Avro avro, List<Entry> records) {
        if (avro.schema().isPresent()) {
            return SchemaColumns.avro("the Avro schema of the node", avro.schema().get());
        }
        String registry = avro.registry().orElseThrow(() -> new ProposalRefused("For Avro, name a schema registry at the source, or paste the schema there"));
        var ids = new LinkedHashMap<Integer, Integer>();
        records.reversed().forEach(r -> AvroIds.of(r.value()).ifPresent(id -> ids.merge(id, 1, Integer::sum)));
        if (ids.isEmpty()) {
            throw new ProposalRefused("None of " + from + " begins with the number of a schema, so they were not written with a schema registry");
        }
        var columns = new LinkedHashMap<String, Proposed>();
        var notes = new ArrayList<String>();
        ids.forEach((id, count) -> {
            Registered schema = registries.schema(registry, id);
            if (schema.language() != Language.AVRO) {
                throw new ProposalRefused("Schema " + id + " of '" + registry + "' is for " + schema.language() + ", not for Avro");
            }
            Proposal one = SchemaColumns.avro(from, schema.text());
            one.columns().forEach(c -> columns.putIfAbsent(c.name(), c));
            notes.addAll(one.notes());
            if (ids.size() > 1) {
                notes.add(Inference.count(count, "record") + " by schema " + id);
            }
        });
        int named = ids.values().stream().mapToInt(Integer::intValue).sum();
        List<Proposed> all = List.copyOf(columns.values());
        return new Proposal(from + ", by schemas of '" + registry + "'", records.size(), records.size() - named, all, Inference.timeColumn(all), List.of(), true, notes);
    }

    @Override public Proposal ofSamples(Pasted pasted, List<Column> declared) {
        if (pasted.text().length() > LONGEST_TEXT) {
            throw new ProposalRefused("The samples are longer than " + LONGEST_TEXT + " characters; some records are enough");
        }
        if (pasted.text().isBlank()) {
            throw new ProposalRefused(NO_SAMPLES);
        }
        if (pasted.isJson()) {
            List<Entry> records = pasted.objects();
            Proposal found = some(Readings.json("the samples", records), "None of the samples is a JSON object. Write one record a line, such as {\"id\": 1}");
            return tried(found, new Rel.Format.Json(), declared, records);
        }
        Proposal found = Readings.csv("the samples", pasted.text(), pasted.separatorOrGuess(), pasted.headerOrGuess(), Pasted.MOST_RECORDS);
        return some(found, NO_SAMPLES);
    }

    private static Proposal some(Proposal found, String otherwise) {
        if (found.columns().isEmpty()) {
            throw new ProposalRefused(otherwise);
        }
        return found;
    }

    @Override public Proposal ofSchema(String text) {
        return SchemaColumns.of("the schema", text);
    }

    @Override public Proposal ofSubject(String registry, String subject, String version) {
        Registered schema = registries.schema(registry, subject, version);
        String from = "version " + (schema.version() > 0 ? schema.version() : version) + " of '" + subject + "' in '" + registry + "'";
        return switch (schema.language()) {
            case AVRO -> SchemaColumns.avro(from, schema.text());
            case JSON -> SchemaColumns.json(from, schema.text());
            case PROTOBUF -> throw new ProposalRefused("'" + subject + "' is for Protobuf, which is not read here. Read the columns from samples");
        };
    }

    @Override public Proposal ofTable(String database, String table) {
        return SchemaColumns.table("the table '" + table + "' of '" + database + "'", databases.table(database, table));
    }

    /** The same with the share of values that fit what is declared now. */
    private Proposal tried(Proposal found, Rel.Format format, List<Column> declared, List<Entry> records) {
        List<Column> known = declared.stream().filter(c -> found.columns().stream().anyMatch(p -> p.name().equals(c.name()))).map(c -> Column.of(c.name(), c.type())).toList();
        if (known.isEmpty() || format instanceof Rel.Format.Text) {
            return found;
        }
        // CSV needs all fields, in the order in which they are declared.
        List<Column> read = format instanceof Rel.Format.Csv ? declared : known;
        var misfits = new HashMap<String, Integer>();
        int whole = 0;
        try {
            var scan = new Rel.KafkaScan(Topic.DEFAULT_CLUSTER, List.of("samples"), Optional.empty(), Schema.of(read.stream().map(c -> Column.of(c.name(), c.type())).toList()), Duration.ZERO,
                    Optional.empty(), new Rel.StartFrom.Earliest(), format, Map.of(), false);
            for (RecordTrial.Fault fault : trial.faults(scan, records)) {
                whole += fault.column().isEmpty() ? 1 : 0;
                misfits.merge(fault.column(), 1, Integer::sum);
            }
        } catch (IllegalArgumentException | OutsideUnavailable | UnknownOutside cannotBeTried) {
            return found;
        }
        int readable = records.size() - whole;
        List<Proposed> columns = found.columns().stream().map(c -> readable == 0 || known.stream().noneMatch(k -> k.name().equals(c.name())) ? c
                : c.declared(1 - (double) misfits.getOrDefault(c.name(), 0) / readable)).toList();
        return new Proposal(found.from(), found.sampled(), found.unreadable(), columns, found.timeColumn(), found.key(), found.whole(), found.notes());
    }
}
