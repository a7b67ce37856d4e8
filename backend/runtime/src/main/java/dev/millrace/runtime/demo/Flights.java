package dev.millrace.runtime.demo;

import dev.millrace.runtime.json.BadRecord;
import dev.millrace.runtime.json.JsonDecoder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.RowType;

/** US flights of 2001, see SOURCE.md beside the data. Played again and again, each time 90 days later. */
final class Flights implements DemoRows {
    private static final long serialVersionUID = 1L;
    private static final String FILE = "/dev/millrace/runtime/demo/flights.jsonl.gz";
    private static final long NINETY_DAYS = 90L * 86_400_000L;
    private final RowType columns;
    private transient List<GenericRowData> rows;

    Flights(RowType columns) {
        this.columns = columns;
    }

    @Override
    public GenericRowData at(long index) {
        if (rows == null) {
            rows = load();
        }
        long round = index / rows.size();
        GenericRowData row = rows.get((int) (index % rows.size()));
        GenericRowData copy = new GenericRowData(row.getArity());
        for (int i = 0; i < row.getArity(); i++) {
            copy.setField(i, row.getField(i));
        }
        copy.setField(0, row.getLong(0) + round * rows.size());
        copy.setField(1, TimestampData.fromEpochMillis(row.getTimestamp(1, 3).getMillisecond() + round * NINETY_DAYS));
        return copy;
    }

    private List<GenericRowData> load() {
        List<GenericRowData> rows = new ArrayList<>();
        JsonDecoder decoder = new JsonDecoder(columns);
        try (InputStream file = Flights.class.getResourceAsStream(FILE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(new GZIPInputStream(file), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                rows.add(decoder.decode(line.getBytes(StandardCharsets.UTF_8)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (BadRecord e) {
            throw new IllegalStateException("The flights that come with Millrace cannot be read", e);
        }
        return rows;
    }
}
