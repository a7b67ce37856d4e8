package dev.millrace.runtime.sink;

import dev.millrace.runtime.json.JsonEncoder;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes rows as JSON records; key columns become a JSON object of their own, no key columns no key. */
public final class JsonRecords implements KafkaRecordSerializationSchema<RowData> {
    private static final long serialVersionUID = 1L;

    private final String topic;
    private final RowType type;
    private final int[] key;
    private transient JsonEncoder keyEncoder;
    private transient JsonEncoder valueEncoder;

    public JsonRecords(String topic, RowType type, int[] key) {
        this.topic = topic;
        this.type = type;
        this.key = key.clone();
    }

    @Override
    public void open(SerializationSchema.InitializationContext context, KafkaSinkContext sinkContext) {
        keyEncoder = key.length == 0 ? null : new JsonEncoder(type, key);
        valueEncoder = new JsonEncoder(type);
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(RowData row, KafkaSinkContext context, Long timestamp) {
        // Kafka refuses negative timestamps; event times before 1970 leave the choice to the producer.
        return new ProducerRecord<>(topic, null, timestamp == null || timestamp < 0 ? null : timestamp,
                keyEncoder == null ? null : keyEncoder.encode(row), valueEncoder.encode(row));
    }
}
