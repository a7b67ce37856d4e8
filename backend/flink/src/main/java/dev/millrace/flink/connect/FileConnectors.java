package dev.millrace.flink.connect;

import dev.millrace.flink.plan.Connectors.Reading;
import dev.millrace.flink.type.FlinkTypes;
import dev.millrace.pipeline.NodeId;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Write;
import dev.millrace.runtime.file.FileLines;
import dev.millrace.runtime.file.FilesByName;
import dev.millrace.runtime.file.FirstRows;
import dev.millrace.runtime.file.LineEncoder;
import dev.millrace.runtime.file.NewestFiles;
import dev.millrace.runtime.source.OpenEnvelopes;
import dev.millrace.runtime.source.ReadSettings;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.filesystem.OutputFileConfig;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.BasePathBucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.DefaultRollingPolicy;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/** Sources and sinks on files of lines. */
final class FileConnectors {
    /** Files that a sample looks into. */
    private static final int MOST_FILES = 20;
    private final FilesFolder folder;

    FileConnectors(FilesFolder folder) {
        this.folder = folder;
    }

    Reading read(StreamExecutionEnvironment env, Rel.FilesScan scan, NodeId node) {
        ReadSettings settings = settings(scan);
        var source = FileSource.forBulkFileFormat(new FileLines(settings, hasHeader(scan)), folder.reading(scan.folder()));
        scan.watch().ifPresent(source::monitorContinuously);
        return KafkaConnectors.reading(OpenEnvelopes.part(env.fromSource(source.build(), settings.watermarks(), node.value()), settings.columns(), 0));
    }

    /** The files alone, one after the other by name, for a source that goes on with something else. */
    FileSource<RowData> inOrder(Rel.FilesScan scan) {
        return FileSource.forBulkFileFormat(new FileLines(settings(scan), hasHeader(scan)), folder.reading(scan.folder()))
                .setSplitAssigner(FilesByName::new).build();
    }

    /** The first rows of the files that were changed last, in one copy. It ends, whether new files are looked for or not. */
    Reading first(StreamExecutionEnvironment env, Rel.FilesScan scan, NodeId node, int most) {
        ReadSettings settings = settings(scan);
        var source = FileSource.forBulkFileFormat(new FileLines(settings, hasHeader(scan), most), folder.reading(scan.folder()))
                .setFileEnumerator(NewestFiles.of(MOST_FILES)).build();
        // Watermarks come behind the rows that are taken: those left out are not to move event time.
        var rows = env.fromSource(source, WatermarkStrategy.noWatermarks(), node.value()).setParallelism(1).filter(new FirstRows(most)).setParallelism(1)
                .assignTimestampsAndWatermarks(settings.watermarks()).setParallelism(1);
        return KafkaConnectors.reading(OpenEnvelopes.part(rows, settings.columns(), 1));
    }

    private static boolean hasHeader(Rel.FilesScan scan) {
        return scan.format() instanceof Rel.Format.Csv csv && csv.header();
    }

    private static ReadSettings settings(Rel.FilesScan scan) {
        int eventTime = scan.schema().eventTime().map(t -> scan.schema().names().indexOf(t)).orElse(-1);
        return new ReadSettings(FlinkTypes.row(scan.schema()), eventTime, scan.eventTimeDelay(), null, KafkaConnectors.format(scan.format(), Registries.NONE), Map.of())
                .checked();
    }

    FileSink<RowData> sink(Write.FilesWrite write) {
        RowType type = FlinkTypes.row(write.in().schema());
        boolean csv = write.format() instanceof Rel.Format.Csv;
        LineEncoder lines = write.format() instanceof Rel.Format.Csv c ? LineEncoder.csv(type, c.separator()) : LineEncoder.json(type);
        return FileSink.<RowData>forRowFormat(folder.writing(write.folder()), lines)
                .withBucketAssigner(new BasePathBucketAssigner<>())
                .withRollingPolicy(DefaultRollingPolicy.builder().withRolloverInterval(write.rollAfter()).withInactivityInterval(write.rollAfter())
                        .withMaxPartSize(new MemorySize(write.rollAtBytes())).build())
                .withBucketCheckInterval(Math.clamp(write.rollAfter().toMillis() / 2, 100, 60_000))
                .withOutputFileConfig(OutputFileConfig.builder().withPartPrefix("part").withPartSuffix(csv ? ".csv" : ".jsonl").build())
                .build();
    }
}
