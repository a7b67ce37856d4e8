package dev.millrace.flink.segment;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/**
 * What one output port of a node gives out.
 *
 * @param sql reads the node's inputs by name
 * @param type columns as they were shown to the person who drew; where the planner's types differ, values are cast
 * @param eventTime the column that must still be event time after planning
 * @param key columns by which the rows are unique; empty where none are known
 * @param updating whether rows may be changed and taken back; where not, a query that does so is refused
 * @param behind what is done to the rows behind the query
 */
public record PortQuery(String sql, RowType type, Optional<String> eventTime, List<String> key, boolean updating,
        Optional<Behind> behind) {
    public PortQuery {
        key = List.copyOf(key);
    }

    public sealed interface Behind {}

    /** The last step, behind which rows are only added, whatever changes came before. */
    public record Adding(RowType type, UnaryOperator<DataStream<RowData>> step) implements Behind {}

    /** The last step, which the planner cannot take; the rows have this type then. */
    public record Ending(RowType type, UnaryOperator<DataStream<RowData>> step) implements Behind {}

    /** A column that becomes the event time, and the watermarks that go with it. */
    public record Retiming(String column, WatermarkStrategy<RowData> watermarks) implements Behind {}

    /** Rows that are only ever added. */
    public PortQuery(String sql, RowType type, Optional<String> eventTime) {
        this(sql, type, eventTime, List.of(), false, Optional.empty());
    }
}
