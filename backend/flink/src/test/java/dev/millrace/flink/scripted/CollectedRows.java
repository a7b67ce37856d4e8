package dev.millrace.flink.scripted;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/** Keeps the rows that reach it in this JVM, as text. */
public record CollectedRows(String name, RowType type) implements Sink<RowData> {
    private static final Map<String, List<String>> ROWS = new ConcurrentHashMap<>();

    public static List<String> of(String name) {
        return ROWS.computeIfAbsent(name, n -> new CopyOnWriteArrayList<>());
    }

    @Override
    public SinkWriter<RowData> createWriter(WriterInitContext context) {
        return new SinkWriter<>() {
            @Override
            public void write(RowData row, Context c) {
                var text = new StringBuilder(row.getRowKind().shortString()).append("[");
                for (int i = 0; i < type.getFieldCount(); i++) {
                    Object value = RowData.createFieldGetter(type.getTypeAt(i), i).getFieldOrNull(row);
                    text.append(i == 0 ? "" : ", ").append(value);
                }
                of(name).add(text.append("]").toString());
            }

            @Override
            public void flush(boolean endOfInput) {}

            @Override
            public void close() {}
        };
    }
}
