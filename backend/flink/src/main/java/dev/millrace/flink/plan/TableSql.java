package dev.millrace.flink.plan;

import dev.millrace.flink.type.FlinkTypes;
import dev.millrace.pipeline.NodeId;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Topic;
import dev.millrace.rel.Write;
import dev.millrace.schema.Column;
import dev.millrace.schema.Durations;
import dev.millrace.schema.Schema;
import dev.millrace.server.deployment.KafkaClusters;
import dev.millrace.server.export.Portable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Writes what lies outside a pipeline as tables of Flink's own connectors, with their options: Kafka, upsert Kafka, files, JDBC, data
 * generator, black hole. Options: https://nightlies.apache.org/flink/flink-docs-release-2.3/docs/connectors/table/overview/
 */
final class TableSql {
    /** Stands where the address of a database belongs, which with its password is no part of a pipeline. */
    static final String DATABASE_URL = "jdbc:postgresql://HOST:5432/";
    private static final String FILES = "file:///FOLDER-FOR-FILES/";
    private final KafkaClusters kafka;
    /** Whether addresses are said where it runs. */
    private final boolean portable;
    private final Map<String, Portable.Setting> settings = new TreeMap<>();
    private final Set<Portable.Library> libraries = EnumSet.noneOf(Portable.Library.class);

    TableSql(KafkaClusters kafka) {
        this(kafka, false);
    }

    private TableSql(KafkaClusters kafka, boolean portable) {
        this.kafka = kafka;
        this.portable = portable;
    }

    /** With {@code ${NAME}} for addresses; for one script. */
    static TableSql portable() {
        return new TableSql(null, true);
    }

    /** The names that the statements so far have. */
    List<Portable.Setting> settings() {
        return List.copyOf(settings.values());
    }

    /** What the statements so far need beside Flink. */
    Set<Portable.Library> libraries() {
        return Set.copyOf(libraries);
    }

    private String place(String name, String meaning, String example, Supplier<String> here) {
        if (!portable) {
            return here.get();
        }
        settings.put(name, new Portable.Setting(name, meaning, example));
        return "${" + name + "}";
    }

    private void uses(Portable.Library library) {
        if (portable) {
            libraries.add(library);
        }
    }

    private String files(String folder) {
        return place("FILES_DIR", "the folder for files, as an address that all of Flink's machines see", "file:///tmp/files/", () -> FILES) + folder;
    }

    private Map<String, String> jdbc(Write.JdbcWrite w) {
        uses(Portable.Library.JDBC);
        Map<String, String> options = options("connector", "jdbc");
        String database = "DATABASE_" + w.database().toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
        options.put("url", place(database + "_URL", "the address of the database '" + w.database() + "'", DATABASE_URL + w.database(), () -> DATABASE_URL + w.database()));
        options.put("table-name", String.join(".", w.table()));
        if (portable) {
            options.put("username", place(database + "_USER", "its user", "me", () -> ""));
            options.put("password", place(database + "_PASSWORD", "its password", "secret", () -> ""));
        }
        return options;
    }

    /** Why there is no such table; empty where there is. */
    static Optional<String> lacks(Rel.Scan scan) {
        return switch (scan) {
            case Rel.KafkaScan k -> lacks(k.format());
            case Rel.FilesScan f -> Optional.empty();
            case Rel.DemoScan d -> Optional.empty();
            case Rel.ValuesScan v -> v.schema().eventTime().isPresent() ? Optional.of("rows typed by hand have no event time in SQL") : Optional.empty();
            default -> Optional.of("the script has no table for its source");
        };
    }

    static Optional<String> lacks(Write write) {
        return switch (write) {
            case Write.KafkaWrite w when !w.headers().isEmpty() -> Optional.of("the script does not write headers of records");
            case Write.KafkaWrite w when w.spread() instanceof Write.Spread.ByColumn -> Optional.of("the script does not choose partitions by a column");
            case Write.KafkaWrite w -> lacks(w.format());
            case Write.KafkaUpsert w -> Optional.empty();
            case Write.FilesWrite w -> Optional.empty();
            case Write.JdbcWrite w -> Optional.empty();
            case Write.Discard w -> Optional.empty();
            default -> Optional.of("the script has no table for its sink");
        };
    }

