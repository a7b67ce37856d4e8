package dev.millrace.runtime.http;

import java.time.Duration;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/**
 * Sends rows to a service as JSON, at least once.
 *
 * @param together so many rows go in one request, as an array; 1: each row alone, as an object
 * @param dropsRefused rows that the service refuses are counted and dropped, and do not stop the job
 */
public record HttpRows(HttpAddress address, String method, RowType type, int together, Duration timeout, int tries, Duration firstWait,
        boolean dropsRefused) implements Sink<RowData> {
    /** The metric that counts rows the service refused. */
    public static final String REFUSED = "millraceRefused";

    @Override
    public SinkWriter<RowData> createWriter(WriterInitContext context) {
        var refused = context.metricGroup().counter(REFUSED);
        var errors = context.metricGroup().getNumRecordsSendErrorsCounter();
        return new HttpWriter(this, rows -> {
            refused.inc(rows);
            errors.inc(rows);
        });
    }
}
