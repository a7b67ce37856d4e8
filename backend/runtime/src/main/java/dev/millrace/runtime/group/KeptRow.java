package dev.millrace.runtime.group;

import org.apache.flink.table.data.RowData;

/** A row as it was kept, in the layout of its time. */
record KeptRow(RowLayout layout, RowData row) {}
