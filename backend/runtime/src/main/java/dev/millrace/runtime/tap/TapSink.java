package dev.millrace.runtime.tap;

import dev.millrace.runtime.json.JsonEncoder;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/** Shows the rows of one output port to whoever opened the {@link Taps} in this JVM. */
public final class TapSink implements Sink<RowData> {
    private static final long serialVersionUID = 1L;

    private final String taps;
    private final String port;
    private final RowType type;

    public TapSink(String taps, String port, RowType type) {
        this.taps = taps;
        this.port = port;
        this.type = type;
    }

    @Override
    public SinkWriter<RowData> createWriter(WriterInitContext context) {
        return new Writer(Taps.box(taps, port), new JsonEncoder(type));
    }

    private record Writer(Taps.Box box, JsonEncoder encoder) implements SinkWriter<RowData> {
        @Override
        public void write(RowData row, Context context) {
            if (box != null) {
                box.take(new Taps.SeenRow(row.getRowKind().shortString(), new String(encoder.encode(row), StandardCharsets.UTF_8)));
            }
        }

        @Override
        public void writeWatermark(Watermark mark) {
            if (box != null) {
                box.time(mark.getTimestamp());
            }
        }

        @Override
        public void flush(boolean endOfInput) {
            // Rows are shown as they come.
        }

        @Override
        public void close() {
            // The taps belong to whoever opened them.
        }
    }
}
