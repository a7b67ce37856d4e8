package dev.millrace.runtime.sink;

import dev.millrace.runtime.csv.CsvEncoder;
import dev.millrace.runtime.csv.ValueTexts;
import dev.millrace.runtime.json.JsonEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Writes rows as records with all that can be chosen: {@link JsonRecords} is the plain case of it, and quicker. A column that is
 * NULL makes no header.
 */
public final class TopicRecords implements KafkaRecordSerializationSchema<RowData> {
    private static final long serialVersionUID = 1L;

    /** BY_KEY leaves it to Kafka. */
    public enum Spread { BY_KEY, ROUND_ROBIN, FIXED }

    private final String topic;
    private final RowType type;
    private final int[] key;
    private final boolean csv;
    private final char separator;
    private final String[] headerNames;
    private final int[] headers;
    private final Spread spread;
    private transient JsonEncoder keyEncoder;
    private transient JsonEncoder json;
    private transient CsvEncoder table;
    private transient ValueTexts headerTexts;
    private transient int next;

    /**
     * @param separator for CSV; null for JSON
     * @param headers positions of the columns that become headers, by the header's name
     * @throws IllegalArgumentException where a column has a type that the format cannot hold
     */
    public TopicRecords(String topic, RowType type, int[] key, Character separator, Map<String, Integer> headers, Spread spread) {
        this.topic = topic;
        this.type = type;
        this.key = key.clone();
        this.csv = separator != null;
        this.separator = csv ? separator : ',';
        Map<String, Integer> sorted = new TreeMap<>(headers);
        this.headerNames = sorted.keySet().toArray(String[]::new);
        this.headers = sorted.values().stream().mapToInt(i -> i).toArray();
        this.spread = spread;
        new JsonEncoder(type);
    }

    @Override
    public void open(SerializationSchema.InitializationContext context, KafkaSinkContext sinkContext) {
        keyEncoder = key.length == 0 ? null : new JsonEncoder(type, key);
        json = csv ? null : new JsonEncoder(type);
        table = csv ? new CsvEncoder(type, separator) : null;
        headerTexts = new ValueTexts(type, headers);
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(RowData row, KafkaSinkContext context, Long timestamp) {
        RecordHeaders given = new RecordHeaders();
        if (headers.length > 0) {
            String[] texts = headerTexts.of(row);
            for (int i = 0; i < texts.length; i++) {
                if (texts[i] != null) {
                    given.add(headerNames[i], texts[i].getBytes(StandardCharsets.UTF_8));
                }
            }
        }
        return new ProducerRecord<>(topic, partition(context), null, keyEncoder == null ? null : keyEncoder.encode(row),
                csv ? table.encode(row) : json.encode(row), given);
    }

    private Integer partition(KafkaSinkContext context) {
        if (spread == Spread.BY_KEY) {
            return null;
        }
        int[] partitions = context.getPartitionsForTopic(topic);
        int index = spread == Spread.FIXED ? context.getParallelInstanceId() : context.getParallelInstanceId() + next++;
        return partitions[Math.floorMod(index, partitions.length)];
    }
}
