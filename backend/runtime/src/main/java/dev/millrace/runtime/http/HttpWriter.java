package dev.millrace.runtime.http;

import dev.millrace.runtime.json.JsonEncoder;
import dev.millrace.runtime.outside.OutsideFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.table.data.RowData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers rows and sends them when there are enough, and at every checkpoint: what is checkpointed was taken by the service. One
 * request after another, so that rows come in their order.
 */
final class HttpWriter implements SinkWriter<RowData> {
    private static final Logger LOG = LoggerFactory.getLogger(HttpWriter.class);
    /** A request is sent when it is so long, however few rows are in it. */
    private static final int LONG = 1 << 20;

    private final HttpRows settings;
    private final LongConsumer refusedRows;
    private final HttpCaller caller;
    private final JsonEncoder encoder;
    private final List<byte[]> rows = new ArrayList<>();
    private int size;
    private boolean refusedBefore;

    HttpWriter(HttpRows settings, LongConsumer refusedRows) {
        this.settings = settings;
        this.refusedRows = refusedRows;
        this.caller = new HttpCaller(settings.address(), settings.timeout(), settings.tries(), settings.firstWait());
        this.encoder = new JsonEncoder(settings.type());
    }

    @Override
    public void write(RowData row, Context context) throws IOException, InterruptedException {
        byte[] json = encoder.encode(row);
        rows.add(json);
        size += json.length;
        if (rows.size() >= settings.together() || size >= LONG) {
            flush(false);
        }
    }

    @Override
    public void flush(boolean endOfInput) throws IOException, InterruptedException {
        if (rows.isEmpty()) {
            return;
        }
        HttpRequest request = settings.address().request().setHeader("Content-Type", "application/json")
                .method(settings.method(), HttpRequest.BodyPublishers.ofByteArray(body())).build();
        try {
            caller.call(request);
        } catch (HttpCaller.Refused e) {
            if (!settings.dropsRefused()) {
                throw new OutsideFailure("The service does not take " + (rows.size() == 1 ? "a row" : rows.size() + " rows") + ". " + e.getMessage(), e);
            }
            refusedRows.accept(rows.size());
            if (!refusedBefore) {
                refusedBefore = true;
                LOG.warn("Rows are dropped and counted because the service does not take them; this is said once. {}", e.getMessage());
            }
        }
        rows.clear();
        size = 0;
    }

    private byte[] body() {
        if (settings.together() == 1) {
            return rows.get(0);
        }
        var body = new ByteArrayOutputStream(size + rows.size() + 1);
        for (int i = 0; i < rows.size(); i++) {
            body.write(i == 0 ? '[' : ',');
            body.writeBytes(rows.get(i));
        }
        body.write(']');
        return body.toByteArray();
    }

    @Override
    public void close() {
        // The client's threads end with it; what was not flushed comes again from the last checkpoint.
    }
}
