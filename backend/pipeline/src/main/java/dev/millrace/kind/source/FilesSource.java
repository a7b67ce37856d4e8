package dev.millrace.kind.source;

import dev.millrace.kind.Delay;
import dev.millrace.kind.FolderName;
import dev.millrace.kind.Group;
import dev.millrace.kind.Kind;
import dev.millrace.kind.OwnColumn;
import dev.millrace.kind.PositiveDuration;
import dev.millrace.kind.Scope;
import dev.millrace.kind.Separator;
import dev.millrace.kind.Setting;
import dev.millrace.kind.Source;
import dev.millrace.rel.Rel;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the files of a folder and of the folders in it, line by line. Files whose name begins with a dot or an underscore are
 * not finished and left alone.
 *
 * <pre>
 *   orders/2026-01.csv ─┐
 *   orders/2026-02.csv ─┴──▶ rows; lines that cannot be read leave by bad
 * </pre>
 */
@Kind(id = "source.files", title = "File source", group = Group.SOURCES, icon = "files",
        summary = "Reads the lines of files in a folder, as JSON or CSV")
public record FilesSource(
        @Setting(label = "Folder", help = "Below the folder that is set up for files, such as orders/2026") FolderName folder,
        @Setting(label = "Format", preset = "json-lines") Format format,
        @Setting(label = "Separator", preset = ",", help = "For CSV: what stands between the fields; one character, or tab") String separator,
        @Setting(label = "First line has names", preset = "true", help = "For CSV: fields are found by the names in the first line; else by their order")
        boolean header,
        @Setting(label = "Columns", atLeastOne = true, help = "Name and type of each field to read; for CSV without names: all fields, in their order")
        List<KafkaSource.DeclaredColumn> columns,
        @Setting(label = "Event time", help = "The column that says when the event happened; windows need it") Optional<OwnColumn> eventTime,
        @Setting(label = "Out of order by up to", preset = "0 s",
                help = "How long to wait for events that come late: the watermark stays this far behind the newest event time")
        Delay watermarkDelay,
        @Setting(label = "Look for new files every", help = "Empty: reads the files that are there, and ends") Optional<PositiveDuration> watch)
        implements Source {

    static final FilesSource EXAMPLE = new FilesSource(new FolderName("orders"), Format.CSV, ",", true,
            List.of(new KafkaSource.DeclaredColumn("id", LogicalType.BIGINT, false), new KafkaSource.DeclaredColumn("amount", LogicalType.DOUBLE, false)),
            Optional.empty(), Delay.of("0 s"), Optional.empty());

    /** How a line is read. */
    public enum Format { JSON_LINES, CSV }

    @Override public Optional<Schema> infer(Scope at) {
        Separator.read("separator", separator, at);
        return Optional.of(new Declared(at).columns(columns).schema(eventTime));
    }

    @Override public Optional<Rel.Format> readsAs() {
        return Optional.of(switch (format) {
            case JSON_LINES -> new Rel.Format.Json();
            case CSV -> new Rel.Format.Csv(columns.stream().map(KafkaSource.DeclaredColumn::name).toList(), Separator.find(separator).orElse(','), header);
        });
    }

    @Override public Rel.Scan lower(Scope at) {
        return new Rel.FilesScan(folder.value(), infer(at).orElseThrow(), watermarkDelay.value(), readsAs().orElseThrow(), watch.map(PositiveDuration::value));
    }

    @Override public void checkBatch(Map<String, Schema> outputs, Scope at) {
        if (watch.isPresent()) {
            at.needsEnd("watch", "It looks for new files without end", "Read the files that are there, or run the pipeline in streaming mode");
        }
    }

    @Override public String glimpse() {
        return folder.value();
    }
}
