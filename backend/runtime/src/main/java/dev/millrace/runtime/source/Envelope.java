package dev.millrace.runtime.source;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarBinaryType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What a source emits: the declared columns and, behind them, one more that holds the dead letter of a record that could not be
 * read. Either the columns or the dead letter are filled.
 */
public final class Envelope {
    /** topic, partition, offset, timestamp, key, raw, reason. */
    static final RowType DEAD_LETTER = RowType.of(
            new LogicalType[] {new VarCharType(VarCharType.MAX_LENGTH), new IntType(), new BigIntType(), new LocalZonedTimestampType(3),
                new VarBinaryType(VarBinaryType.MAX_LENGTH), new VarBinaryType(VarBinaryType.MAX_LENGTH), new VarCharType(VarCharType.MAX_LENGTH)},
            new String[] {"topic", "partition", "offset", "timestamp", "key", "raw", "reason"});

    private Envelope() {}

    static RowType type(RowType columns) {
        List<RowType.RowField> fields = new ArrayList<>();
        for (RowType.RowField field : columns.getFields()) {
            fields.add(new RowType.RowField(field.getName(), field.getType().copy(true)));
        }
        fields.add(new RowType.RowField("__dead_letter", DEAD_LETTER));
        return new RowType(fields);
    }

    public static GenericRowData bad(int columns, RowData deadLetter) {
        GenericRowData envelope = new GenericRowData(columns + 1);
        envelope.setField(columns, deadLetter);
        return envelope;
    }

    /** Why a record could not be read; null where it is a row. @param columns number of columns of the rows */
    public static String reason(RowData envelope, int columns) {
        return envelope.isNullAt(columns) ? null : envelope.getRow(columns, DEAD_LETTER.getFieldCount()).getString(6).toString();
    }

    public static RowData deadLetter(String topic, int partition, long offset, long timestamp, byte[] key, byte[] raw, String reason) {
        return GenericRowData.of(StringData.fromString(topic), partition, offset,
                timestamp == ConsumerRecord.NO_TIMESTAMP ? null : TimestampData.fromEpochMillis(timestamp), key, raw,
                StringData.fromString(reason));
    }
}
