package dev.millrace.rel;

import dev.millrace.pipeline.PortRef;
import dev.millrace.schema.Column;
import dev.millrace.schema.DeadLetter;
import dev.millrace.schema.Schema;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The small relational algebra between the node kinds and the engine. Each output port of a node lowers to one Rel whose
 * leaves are scans or {@link Input}s, rows of another node's port. Every Rel knows its schema; expressions are typed.
 */
public sealed interface Rel {
    Schema schema();

    /** What it reads directly; a leaf reads nothing. */
    default List<Rel> inputs() {
        return List.of();
    }

    /** It, and all that it is computed from, down to its leaves. */
    default Stream<Rel> tree() {
        return Stream.concat(Stream.of(this), inputs().stream().flatMap(Rel::tree));
    }

    /** How long what it keeps by key and nobody touches is kept; empty: for ever, or it keeps nothing by key. */
    default Optional<Duration> stateTtl() {
        return Optional.empty();
    }

    /** Rows of another node's output port. */
    record Input(PortRef from, Schema schema) implements Rel {}

    /** Reads a system outside. Its good rows are the Rel itself; what could not be read is {@link Rejected}. */
    sealed interface Scan extends Rel {}

    /**
     * Kafka topics. Where the schema is one of changes, a record replaces the row that had its key, and one without a value takes
     * it away; the key columns are then read from the record's key.
     *
     * @param cluster the Kafka cluster that has them
     * @param pattern a regular expression for the names of the topics, in place of a list
     * @param eventTimeDelay how far behind the newest event time the watermark stays; meaningless without event time
     * @param idleness after this long without records a partition no longer holds back the watermark; empty: never
     * @param parts columns that hold something of the record beside its value
     * @param bounded ends where the topics end when the job starts
     */
    record KafkaScan(String cluster, List<String> topics, Optional<String> pattern, Schema schema, Duration eventTimeDelay,
            Optional<Duration> idleness, StartFrom start, Format format, Map<String, RecordPart> parts, boolean bounded) implements Scan {
        public KafkaScan {
            topics = List.copyOf(topics);
            parts = Map.copyOf(parts);
        }

        /** Topics of the default cluster as JSON, without end. */
        public KafkaScan(List<String> topics, Schema schema, Duration eventTimeDelay, Optional<Duration> idleness, StartFrom start) {
            this(Topic.DEFAULT_CLUSTER, topics, Optional.empty(), schema, eventTimeDelay, idleness, start, new Format.Json(), Map.of(), false);
        }

        public KafkaScan withSchema(Schema other, Map<String, RecordPart> otherParts) {
            return new KafkaScan(cluster, topics, pattern, other, eventTimeDelay, idleness, start, format, otherParts, bounded);
        }

        public KafkaScan startingFrom(StartFrom other) {
            return new KafkaScan(cluster, topics, pattern, schema, eventTimeDelay, idleness, other, format, parts, bounded);
        }
    }

    /** How the value of a record is read or written. */
    sealed interface Format {
        record Json() implements Format {}

        /**
         * @param fields names of all fields of a record in their order
         * @param header files begin with a line of names
         */
        record Csv(List<String> fields, char separator, boolean header) implements Format {
            public Csv {
                fields = List.copyOf(fields);
            }
        }

        /** Changes of a table as Debezium writes them, in JSON; the key columns are in the value. */
        record Debezium() implements Format {}

        /**
         * Avro's binary form.
         *
         * @param schema as text; empty: that of the registry when reading, made of the columns when writing
         * @param registry name of a schema registry, whose number of the schema stands before each record; empty: none
         */
        record Avro(Optional<String> schema, Optional<String> registry) implements Format {}

        /** The whole value is the only column. */
        record Text() implements Format {}
    }

    /** What a record has beside its value. */
    enum RecordPart { TOPIC, PARTITION, OFFSET, TIMESTAMP, KEY_TEXT, KEY_BYTES, HEADERS }

    /** Rows typed by hand, each a JSON object. */
    record ValuesScan(List<String> rows, Schema schema, Duration eventTimeDelay) implements Scan {
        public ValuesScan {
            rows = List.copyOf(rows);
        }
    }

    /**
     * Files of lines in a folder below the one that is set up for files.
     *
     * @param watch looks for new files so often; empty: reads those that are there, and ends
     */
    record FilesScan(String folder, Schema schema, Duration eventTimeDelay, Format format, Optional<Duration> watch) implements Scan {}

    /**
     * Files first, in the order of their names, and then a topic: rows of the same columns.
     *
     * @param takeOver rows of the topic whose event time is before it are left out, since the files have them; empty: all rows count
     */
    record BackfillScan(FilesScan files, KafkaScan topic, Optional<java.time.Instant> takeOver) implements Scan {
        @Override public Schema schema() {
            return topic.schema();
        }
    }

