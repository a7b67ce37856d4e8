package dev.millrace.runtime.demo;

import dev.millrace.runtime.json.JsonEncoder;
import dev.millrace.runtime.source.ReadSettings;
import dev.millrace.runtime.source.RowDecoder;
import java.util.Arrays;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/**
 * Gives the demo event at an index the way a topic would: as JSON through the same decoder, so that bad records and columns
 * that are not read behave as they do with Kafka.
 */
public final class DemoRecords implements GeneratorFunction<Long, RowData> {
    private static final long serialVersionUID = 1L;

    private final String dataset;
    private final RowType columns;
    private final DemoRows rows;
    private final ReadSettings settings;
    private final long malformedEvery;
    private transient JsonEncoder encoder;
    private transient RowDecoder decoder;

    /**
     * @param columns all that the set has, in their order
     * @param malformedEvery every n-th record is cut off in the middle; 0: none
     */
    public DemoRecords(String dataset, RowType columns, long rowsPerSecond, long malformedEvery, ReadSettings settings) {
        this.dataset = dataset;
        this.columns = columns;
        this.rows = DemoRows.of(dataset, columns, rowsPerSecond);
        this.settings = settings;
        this.malformedEvery = malformedEvery;
    }

    @Override
    public void open(SourceReaderContext context) {
        encoder = new JsonEncoder(columns);
        decoder = new RowDecoder(settings);
    }

    @Override
    public RowData map(Long index) {
        byte[] json = encoder.encode(rows.at(index));
        if (malformedEvery > 0 && (index + 1) % malformedEvery == 0) {
            json = Arrays.copyOf(json, json.length / 2);
        }
        return decoder.decode("demo-" + dataset, 0, index, json);
    }

    /** The first records as they would stand in a topic, none of them broken. */
    public static Stream<byte[]> first(long count, String dataset, RowType columns, long rowsPerSecond) {
        DemoRows rows = DemoRows.of(dataset, columns, rowsPerSecond);
        JsonEncoder json = new JsonEncoder(columns);
        return LongStream.range(0, count).mapToObj(index -> json.encode(rows.at(index)));
    }
}