    private static Optional<String> lacks(Rel.Format format) {
        return switch (format) {
            case Rel.Format.Json j -> Optional.empty();
            case Rel.Format.Csv c -> Optional.empty();
            case Rel.Format.Text t -> Optional.empty();
            default -> Optional.of("the script has no word for its format");
        };
    }

    /** A statement that makes the table or view {@code name} of a scan that {@link #lacks} nothing. */
    String source(String name, Rel.Scan scan) {
        return switch (scan) {
            case Rel.KafkaScan k when k.schema().isUpdating() -> table(name, columns(k.schema(), true), watermark(k.schema(), k.eventTimeDelay())
                    + primaryKey(k.schema().key()), upsertSource(k));
            case Rel.KafkaScan k -> table(name, kafkaColumns(k), watermark(k.schema(), k.eventTimeDelay()), kafkaSource(k));
            case Rel.FilesScan f -> table(name, csvColumns(f.format(), f.schema()), watermark(f.schema(), f.eventTimeDelay()), filesSource(f));
            case Rel.DemoScan d -> "-- The demo stream '" + d.dataset() + "' exists only in Millrace; this makes up rows with its columns.\n"
                    + table(name, columns(d.schema(), true), watermark(d.schema(), d.eventTimeDelay()),
                            datagen(d));
            case Rel.ValuesScan v -> values(name, v);
            default -> throw new IllegalStateException(scan + " is no table");
        };
    }

    /** A statement that makes the table {@code name} of a sink that {@link #lacks} nothing. */
    String sink(String name, Write write, NodeId node) {
        Schema in = write.in().schema();
        return switch (write) {
            case Write.KafkaWrite w -> table(name, columns(in, false), "", kafkaSink(w, node));
            case Write.KafkaUpsert w -> table(name, columns(in, false), primaryKey(w.key()),
                    kafka(w.topic().cluster(), "connector", "upsert-kafka", "topic", w.topic().name(), "key.format", "json", "value.format", "json"));
            case Write.FilesWrite w -> table(name, columns(in, false), "", filesSink(w));
            case Write.JdbcWrite w -> (portable ? "" : "-- Write the address, the user and the password of the database '" + w.database() + "' here.\n")
                    + table(name, columns(in, false), w.key().isEmpty() ? "" : primaryKey(w.key()), jdbc(w));
            case Write.Discard w -> table(name, columns(in, false), "", options("connector", "blackhole"));
            default -> throw new IllegalStateException(write + " is no table");
        };
    }

    private Map<String, String> kafkaSink(Write.KafkaWrite w, NodeId node) {
        Map<String, String> options = kafka(w.topic().cluster(), "connector", "kafka", "topic", w.topic().name());
        format(options, "value.", w.format());
        if (!w.key().isEmpty()) {
            options.put("key.format", "json");
            options.put("key.fields", String.join(";", w.key()));
        }
        switch (w.spread()) {
            case Write.Spread.ByKey k -> { }
            case Write.Spread.RoundRobin r -> options.put("sink.partitioner", "round-robin");
            case Write.Spread.Fixed f -> options.put("sink.partitioner", "fixed");
            case Write.Spread.ByColumn c -> throw new IllegalStateException("The script has no partition by " + c.column());
        }
        if (w.delivery() == Write.Delivery.EXACTLY_ONCE) {
            options.put("sink.delivery-guarantee", "exactly-once");
            options.put("sink.transactional-id-prefix", node.value());
            options.put("properties.transaction.timeout.ms", "840000");
        }
        return options;
    }

    private Map<String, String> kafkaSource(Rel.KafkaScan scan) {
        Map<String, String> options = kafka(scan.cluster(), "connector", "kafka");
        scan.pattern().ifPresentOrElse(p -> options.put("topic-pattern", p), () -> options.put("topic", String.join(";", scan.topics())));
        format(options, "value.", scan.format());
        ignoreErrors(options, "value.", scan.format());
        options.put("properties.isolation.level", "read_committed");
        keyColumn(scan).ifPresent(key -> {
            options.put("key.format", "raw");
            options.put("key.fields", key);
            options.put("value.fields-include", "EXCEPT_KEY");
        });
        start(options, scan.start());
        if (scan.bounded()) {
            options.put("scan.bounded.mode", "latest-offset");
        }
        scan.idleness().ifPresent(idle -> options.put("scan.watermark.idle-timeout", idle.toMillis() + " ms"));
        return options;
    }