    /**
     * A table of a database that is set up under a name, read once.
     *
     * @param table its name, with its schema before it if one is given
     * @param key columns in whose order it is read, so that it can go on where it was; empty: it begins anew
     * @param splitBy a numeric column by whose ranges it is read in so many parts
     */
    record TableScan(String database, List<String> table, Schema schema, Duration eventTimeDelay, List<String> key, Optional<String> splitBy, int parts)
            implements Scan {
        public TableScan {
            table = List.copyOf(table);
            key = List.copyOf(key);
        }
    }

    /** Built-in events, for trying without a topic. {@code rowsPerSecond} 0 means as fast as possible; {@code limit} 0 without end. */
    record DemoScan(String dataset, Schema schema, Duration eventTimeDelay, long rowsPerSecond, long limit, long malformedEvery)
            implements Scan {}

    /** Records a scan could not decode or that lack event time, with raw bytes and reason. */
    record Rejected(Scan scan) implements Rel {
        @Override public Schema schema() {
            return DeadLetter.SCHEMA;
        }
    }

    /** Rows for which the condition is true (not false, not NULL). */
    record Filter(Rel in, Scalar condition) implements Rel {
        @Override public Schema schema() {
            return in.schema();
        }
        @Override public List<Rel> inputs() {
            return List.of(in);
        }
    }

    /** Rows for which {@code match} is true (all rows where empty) and none of {@code butNot} is. */
    record Route(Rel in, List<Scalar> butNot, Optional<Scalar> match) implements Rel {
        public Route {
            butNot = List.copyOf(butNot);
        }
        @Override public Schema schema() {
            return in.schema();
        }
        @Override public List<Rel> inputs() {
            return List.of(in);
        }
    }

    /** New columns computed from each row; {@code schema} has one column per expression, in order. */
    record Project(Rel in, List<Named> columns, Schema schema) implements Rel {
        public Project {
            columns = List.copyOf(columns);
        }
        @Override public List<Rel> inputs() {
            return List.of(in);
        }
    }

    /**
     * A row for each element of an array, entry of a map or, with a separator, piece of a text.
     *
     * @param elements names for the parts of an element: one, key and value of a map, or the fields of a row
     * @param position name for the element's position from 1
     * @param keepEmpty a row without elements gives one row with NULL elements, else none
     */
    record Unnest(Rel in, String column, Optional<String> separator, List<String> elements, Optional<String> position, boolean keepEmpty,
            Schema schema) implements Rel {
        public Unnest {
            elements = List.copyOf(elements);
        }
        @Override public List<Rel> inputs() {
            return List.of(in);
        }
    }

    /** The same rows with another event time, which is never NULL; stands only as the last of a port. */
    record Retime(Rel in, String time, Clock clock) implements Rel {
        @Override public Schema schema() {
            return in.schema().withEventTime(time);
        }
        @Override public List<Rel> inputs() {
            return List.of(in);
        }
    }

    /** Changes of these kinds as new rows, with the kind in a column behind the others; stands only as the last of a port. */
    record ChangesAsRows(Rel in, Set<ChangeKind> kinds, String kindColumn, Schema schema) implements Rel {
        public ChangesAsRows {
            kinds = Set.copyOf(kinds);
        }
        @Override public List<Rel> inputs() {
            return List.of(in);
        }
    }

    /** What a row of a changing stream means; the names are Flink's. */
    enum ChangeKind { INSERT, UPDATE_BEFORE, UPDATE_AFTER, DELETE }

    /** What moves a watermark. */
    sealed interface Clock {
        /** The newest time seen; with {@code idleness} a stream that is silent for so long holds nothing back. */
        record Behind(Duration delay, Optional<Duration> idleness) implements Clock {}

        /** The clock on the wall. */
        record Wall() implements Clock {}
    }

    /** A computed column. */
    record Named(String name, Scalar value) {
        public Column column() {
            return new Column(name, value.type(), value.nullable());
        }
    }

    /** All rows of all inputs, whose columns agree in name, type and order. */
    record UnionAll(List<Rel> in, Schema schema) implements Rel {
        public UnionAll {
            in = List.copyOf(in);
        }
        @Override public List<Rel> inputs() {
            return in;
        }
    }

    /**
     * Aggregates over windows of event time, one row per window and key when the watermark passes the window's end.
     * Columns: window_start, window_end, window_time (the event time of the result), the keys, the aggregates.
     */
    record WindowAggregate(Rel in, String time, Window window, List<String> keys, List<AggregateCall> aggregates, Schema schema)
            implements Rel {
        public WindowAggregate {
            keys = List.copyOf(keys);
            aggregates = List.copyOf(aggregates);
        }
        @Override public List<Rel> inputs() {
            return List.of(in);
        }
    }

    /**
     * Rows of the window's input that come when all windows they belong to have closed. Where they are asked for, the window gets
     * only the others; each row of the input is in exactly one of the two.
     */
    record Late(WindowAggregate window) implements Rel {
        @Override public Schema schema() {
            return window.in() instanceof Live live ? live.in().schema() : window.in().schema();
        }
        @Override public List<Rel> inputs() {
            return window.inputs();
        }
    }

