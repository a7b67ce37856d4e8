package dev.millrace.runtime.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.runtime.source.RecordFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema.KafkaSinkContext;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.junit.jupiter.api.Test;

/** To which partition of a topic rows go. */
class TopicRecordsTest {
    private static final RowType TYPE = RowType.of(new LogicalType[] {new BigIntType(), new IntType(), new VarCharType()}, new String[] {"id", "shard", "note"});
    private static final KafkaSinkContext SECOND_OF_TWO = new KafkaSinkContext() {
        @Override
        public int getParallelInstanceId() {
            return 1;
        }

        @Override
        public int getNumberOfParallelInstances() {
            return 2;
        }

        @Override
        public int[] getPartitionsForTopic(String topic) {
            return new int[] {0, 1, 2};
        }
    };

    @Test
    void aColumnChoosesByItsRest() {
        assertThat(partitions(TopicRecords.Spread.BY_COLUMN, 1, row(1L, 7), row(2L, -1), row(3L, null), row(4L, 3))).containsExactly(1, 2, 0, 0);
        assertThat(partitions(TopicRecords.Spread.BY_COLUMN, 0, row((1L << 40) + 1, 0), row(Long.MIN_VALUE, 0)))
                .containsExactly((int) (((1L << 40) + 1) % 3), (int) Math.floorMod(Long.MIN_VALUE, 3L));
    }

    @Test
    void theOtherWays() {
        assertThat(partitions(TopicRecords.Spread.ROUND_ROBIN, -1, row(1L, 1), row(1L, 1), row(1L, 1))).containsExactly(1, 2, 0);
        assertThat(partitions(TopicRecords.Spread.FIXED, -1, row(1L, 1), row(2L, 2))).containsExactly(1, 1);
        assertThat(partitions(TopicRecords.Spread.BY_KEY, -1, row(1L, 1))).containsExactly((Integer) null);
    }

    @Test
    void textHasNoRest() {
        assertThatThrownBy(() -> records(TopicRecords.Spread.BY_COLUMN, 2)).isInstanceOf(IllegalArgumentException.class);
    }

    private static RowData row(Long id, Integer shard) {
        return GenericRowData.of(id, shard, null);
    }

    private static List<Integer> partitions(TopicRecords.Spread spread, int by, RowData... rows) {
        TopicRecords records = records(spread, by);
        records.open(null, SECOND_OF_TWO);
        return Stream.of(rows).map(row -> records.serialize(row, SECOND_OF_TWO, null).partition()).toList();
    }

    private static TopicRecords records(TopicRecords.Spread spread, int by) {
        return new TopicRecords("results", TYPE, new int[0], RecordFormat.JSON, Map.of(), spread, by);
    }
}
