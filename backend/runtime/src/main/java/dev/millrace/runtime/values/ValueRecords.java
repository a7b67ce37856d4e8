package dev.millrace.runtime.values;

import dev.millrace.runtime.source.ReadSettings;
import dev.millrace.runtime.source.RowDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.table.data.RowData;

/** Gives rows that were typed by hand, as JSON through the decoder that reads topics. */
public final class ValueRecords implements GeneratorFunction<Long, RowData> {
    private static final long serialVersionUID = 1L;

    private final ArrayList<String> rows;
    private final ReadSettings settings;
    private transient RowDecoder decoder;

    /** @param rows each a JSON object */
    public ValueRecords(List<String> rows, ReadSettings settings) {
        this.rows = new ArrayList<>(rows);
        this.settings = settings;
    }

    @Override
    public void open(SourceReaderContext context) {
        decoder = new RowDecoder(settings);
    }

    @Override
    public RowData map(Long index) {
        return decoder.decode("values", 0, index, rows.get(index.intValue()).getBytes(StandardCharsets.UTF_8));
    }
}
