package dev.millrace.flink.segment;

import java.util.List;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.table.data.RowData;

/** The rows that leave one output port of a planned node: the operator they come from, and what is known of them. */
public record PortRows(Transformation<RowData> from, RowShape shape) {

    /** The same rows, of which each newer one with these values takes the place of the one before; rows that lack one are left out. */
    public PortRows keyedBy(List<String> key) {
        return new PortRows(from, new RowShape(shape.type(), shape.eventTime(), key, shape.changes()));
    }
}
