package dev.millrace.runtime.source;

import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Decodes Kafka records into envelopes; never fails on a record's content. */
public final class KafkaRecords implements KafkaRecordDeserializationSchema<RowData> {
    private static final long serialVersionUID = 1L;

    private final ReadSettings settings;
    private final long from;
    private transient RowDecoder decoder;

    public KafkaRecords(ReadSettings settings) {
        this(settings, Long.MIN_VALUE);
    }

    /** @param from rows with an event time before it, in milliseconds, are left out: another source has them; bad records are not */
    public KafkaRecords(ReadSettings settings, long from) {
        this.settings = settings;
        this.from = from;
    }

    @Override
    public void open(DeserializationSchema.InitializationContext context) {
        decoder = new RowDecoder(settings);
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<RowData> out) {
        RowData envelope = decoder.decode(record.topic(), record.partition(), record.offset(), record.timestamp(), record.key(), record.value(),
                record.headers());
        if (from == Long.MIN_VALUE || !isBefore(envelope)) {
            out.collect(envelope);
        }
    }

    private boolean isBefore(RowData envelope) {
        int time = settings.eventTime();
        boolean isBad = !envelope.isNullAt(settings.columns().getFieldCount());
        return !isBad && envelope.getTimestamp(time, LogicalTypeChecks.getPrecision(settings.columns().getTypeAt(time))).getMillisecond() < from;
    }

    @Override
    public TypeInformation<RowData> getProducedType() {
        return InternalTypeInfo.of(Envelope.type(settings.columns()));
    }
}
