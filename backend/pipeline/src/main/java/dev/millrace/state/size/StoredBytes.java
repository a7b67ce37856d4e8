package dev.millrace.state.size;

import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import java.util.Collection;

/**
 * About how many bytes rows take in a checkpoint, by their types. Flink writes a row as a header, eight bytes for each field, and behind that what does not fit into
 * eight bytes; texts and lists are taken to be of a middling length, since nobody knows how long they will be.
 */
final class StoredBytes {
    private static final long HEADER = 12;
    private static final long FIELD = 8;
    /** Beside its row, an entry has the number of its group of keys and its place. */
    static final long ENTRY = 4;
    /** Yes or no, and whether it is there. */
    static final long FLAG = 2;
    private static final long TEXT = 16;
    private static final long BYTES = 64;
    private static final long ENTRIES = 4;

    private StoredBytes() {}

    /** A row of some columns of a schema. */
    static long row(Schema schema, Collection<String> columns) {
        return HEADER + schema.columns().stream().filter(c -> columns.contains(c.name())).mapToLong(c -> value(c.type())).sum();
    }

    /** A row without columns. */
    static long row() {
        return HEADER;
    }

    static long value(LogicalType type) {
        return switch (type) {
            case LogicalType.Text t -> FIELD + TEXT;
            case LogicalType.Bytes b -> FIELD + BYTES;
            case LogicalType.Decimal d -> d.precision() <= 18 ? FIELD : FIELD + 16;
            case LogicalType.Timestamp t -> t.digits() <= 3 ? FIELD : 2 * FIELD;
            case LogicalType.Instant i -> i.digits() <= 3 ? FIELD : 2 * FIELD;
            case LogicalType.Array a -> FIELD + HEADER + ENTRIES * value(a.element());
            case LogicalType.Map m -> FIELD + 2 * HEADER + ENTRIES * (value(m.key()) + value(m.value()));
            case LogicalType.Row r -> FIELD + HEADER + r.columns().stream().mapToLong(c -> value(c.type())).sum();
            case LogicalType.Bool b -> FIELD;
            case LogicalType.Int i -> FIELD;
            case LogicalType.BigInt b -> FIELD;
            case LogicalType.Float f -> FIELD;
            case LogicalType.Double d -> FIELD;
            case LogicalType.Date d -> FIELD;
            case LogicalType.Time t -> FIELD;
        };
    }
}
