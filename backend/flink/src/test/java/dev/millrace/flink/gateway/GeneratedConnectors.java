package dev.millrace.flink.gateway;

import dev.millrace.flink.plan.Connectors;
import dev.millrace.flink.type.FlinkTypes;
import dev.millrace.pipeline.NodeId;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Write;
import dev.millrace.schema.Column;
import dev.millrace.schema.DeadLetter;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import dev.millrace.server.deployment.JobSpec;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.util.Collector;

/** A demo source of counted numbers, one row a millisecond of event time. */
final class GeneratedConnectors implements Connectors {
    static final Schema SCHEMA = Schema.of(Column.of("n", LogicalType.BIGINT), Column.of("ts", LogicalType.TIMESTAMP)).withEventTime("ts");

    @Override
    public Reading read(StreamExecutionEnvironment env, Rel.Scan scan, NodeId node, JobSpec job) {
        var demo = (Rel.DemoScan) scan;
        var type = InternalTypeInfo.of(FlinkTypes.row(SCHEMA));
        var source = new DataGeneratorSource<RowData>(new Numbers(), demo.limit() == 0 ? Long.MAX_VALUE : demo.limit(),
                RateLimiterStrategy.perSecond(demo.rowsPerSecond() == 0 ? 1e9 : demo.rowsPerSecond()), type);
        var watermarks = WatermarkStrategy.<RowData>forBoundedOutOfOrderness(Duration.ZERO)
                .withTimestampAssigner((row, t) -> row.getTimestamp(1, 3).getMillisecond());
        DataStream<RowData> rows = env.fromSource(source, watermarks, "numbers");
        DataStream<RowData> none = rows.flatMap(new Nothing()).returns(InternalTypeInfo.of(FlinkTypes.row(DeadLetter.SCHEMA)));
        return new Reading(rows, none);
    }

    @Override
    public Transformation<?> write(DataStream<RowData> rows, Write write, NodeId node, JobSpec job) {
        return rows.sinkTo(new DiscardingSink<>()).getTransformation();
    }

    private record Numbers() implements GeneratorFunction<Long, RowData> {
        @Override
        public RowData map(Long n) {
            return GenericRowData.of(n, TimestampData.fromEpochMillis(n));
        }
    }

    private record Nothing() implements FlatMapFunction<RowData, RowData> {
        @Override
        public void flatMap(RowData row, Collector<RowData> out) {
            // Every number can be read.
        }
    }
}
