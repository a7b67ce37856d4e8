package dev.millrace.runtime.csv;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/** Writes rows as CSV records; {@link CsvDecoder} reads them back. Not for several threads. */
public final class CsvEncoder {
    private final ValueTexts values;
    private final String[] names;
    private final char separator;

    /** @throws IllegalArgumentException where a column has a type that text cannot hold */
    public CsvEncoder(RowType type, char separator) {
        this.values = new ValueTexts(type, IntStream.range(0, type.getFieldCount()).toArray());
        this.names = type.getFieldNames().toArray(String[]::new);
        this.separator = separator;
    }

    /** The line of column names, without a line end. */
    public byte[] header() {
        return record(names);
    }

    /** A record without a line end. */
    public byte[] encode(RowData row) {
        return record(values.of(row));
    }

    private byte[] record(String[] fields) {
        StringBuilder record = new StringBuilder();
        for (int i = 0; i < fields.length; i++) {
            if (i > 0) {
                record.append(separator);
            }
            CsvText.write(fields[i], separator, record);
        }
        // One NULL alone would be an empty record, which nobody could tell from none.
        return (fields.length == 1 && record.length() == 0 ? "\"\"" : record.toString()).getBytes(StandardCharsets.UTF_8);
    }
}
