package dev.millrace.flink.plan;

import dev.millrace.pipeline.NodeId;
import dev.millrace.rel.HttpLookup;
import dev.millrace.rel.Lookup;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Write;
import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import dev.millrace.server.deployment.JobSpec;
import dev.millrace.server.deployment.LiveFeed;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.RowData;

/** Builds the operators that touch systems outside. Their uids and names are set afterwards. */
public interface Connectors {

    /** Both streams of one read: rows as the scan's schema says, with watermarks, and dead letters. */
    record Reading(DataStream<RowData> rows, DataStream<RowData> rejected) {}

    Reading read(StreamExecutionEnvironment env, Rel.Scan scan, NodeId node, JobSpec job);

    /** Asks a system outside for each row; it only reads there. */
    Looked lookUp(DataStream<RowData> rows, Lookup lookup);

    /** Asks a service for each row. */
    Looked ask(DataStream<RowData> rows, HttpLookup lookup);

    /**
     * Both streams of a lookup.
     *
     * @param found the columns of the lookup, and where it has a condition, two marks behind them ({@link #marked})
     * @param failed rows as they came, with the reason
     */
    record Looked(DataStream<RowData> found, DataStream<RowData> failed) {
        static final String HAS_PARTNER = "has partner";
        static final String IS_LAST = "is last";

        /** A condition is seen by the planner's expressions, so behind the lookup; the marks say what belongs together. */
        public static Schema marked(Lookup lookup) {
            if (lookup.condition().isEmpty()) {
                return lookup.schema();
            }
            var columns = new ArrayList<>(lookup.schema().columns());
            columns.add(new Column(mark(HAS_PARTNER, lookup), LogicalType.BOOLEAN, false));
            columns.add(new Column(mark(IS_LAST, lookup), LogicalType.BOOLEAN, false));
            return new Schema(columns, lookup.schema().eventTime(), List.of(), lookup.schema().changelog());
        }

        /** A name that no column of the lookup has. */
        static String mark(String name, Lookup lookup) {
            return lookup.schema().column(name).isPresent() ? mark(name + "'", lookup) : name;
        }
    }

    /** Rows held back to a rate, so that what comes behind is not overrun. */
    DataStream<RowData> hold(DataStream<RowData> rows, Rel.Paced paced);

    /** Changes of live parameters as they come, each as JSON, to one copy. Not asked where they keep their start values. */
    default DataStream<String> changes(StreamExecutionEnvironment env, LiveFeed feed, JobSpec job) {
        throw new IllegalStateException("Live parameters are not changed here");
    }

    /** The sink, which ends the stream. The rows have the columns of {@code write.in().schema()}. */
    Transformation<?> write(DataStream<RowData> rows, Write write, NodeId node, JobSpec job);
}
