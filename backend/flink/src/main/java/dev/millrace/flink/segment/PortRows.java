package dev.millrace.flink.segment;

import dev.millrace.runtime.join.HasKey;
import java.util.List;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.streaming.api.operators.StreamFilter;
import org.apache.flink.streaming.api.transformations.OneInputTransformation;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/** The rows that leave one output port of a planned node: the operator they come from, and what is known of them. */
public record PortRows(Transformation<RowData> from, RowShape shape) {

    /**
     * The same rows with these columns as their key. A key is never NULL for the planner, so where a column may be NULL, rows
     * without a value in it are left out.
     */
    public PortRows keyedBy(List<String> key) {
        RowType type = shape.type();
        int[] nullable = key.stream().mapToInt(type::getFieldIndex).filter(i -> type.getTypeAt(i).isNullable()).toArray();
        if (nullable.length == 0) {
            return new PortRows(from, new RowShape(type, shape.eventTime(), key, shape.changes()));
        }
        var keyed = new OneInputTransformation<>(from, "has key", new StreamFilter<>(new HasKey(nullable)), from.getOutputType(), from.getParallelism(), false);
        var fields = type.getFields().stream()
                .map(f -> key.contains(f.getName()) ? new RowType.RowField(f.getName(), f.getType().copy(false)) : f).toList();
        return new PortRows(keyed, new RowShape(new RowType(false, fields), shape.eventTime(), key, shape.changes()));
    }
}