    private Map<String, String> upsertSource(Rel.KafkaScan scan) {
        Map<String, String> options = kafka(scan.cluster(), "connector", "upsert-kafka", "topic", String.join(";", scan.topics()), "key.format", "json", "value.format", "json",
                "key.json.ignore-parse-errors", "true", "value.json.ignore-parse-errors", "true", "properties.isolation.level", "read_committed");
        scan.idleness().ifPresent(idle -> options.put("scan.watermark.idle-timeout", idle.toMillis() + " ms"));
        return options;
    }

    private static void start(Map<String, String> options, Rel.StartFrom start) {
        switch (start) {
            case Rel.StartFrom.Earliest e -> options.put("scan.startup.mode", "earliest-offset");
            case Rel.StartFrom.Latest l -> options.put("scan.startup.mode", "latest-offset");
            case Rel.StartFrom.Timestamp t -> {
                options.put("scan.startup.mode", "timestamp");
                options.put("scan.startup.timestamp-millis", Long.toString(t.at().toEpochMilli()));
            }
            case Rel.StartFrom.Committed c -> {
                options.put("scan.startup.mode", "group-offsets");
                options.put("properties.group.id", c.group());
                options.put("properties.auto.offset.reset", "earliest");
            }
        }
    }

    private Map<String, String> datagen(Rel.DemoScan d) {
        uses(Portable.Library.DATAGEN);
        Map<String, String> options = options("connector", "datagen", "rows-per-second", Long.toString(d.rowsPerSecond() == 0 ? 10_000 : d.rowsPerSecond()));
        if (d.limit() > 0) {
            options.put("number-of-rows", Long.toString(d.limit()));
        }
        return options;
    }

    private Map<String, String> filesSource(Rel.FilesScan scan) {
        Map<String, String> options = options("connector", "filesystem", "path", files(scan.folder()));
        format(options, "", scan.format());
        ignoreErrors(options, "", scan.format());
        scan.watch().ifPresent(every -> options.put("source.monitor-interval", every.toMillis() + " ms"));
        return options;
    }

    private Map<String, String> filesSink(Write.FilesWrite write) {
        Map<String, String> options = options("connector", "filesystem", "path", files(write.folder()),
                "sink.rolling-policy.file-size", write.rollAtBytes() + "b", "sink.rolling-policy.rollover-interval", write.rollAfter().toMillis() + " ms");
        format(options, "", write.format());
        return options;
    }

    private void format(Map<String, String> options, String part, Rel.Format format) {
        switch (format) {
            case Rel.Format.Json j -> options.put(part + "format", "json");
            case Rel.Format.Csv csv -> {
                uses(Portable.Library.CSV);
                options.put(part + "format", "csv");
                options.put(part + "csv.field-delimiter", csv.separator() == '\t' ? "\\t" : Character.toString(csv.separator()));
            }
            case Rel.Format.Text t -> options.put(part + "format", "raw");
            default -> throw new IllegalStateException(format + " is no format of the script");
        }
    }

    private static void ignoreErrors(Map<String, String> options, String part, Rel.Format format) {
        if (!(format instanceof Rel.Format.Text)) {
            options.put(part + (format instanceof Rel.Format.Csv ? "csv" : "json") + ".ignore-parse-errors", "true");
        }
    }

    /** With the address of the Kafka cluster; its secrets stay where they are. */
    private Map<String, String> kafka(String cluster, String... pairs) {
        Map<String, String> options = options(pairs);
        uses(Portable.Library.KAFKA);
        boolean preset = cluster.equals(Topic.DEFAULT_CLUSTER);
        String name = "KAFKA_" + (preset ? "" : cluster.toUpperCase(Locale.ROOT).replace('-', '_') + "_") + "BOOTSTRAP_SERVERS";
        options.put("properties.bootstrap.servers", place(name, "the brokers of Kafka" + (preset ? "" : " '" + cluster + "'"), "localhost:9092",
                () -> kafka.get(cluster).bootstrapServers()));
        return options;
    }

