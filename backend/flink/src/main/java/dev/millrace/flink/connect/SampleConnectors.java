package dev.millrace.flink.connect;

import dev.millrace.flink.plan.Connectors;
import dev.millrace.flink.type.FlinkTypes;
import dev.millrace.pipeline.NodeId;
import dev.millrace.rel.HttpLookup;
import dev.millrace.rel.Lookup;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Write;
import dev.millrace.runtime.source.OpenEnvelopes;
import dev.millrace.runtime.source.ReadSettings;
import dev.millrace.runtime.source.RecordFormat;
import dev.millrace.runtime.tap.SampleRecords;
import dev.millrace.runtime.tap.SampleTime;
import dev.millrace.schema.Schema;
import dev.millrace.server.deployment.JobSpec;
import dev.millrace.server.preview.SampleTiming;
import dev.millrace.server.sample.SampleRecord;
import dev.millrace.server.sample.SourceSample;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
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
 * @param samples by source; one without an entry gives its first rows
 * @param most rows that such a source gives, as fast as they can be taken
 * @param files the folder whose files are read
 * @param databases databases whose tables are read and looked up in, which changes nothing there
 * @param services that are asked as a deployed job would ask them
 * @param registries whose schemas are read
 */
public record SampleConnectors(Map<NodeId, SourceSample> samples, int most, SampleTiming timing, FilesFolder files, Databases databases,
        HttpServices services, Registries registries)
        implements Connectors {

    @Override
    public Reading read(StreamExecutionEnvironment env, Rel.Scan scan, NodeId node, JobSpec job) {
        return switch (samples.getOrDefault(node, new SourceSample.First(most))) {
            case SourceSample.First(int rows) -> first(env, scan, node, rows);
            case SourceSample.Rows(var rows) -> timed(given(env, records(rows), rowSettings(scan), node), scan, rows.size());
            case SourceSample.Records(var records) when scan instanceof Rel.KafkaScan s ->
                    timed(given(env, records.stream().map(SampleConnectors::record).toList(), KafkaConnectors.settings(s, registries), node), scan, records.size());
            case SourceSample.Records records -> throw new IllegalArgumentException("Only topics have records");
        };
    }

    /** The first rows of what has no sample. */
    private Reading first(StreamExecutionEnvironment env, Rel.Scan scan, NodeId node, int rows) {
        return timed(switch (scan) {
            case Rel.KafkaScan s -> given(env, List.of(), KafkaConnectors.settings(s, registries), node);
            case Rel.ValuesScan s -> KafkaConnectors.values(env, s, node);
            case Rel.FilesScan s -> new FileConnectors(files).first(env, s, node, rows);
            case Rel.BackfillScan s -> new FileConnectors(files).first(env, s.files(), node, rows);
            case Rel.TableScan s -> databases.read(env, s, node, rows);
            case Rel.DemoScan s -> KafkaConnectors.demo(env, s, node, s.limit() == 0 ? rows : Math.min(s.limit(), rows), false);
        }, scan, rows);
    }

    /** @param rows at most so many are given */
    private Reading timed(Reading reading, Rel.Scan scan, int rows) {
        // What ends when it is deployed, ends in a preview too.
        boolean over = timing.closing() || switch (scan) {
            case Rel.KafkaScan s -> s.bounded();
            case Rel.FilesScan s -> s.watch().isEmpty();
            case Rel.BackfillScan s -> s.topic().bounded();
            case Rel.DemoScan s -> s.limit() > 0 && s.limit() <= rows;
            case Rel.ValuesScan s -> true;
            case Rel.TableScan s -> true;
        };
        var timed = reading.rows().transform("sample time", reading.rows().getType(),
                new SampleTime(timing.oneByOne() && scan.schema().eventTime().isPresent(), delay(scan).toMillis(), over));
        return new Reading(timed.setParallelism(1), reading.rejected());
    }

    private static Duration delay(Rel.Scan scan) {
        return switch (scan) {
            case Rel.KafkaScan s -> s.eventTimeDelay();
            case Rel.FilesScan s -> s.eventTimeDelay();
            case Rel.BackfillScan s -> s.topic().eventTimeDelay();
            case Rel.DemoScan s -> s.eventTimeDelay();
            case Rel.ValuesScan s -> s.eventTimeDelay();
            case Rel.TableScan s -> s.eventTimeDelay();
        };
    }

    private static Reading given(StreamExecutionEnvironment env, List<SampleRecords.Sample> records, ReadSettings settings, NodeId node) {
        return records.isEmpty() ? nothing(env, settings, node) : KafkaConnectors.generated(env,
                new DataGeneratorSource<>(new SampleRecords(records, settings), records.size(), KafkaConnectors.type(settings)), settings, node);
    }

    /** Rows are read as JSON, whatever the source's own format is. Where a row replaces the one with its key, the key is read of the row. */
    private static ReadSettings rowSettings(Rel.Scan scan) {
        Schema schema = scan.schema();
        int[] key = schema.isUpdating() ? schema.key().stream().mapToInt(schema.names()::indexOf).toArray() : new int[0];
        return new ReadSettings(FlinkTypes.row(schema), schema.eventTime().map(schema.names()::indexOf).orElse(-1), delay(scan), null, RecordFormat.JSON, Map.of(),
                key).checked();
    }

    private static List<SampleRecords.Sample> records(List<SourceSample.Row> rows) {
        var records = new ArrayList<SampleRecords.Sample>();
        for (SourceSample.Row row : rows) {
            byte[] json = row.json().getBytes(StandardCharsets.UTF_8);
            // The row that another replaces is known by its key.
            if (!row.kind().equals("-U")) {
                records.add(new SampleRecords.Sample("sample", 0, records.size(), 0, json, row.kind().equals("-D") ? null : json, List.of()));
            }
        }
        return records;
    }

    private static SampleRecords.Sample record(SampleRecord r) {
        return new SampleRecords.Sample(r.topic(), r.partition(), r.offset(), r.timestamp().toEpochMilli(), r.key(), r.value(),
                // A list that can be sent with the job.
                new ArrayList<>(r.headers().stream().map(h -> new SampleRecords.Header(h.name(), h.value())).toList()));
    }

    /** A source gives at least one record; here it is taken away again. */
    private static Reading nothing(StreamExecutionEnvironment env, ReadSettings settings, NodeId node) {
        var one = new SampleRecords(List.of(new SampleRecords.Sample("", 0, 0, 0, null, new byte[0], List.of())), settings);
        var none = env.fromSource(new DataGeneratorSource<>(one, 1, KafkaConnectors.type(settings)), WatermarkStrategy.noWatermarks(), node.value())
                .setParallelism(1).filter(row -> false).setParallelism(1);
        return KafkaConnectors.reading(OpenEnvelopes.part(none, settings.columns(), 1));
    }

    /** A person waits for the rows of a sample, and nothing behind it can be overrun. */
    @Override
    public DataStream<RowData> hold(DataStream<RowData> rows, Rel.Paced paced) {
        return rows;
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
