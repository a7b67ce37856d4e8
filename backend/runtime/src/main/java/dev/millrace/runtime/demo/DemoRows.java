package dev.millrace.runtime.demo;

import java.io.Serializable;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.types.logical.RowType;

/** A built-in event set: the row at every index, always the same. */
interface DemoRows extends Serializable {
    /** All columns of the set. */
    RowType type();

    GenericRowData at(long index);

    static DemoRows of(String dataset, long rowsPerSecond) {
        switch (dataset) {
            case "flights":
                return new Flights();
            case "bids":
                return new Bids(rowsPerSecond);
            default:
                throw new IllegalArgumentException("There is no demo stream '" + dataset + "'");
        }
    }
}
