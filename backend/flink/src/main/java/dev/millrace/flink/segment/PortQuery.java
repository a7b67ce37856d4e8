package dev.millrace.flink.segment;

import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
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
 * @param retiming another event time that is set behind the query
 */
public record PortQuery(String sql, RowType type, Optional<String> eventTime, List<String> key, boolean updating,
        Optional<Retiming> retiming) {
    public PortQuery {
        key = List.copyOf(key);
    }

    /** A column that becomes the event time, and the watermarks that go with it. */
    public record Retiming(String column, WatermarkStrategy<RowData> watermarks) {}

    /** Rows that are only ever added. */
    public PortQuery(String sql, RowType type, Optional<String> eventTime) {
        this(sql, type, eventTime, List.of(), false, Optional.empty());
    }
}
