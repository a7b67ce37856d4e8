package dev.millrace.runtime.file;

import dev.millrace.runtime.csv.CsvEncoder;
import dev.millrace.runtime.json.JsonEncoder;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.flink.api.common.serialization.Encoder;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/** Writes rows as lines of files. A CSV file begins with the names of its columns. */
public final class LineEncoder implements Encoder<RowData> {
    private static final long serialVersionUID = 1L;

    private final RowType type;
    private final boolean csv;
    private final char separator;
    private transient JsonEncoder json;
    private transient CsvEncoder table;

    private LineEncoder(RowType type, boolean csv, char separator) {
        this.type = type;
        this.csv = csv;
        this.separator = separator;
        open();
    }

    /** @throws IllegalArgumentException where a column has a type that JSON cannot hold */
    public static LineEncoder json(RowType type) {
        return new LineEncoder(type, false, ',');
    }

    /** @throws IllegalArgumentException where a column has a type that text cannot hold */
    public static LineEncoder csv(RowType type, char separator) {
        return new LineEncoder(type, true, separator);
    }

    private void open() {
        if (csv) {
            table = new CsvEncoder(type, separator);
        } else {
            json = new JsonEncoder(type);
        }
    }

    @Override
    public void encode(RowData row, OutputStream out) throws IOException {
        if (json == null && table == null) {
            open();
        }
        if (csv && ((FSDataOutputStream) out).getPos() == 0) {
            out.write(table.header());
            out.write('\n');
        }
        out.write(csv ? table.encode(row) : json.encode(row));
        out.write('\n');
    }
}
