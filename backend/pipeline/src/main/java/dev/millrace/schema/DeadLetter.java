package dev.millrace.schema;

/** Columns of a source's second output: records that could not be decoded or have no usable event time. */
public final class DeadLetter {
    public static final Schema SCHEMA = Schema.of(
            Column.of("topic", LogicalType.STRING),
            Column.of("partition", LogicalType.INT),
            Column.of("offset", LogicalType.BIGINT),
            Column.of("timestamp", LogicalType.TIMESTAMP_LTZ),
            Column.of("key", LogicalType.BYTES),
            Column.of("raw", LogicalType.BYTES),
            Column.of("reason", LogicalType.STRING));

    private DeadLetter() {}
}
