package dev.millrace.runtime.sink;

import dev.millrace.runtime.avro.AvroEncoder;
import dev.millrace.runtime.avro.AvroFormat;
import dev.millrace.runtime.csv.CsvEncoder;
import dev.millrace.runtime.csv.ValueTexts;
import dev.millrace.runtime.json.JsonEncoder;
import dev.millrace.runtime.source.RecordFormat;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.RowType;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Writes rows as records with all that can be chosen: {@link JsonRecords} is the plain case of it, and quicker. A column that is
 * NULL makes no header.
 */
public final class TopicRecords implements KafkaRecordSerializationSchema<RowData> {
    private static final long serialVersionUID = 1L;

    /** BY_KEY leaves it to Kafka; BY_COLUMN takes the rest of a whole number that is divided by the number of partitions. */
    public enum Spread { BY_KEY, ROUND_ROBIN, FIXED, BY_COLUMN }

    private final String topic;
    private final RowType type;
    private final int[] key;
    private final RecordFormat format;
    private final String[] headerNames;
    private final int[] headers;
    private final Spread spread;
    private final int spreadBy;
    private transient JsonEncoder keyEncoder;
    private transient Function<RowData, byte[]> values;
    private transient ValueTexts headerTexts;
    private transient int next;

    /**
     * @param format JSON, CSV or Avro
     * @param headers positions of the columns that become headers, by the header's name
     * @param spreadBy position of the column for BY_COLUMN, an INT or BIGINT; meaningless for others
     * @throws IllegalArgumentException where a column has a type that the format cannot hold
     */
    public TopicRecords(String topic, RowType type, int[] key, RecordFormat format, Map<String, Integer> headers, Spread spread, int spreadBy) {
        this.topic = topic;
        this.type = type;
        this.key = key.clone();
        this.format = format;
        Map<String, Integer> sorted = new TreeMap<>(headers);
        this.headerNames = sorted.keySet().toArray(String[]::new);
        this.headers = sorted.values().stream().mapToInt(i -> i).toArray();
        this.spread = spread;
        this.spreadBy = spreadBy;
        if (spread == Spread.BY_COLUMN && type.getTypeAt(spreadBy).getTypeRoot() != LogicalTypeRoot.BIGINT && type.getTypeAt(spreadBy).getTypeRoot() != LogicalTypeRoot.INTEGER) {
            throw new IllegalArgumentException("A partition by " + type.getTypeAt(spreadBy) + " is not possible");
        }
        new JsonEncoder(type);
        if (format.kind() == RecordFormat.Kind.AVRO) {
            new AvroEncoder(type, format.avro());
        }
    }

    private Function<RowData, byte[]> values() {
        switch (format.kind()) {
            case CSV:
                return new CsvEncoder(type, format.separator())::encode;
            case AVRO: {
                AvroEncoder avro = new AvroEncoder(type, format.avro());
                AvroFormat.Registry registry = format.avro().registry();
                return (registry == null ? avro : avro.registeredFor(topic, registry))::encode;
            }
            default:
                return new JsonEncoder(type)::encode;
        }
    }

    @Override
    public void open(SerializationSchema.InitializationContext context, KafkaSinkContext sinkContext) {
        keyEncoder = key.length == 0 ? null : new JsonEncoder(type, key);
        values = values();
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
        return new ProducerRecord<>(topic, partition(row, context), null, keyEncoder == null ? null : keyEncoder.encode(row),
                values.apply(row), given);
    }

    private Integer partition(RowData row, KafkaSinkContext context) {
        if (spread == Spread.BY_KEY) {
            return null;
        }
        int[] partitions = context.getPartitionsForTopic(topic);
        return partitions[Math.floorMod(index(row, context), partitions.length)];
    }

    private long index(RowData row, KafkaSinkContext context) {
        switch (spread) {
            case BY_COLUMN:
                return row.isNullAt(spreadBy) ? 0
                        : type.getTypeAt(spreadBy).getTypeRoot() == LogicalTypeRoot.INTEGER ? row.getInt(spreadBy) : row.getLong(spreadBy);
            case FIXED:
                return context.getParallelInstanceId();
            default:
                return context.getParallelInstanceId() + next++;
        }
    }
}
