package dev.millrace.runtime.log;

import dev.millrace.runtime.json.JsonEncoder;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes rows to the log of the process where they are, not more than so many a second.
 *
 * @param label stands before each row
 */
public record LogRows(String label, RowType type, long perSecond) implements Sink<RowData> {
    /** The name of the logger, by which a log can be sent elsewhere. */
    public static final String LOGGER = "millrace.rows";
    /** The metric that counts rows that were not written. */
    public static final String LEFT_OUT = "millraceLeftOut";
    /** The metric that holds the newest rows that were written. */
    public static final String NEWEST = "millraceNewestRows";
    private static final Logger LOG = LoggerFactory.getLogger(LOGGER);

    @Override
    public SinkWriter<RowData> createWriter(WriterInitContext context) {
        var metrics = context.metricGroup().counter(LEFT_OUT);
        var newest = new NewestRows();
        context.metricGroup().gauge(NEWEST, newest);
        return new Writer(new RowLog(label, perSecond, System::nanoTime, LOG::info, (kind, json) -> newest.add(System.currentTimeMillis(), kind, json), metrics::inc), new JsonEncoder(type));
    }

    private record Writer(RowLog log, JsonEncoder encoder) implements SinkWriter<RowData> {
        @Override
        public void write(RowData row, Context context) {
            log.row(row.getRowKind().shortString(), () -> encoder.encode(row));
        }

        @Override
        public void flush(boolean endOfInput) {
            log.sayLeftOut();
        }

        @Override
        public void close() {
            log.sayLeftOut();
        }
    }
}
