package dev.millrace.runtime.tap;

import dev.millrace.runtime.source.ReadSettings;
import dev.millrace.runtime.source.RowDecoder;
import java.io.Serializable;
import java.util.List;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.table.data.RowData;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Gives records that were read before, through the decoder of the source they stand for. */
public final class SampleRecords implements GeneratorFunction<Long, RowData> {
    private static final long serialVersionUID = 1L;

    /** A record as Kafka gave it; {@code timestamp} in milliseconds since 1970, {@code key} and {@code value} may be null. */
    public record Sample(String topic, int partition, long offset, long timestamp, byte[] key, byte[] value, List<Header> headers)
            implements Serializable {}

    /** One of a record's headers; {@code value} may be null. */
    public record Header(String name, byte[] value) implements Serializable {}

    private final Sample[] records;
    private final ReadSettings settings;
    private transient RowDecoder decoder;

    public SampleRecords(List<Sample> records, ReadSettings settings) {
        this.records = records.toArray(Sample[]::new);
        this.settings = settings;
    }

    @Override
    public void open(SourceReaderContext context) {
        decoder = new RowDecoder(settings);
    }

    @Override
    public RowData map(Long index) {
        Sample r = records[index.intValue()];
        var headers = new RecordHeaders();
        r.headers.forEach(h -> headers.add(h.name, h.value));
        return decoder.decode(r.topic, r.partition, r.offset, r.timestamp, r.key, r.value, headers);
    }
}
