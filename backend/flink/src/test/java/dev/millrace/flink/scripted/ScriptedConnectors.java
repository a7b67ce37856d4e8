package dev.millrace.flink.scripted;

import dev.millrace.flink.plan.Connectors;
import dev.millrace.flink.type.FlinkTypes;
import dev.millrace.pipeline.NodeId;
import dev.millrace.rel.HttpLookup;
import dev.millrace.rel.Lookup;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Write;
import dev.millrace.runtime.pace.RateLimit;
import dev.millrace.schema.Column;
import dev.millrace.schema.DeadLetter;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import dev.millrace.server.deployment.JobSpec;
import org.apache.flink.api.common.functions.FilterFunction;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;

/** Topics are scripts, sinks keep their rows in this JVM. Rows with a negative value count as records that cannot be read. */
public final class ScriptedConnectors implements Connectors {
    /** What every script gives. */
    public static final Schema SCHEMA = Schema.of(Column.of("k", LogicalType.STRING), Column.of("v", LogicalType.BIGINT),
            Column.of("ts", LogicalType.TIMESTAMP)).withEventTime("ts");

    @Override
    public Reading read(StreamExecutionEnvironment env, Rel.Scan scan, NodeId node, JobSpec job) {
        String script = ((Rel.KafkaScan) scan).topics().getFirst();
        DataStream<RowData> all = env.addSource(new ScriptedSource(script), InternalTypeInfo.of(FlinkTypes.row(SCHEMA)));
        DataStream<RowData> good = all.filter(new Sign(false));
        DataStream<RowData> bad = all.filter(new Sign(true)).map(new ToDeadLetter())
                .returns(InternalTypeInfo.of(FlinkTypes.row(DeadLetter.SCHEMA)));
        return new Reading(good, bad);
    }

    @Override
    public DataStream<RowData> hold(DataStream<RowData> rows, Rel.Paced paced) {
        return RateLimit.of(rows, paced.rows(), paced.per());
    }

    @Override
    public Looked ask(DataStream<RowData> rows, HttpLookup lookup) {
        throw new IllegalArgumentException("There is no service here");
    }

    @Override
    public Looked lookUp(DataStream<RowData> rows, Lookup lookup) {
        throw new UnsupportedOperationException("Scripts have no tables");
    }

    @Override
    public Transformation<?> write(DataStream<RowData> rows, Write write, NodeId node, JobSpec job) {
        String topic = ((Write.KafkaWrite) write).topic().name();
        return rows.sinkTo(new CollectedRows(topic, FlinkTypes.row(write.in().schema()))).getTransformation();
    }

    private record Sign(boolean negative) implements FilterFunction<RowData> {
        @Override
        public boolean filter(RowData row) {
            return row.getLong(1) < 0 == negative;
        }
    }

    private record ToDeadLetter() implements MapFunction<RowData, RowData> {
        @Override
        public RowData map(RowData row) {
            return new GenericRowData(DeadLetter.SCHEMA.columns().size());
        }
    }
}
