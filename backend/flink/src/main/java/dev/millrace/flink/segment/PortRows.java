package dev.millrace.flink.segment;

import org.apache.flink.api.dag.Transformation;
import org.apache.flink.table.data.RowData;

/** The rows that leave one output port of a planned node: the operator they come from, and what is known of them. */
public record PortRows(Transformation<RowData> from, RowShape shape) {}
