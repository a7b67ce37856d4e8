package dev.millrace.runtime.sink;

import dev.millrace.runtime.json.JsonEncoder;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.RowKind;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes rows as JSON records; key columns become a JSON object of their own, no key columns no key. A row that is taken back
 * becomes a key without a value, which a compacted topic understands.
 *
 * <p>The record's timestamp is the time of writing, never the event time: Kafka deletes by it, so that results about last year
 * would be gone within minutes, and refuses times that lie ahead, which would stop the job.
 */
public final class JsonRecords implements KafkaRecordSerializationSchema<RowData> {
    private static final long serialVersionUID = 1L;

    private final String topic;
    private final RowType type;
    private final int[] key;
    private transient JsonEncoder keyEncoder;
    private transient JsonEncoder valueEncoder;

    /** @throws IllegalArgumentException where a column has a type that JSON cannot hold */
    public JsonRecords(String topic, RowType type, int[] key) {
        new JsonEncoder(type);
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
        boolean holds = row.getRowKind() == RowKind.INSERT || row.getRowKind() == RowKind.UPDATE_AFTER;
        return new ProducerRecord<>(topic, keyEncoder == null ? null : keyEncoder.encode(row), holds ? valueEncoder.encode(row) : null);
    }
}
