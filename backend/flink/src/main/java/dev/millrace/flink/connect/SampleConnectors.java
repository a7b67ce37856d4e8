package dev.millrace.flink.connect;

import dev.millrace.flink.plan.Connectors;
import dev.millrace.pipeline.NodeId;
import dev.millrace.rel.HttpLookup;
import dev.millrace.rel.Lookup;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Write;
import dev.millrace.runtime.source.OpenEnvelopes;
import dev.millrace.runtime.source.ReadSettings;
import dev.millrace.runtime.tap.SampleRecords;
import dev.millrace.runtime.tap.StillOpen;
import dev.millrace.server.deployment.JobSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.table.data.RowData;

/**
 * Sources that give a finite sample and sinks that touch nothing, for previews. Records go through the decoders and watermarks of the
 * sources they stand for.
 *
 * @param samples records by topic, oldest first
 * @param demoRows rows that a demo stream or a table gives, as fast as they can be taken
 * @param databases databases whose tables are read and looked up in, which changes nothing there
 * @param services that are asked as a deployed job would ask them
 * @param registries whose schemas are read
 * @param ends whether the end of the sample is the end of all input, which closes every window
 */
public record SampleConnectors(Map<String, List<SampleRecords.Sample>> samples, int demoRows, boolean ends, Databases databases,
        HttpServices services, Registries registries)
        implements Connectors {

    @Override
    public Reading read(StreamExecutionEnvironment env, Rel.Scan scan, NodeId node, JobSpec job) {
        return switch (scan) {
            case Rel.KafkaScan s -> open(topic(env, s, node), s.eventTimeDelay());
            case Rel.ValuesScan s -> KafkaConnectors.values(env, s, node);
            case Rel.FilesScan s -> nothing(env, KafkaConnectors.settings(s.schema(), s.eventTimeDelay(), null), node);
            // A table ends when it is deployed, too.
            case Rel.TableScan s -> databases.read(env, s, node, demoRows);
            case Rel.DemoScan s -> {
                Reading rows = KafkaConnectors.demo(env, s, node, s.limit() == 0 ? demoRows : Math.min(s.limit(), demoRows), false);
                // A demo stream that was limited ends when it is deployed, too.
                yield s.limit() > 0 && s.limit() <= demoRows ? rows : open(rows, s.eventTimeDelay());
            }
        };
    }

    private Reading open(Reading reading, Duration delay) {
        if (ends) {
            return reading;
        }
        var rows = reading.rows().transform("still open", reading.rows().getType(), new StillOpen(delay.toMillis()));
        return new Reading(rows.setParallelism(1), reading.rejected());
    }

    private Reading topic(StreamExecutionEnvironment env, Rel.KafkaScan scan, NodeId node) {
        var settings = KafkaConnectors.settings(scan, registries);
        List<SampleRecords.Sample> records = scan.topics().stream().flatMap(t -> samples.getOrDefault(t, List.of()).stream()).toList();
        if (records.isEmpty()) {
            return nothing(env, settings, node);
        }
        return KafkaConnectors.generated(env, new DataGeneratorSource<>(new SampleRecords(records, settings), records.size(), KafkaConnectors.type(settings)),
                settings, node);
    }

    /** A source gives at least one record; here it is taken away again. */
    private static Reading nothing(StreamExecutionEnvironment env, ReadSettings settings, NodeId node) {
        var one = new SampleRecords(List.of(new SampleRecords.Sample("", 0, 0, 0, null, new byte[0])), settings);
        var none = env.fromSource(new DataGeneratorSource<>(one, 1, KafkaConnectors.type(settings)), WatermarkStrategy.noWatermarks(), node.value())
                .setParallelism(1).filter(row -> false).setParallelism(1);
        return KafkaConnectors.reading(OpenEnvelopes.part(none, settings.columns(), 1));
    }

    @Override
    public Looked ask(DataStream<RowData> rows, HttpLookup lookup) {
        return services.ask(rows, lookup);
    }

    @Override
    public Looked lookUp(DataStream<RowData> rows, Lookup lookup) {
        return databases.lookUp(rows, lookup);
    }

    @Override
    public Transformation<?> write(DataStream<RowData> rows, Write write, NodeId node, JobSpec job) {
        return rows.sinkTo(new DiscardingSink<>()).getTransformation();
    }
}