    /**
     * One aggregate. AVG is computed in DOUBLE or DECIMAL, never truncated.
     *
     * @param column empty only for COUNT of rows
     * @param distinct whether equal values are taken once
     * @param where rows for which it is not true are left out; empty: all rows count
     * @param share for PERCENTILE only: from 0 to 1, which part of the values lies below the result
     */
    record AggregateCall(String name, Function function, Optional<String> column, boolean distinct, Optional<Scalar> where,
            Optional<BigDecimal> share) {
        public enum Function { COUNT, COUNT_DISTINCT, SUM, MIN, MAX, AVG, FIRST, LAST, LIST, ARRAY, PERCENTILE }

        public AggregateCall(String name, Function function, Optional<String> column) {
            this(name, function, column, false, Optional.empty(), Optional.empty());
        }

        /** The same, with its result under another name. */
        public AggregateCall named(String other) {
            return new AggregateCall(other, function, column, distinct, where, share);
        }

        /** Columns of the input that it reads. */
        public Set<String> columns() {
            var read = new HashSet<String>();
            column.ifPresent(read::add);
            where.ifPresent(w -> read.addAll(w.columns()));
            return read;
        }
    }

    /**
     * Rows of two inputs that belong together.
     *
     * @param names what each column of the right that is read is called from here on; no column of the left has such a name
     * @param condition must hold too, beside the keys; over the columns of the left and the right by their names here
     * @param schema columns of the left, then of the right; only of the left for semi and anti
     */
    record Join(Rel left, Rel right, Type type, List<KeyPair> keys, Map<String, String> names, Optional<Scalar> condition, Meeting meeting,
            Schema schema) implements Rel {
        public Join {
            keys = List.copyOf(keys);
            names = Collections.unmodifiableSortedMap(new TreeMap<>(names));
        }

        @Override public List<Rel> inputs() {
            return List.of(left, right);
        }

        @Override public Optional<Duration> stateTtl() {
            return meeting instanceof Meeting.Whenever(Optional<Duration> keepFor) ? keepFor : Optional.empty();
        }

        /** Which rows come out beside the pairs; semi and anti give rows of the left that have a partner, or have none. */
        public enum Type { INNER, LEFT, RIGHT, FULL, SEMI, ANTI }

        /** A column of the left and one of the right that must be equal. NULL is equal to nothing. */
        public record KeyPair(String left, String right) {}

        /** When two rows with equal keys meet. */
        public sealed interface Meeting {
            /** Where the right's event time is at most {@code before} earlier and at most {@code after} later than the left's. */
            record Near(String leftTime, String rightTime, Duration before, Duration after) implements Meeting {}

            /**
             * Where they are of one window, whose bounds both have in columns of the same names. The result has these once, from the
             * side that has a row.
             */
            record SameWindow(String start, String end, String leftTime, String rightTime) implements Meeting {}

            /** At any time, as long as both are kept. */
            record Whenever(Optional<Duration> keepFor) implements Meeting {}

            /** Where the right, which is {@link Versions}, is the version that held at the left's event time. */
            record AsOf(String leftTime, String rightTime) implements Meeting {}
        }
    }

    /** The same rows in the same order, at most so many in a time; the others wait. */
    record Paced(Rel in, long rows, Duration per) implements Rel {
        @Override public Schema schema() {
            return in.schema();
        }
        @Override public List<Rel> inputs() {
            return List.of(in);
        }
    }

    /** Rows as versions of a table: each newer one by event time takes the place of the one before that has the same key. */
    record Versions(Input in, List<String> key) implements Rel {
        public Versions {
            key = List.copyOf(key);
        }
        @Override public Schema schema() {
            return in.schema();
        }
        @Override public List<Rel> inputs() {
            return List.of(in);
        }
    }

    /**
     * A query over its inputs by their names, and over nothing else.
     *
     * @param in inputs by the names of their tables, in order
     * @param sql written anew from its parse tree
     * @param reads the columns that it may read of each input
     */
    record Query(Map<String, Rel> in, String sql, Map<String, Set<String>> reads, Optional<Duration> stateTtl, Schema schema) implements Rel {
        public Query {
            in = Collections.unmodifiableMap(new LinkedHashMap<>(in));
            reads = Map.copyOf(reads);
        }
        @Override public List<Rel> inputs() {
            return List.copyOf(in.values());
        }
    }

    /** What keeps something for each key it has seen; a file of its own. */
    sealed interface WithState extends Rel permits StatefulRel {}

    /** What is given values of the pipeline's own beside its rows; a file of its own. */
    sealed interface WithValues extends Rel permits Live {}

    /** What asks a system outside for each row; a file of its own. */
    sealed interface Outside extends Rel permits Lookup, Lookup.Failed, HttpLookup, HttpLookup.Failed {}

    /** Where a Kafka source begins when there is no state to restore. */
    sealed interface StartFrom {
        record Earliest() implements StartFrom {}

        record Latest() implements StartFrom {}

        /** The first record at or after this time by Kafka's record timestamp. */
        record Timestamp(java.time.Instant at) implements StartFrom {}

        /** Offsets committed by the consumer group; where there are none, earliest. */
        record Committed(String group) implements StartFrom {}
    }
}