    private static Map<String, String> options(String... pairs) {
        var options = new LinkedHashMap<String, String>();
        for (int i = 0; i < pairs.length; i += 2) {
            options.put(pairs[i], pairs[i + 1]);
        }
        return options;
    }

    private static String table(String name, Collection<String> columns, String more, Map<String, String> options) {
        return "CREATE TEMPORARY TABLE " + Sql.name(name) + " (\n" + columns.stream().map(c -> "  " + c).collect(Collectors.joining(",\n")) + more + "\n) WITH (\n"
                + options.entrySet().stream().map(o -> "  " + Sql.text(o.getKey()) + " = " + Sql.text(o.getValue())).collect(Collectors.joining(",\n"))
                + "\n);\n\n";
    }

    private static String values(String name, Rel.ValuesScan scan) {
        String columns = scan.schema().columns().stream().map(c -> "JSON_VALUE(`row`, " + Sql.text("$." + path(c.name())) + ") AS " + Sql.name(c.name()))
                .collect(Collectors.joining(", "));
        String casts = scan.schema().columns().stream().map(c -> Sql.cast(Sql.name(c.name()), c.type()) + " AS " + Sql.name(c.name()))
                .collect(Collectors.joining(", "));
        return "CREATE TEMPORARY VIEW " + Sql.name(name) + " AS\nSELECT " + casts + " FROM (SELECT " + columns + " FROM (VALUES "
                + scan.rows().stream().map(row -> "(" + Sql.text(row) + ")").collect(Collectors.joining(", ")) + ") AS typed(`row`));\n\n";
    }

    private static String path(String column) {
        return "\"" + column.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /** A record may lack any column, whatever the drawing says of it; what leaves is as it was inferred. */
    private static List<String> columns(Schema schema, boolean nullable) {
        return schema.columns().stream().map(c -> Sql.name(c.name()) + " " + type(c, nullable && !schema.key().contains(c.name()))).toList();
    }

    private static List<String> csvColumns(Rel.Format format, Schema schema) {
        return format instanceof Rel.Format.Csv csv ? csv.fields().stream().map(f -> Sql.name(f) + " "
                + schema.column(f).map(c -> type(c, true)).orElse("STRING")).toList() : columns(schema, true);
    }

    private static List<String> kafkaColumns(Rel.KafkaScan scan) {
        List<String> columns = new ArrayList<>(csvColumns(scan.format(), scan.schema()).stream()
                .filter(c -> scan.parts().keySet().stream().noneMatch(p -> c.startsWith(Sql.name(p) + " "))).toList());
        scan.parts().forEach((name, part) -> columns.add(Sql.name(name) + switch (part) {
            case TOPIC -> " STRING METADATA FROM 'topic' VIRTUAL";
            case PARTITION -> " INT METADATA FROM 'partition' VIRTUAL";
            case OFFSET -> " BIGINT METADATA FROM 'offset' VIRTUAL";
            case TIMESTAMP -> " TIMESTAMP_LTZ(3) METADATA FROM 'timestamp' VIRTUAL";
            case KEY_TEXT -> " STRING";
            case KEY_BYTES -> " BYTES";
            case HEADERS -> " MAP<STRING, STRING> METADATA FROM 'headers' VIRTUAL";
        }));
        return columns;
    }

    private static Optional<String> keyColumn(Rel.KafkaScan scan) {
        return scan.parts().entrySet().stream().filter(p -> p.getValue() == Rel.RecordPart.KEY_TEXT || p.getValue() == Rel.RecordPart.KEY_BYTES)
                .map(Map.Entry::getKey).findFirst();
    }

    private static String type(Column column, boolean nullable) {
        return FlinkTypes.of(column.type(), nullable || column.nullable()).asSerializableString();
    }

    private static String primaryKey(Collection<String> key) {
        return ",\n  PRIMARY KEY (" + Sql.names(key) + ") NOT ENFORCED";
    }

    /** A millisecond behind, as in the drawing: a row as late as the delay allows, to the millisecond, is in time. */
    private static String watermark(Schema schema, Duration delay) {
        return schema.eventTime().map(time -> ",\n  WATERMARK FOR " + Sql.name(time) + " AS " + Sql.moved(Sql.name(time), '-', delay.plusMillis(1))
                + (delay.isZero() ? "" : " -- " + Durations.write(delay))).orElse("");
    }
}
