package dev.millrace.flink.plan;

import dev.millrace.pipeline.NodeId;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Write;
import dev.millrace.server.deployment.JobSpec;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.RowData;

/** Builds the operators that touch systems outside. Their uids and names are set afterwards. */
public interface Connectors {

    /** Both streams of one read: rows as the scan's schema says, with watermarks, and dead letters. */
    record Reading(DataStream<RowData> rows, DataStream<RowData> rejected) {}

    Reading read(StreamExecutionEnvironment env, Rel.Scan scan, NodeId node, JobSpec job);

    /** The sink, which ends the stream. The rows have the columns of {@code write.in().schema()}. */
    Transformation<?> write(DataStream<RowData> rows, Write write, NodeId node, JobSpec job);
}
