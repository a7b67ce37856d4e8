package dev.millrace.kind.sink;

import dev.millrace.kind.FolderName;
import dev.millrace.kind.Group;
import dev.millrace.kind.Kind;
import dev.millrace.kind.PositiveDuration;
import dev.millrace.kind.Scope;
import dev.millrace.kind.Separator;
import dev.millrace.kind.Setting;
import dev.millrace.kind.Sink;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Write;
import dev.millrace.schema.Schema;

/**
 * Writes rows into files, each exactly once. A file is written under a hidden name; when it is old or large enough it is closed,
 * and the next checkpoint gives it its name.
 *
 * <pre>
 *   rows ──▶ results/.part-1.json.inprogress ──roll, checkpoint──▶ results/part-1.json
 * </pre>
 */
@Kind(id = "sink.files", title = "File sink", group = Group.SINKS, icon = "files",
        summary = "Writes rows as lines into files in a folder, each row exactly once")
public record FilesSink(
        @Setting(label = "Folder", help = "Below the folder that is set up for files, such as results/daily") FolderName folder,
        @Setting(label = "Format", preset = "json-lines", help = "CSV files begin with a line of column names") Format format,
        @Setting(label = "Separator", preset = ",", help = "For CSV: what stands between the fields; one character, or tab") String separator,
        @Setting(label = "New file after", preset = "5 min", help = "A file is finished after so long, at the next checkpoint") PositiveDuration rollAfter,
        @Setting(label = "New file at", preset = "128", min = 1, max = 10_000, help = "A file is finished at so many megabytes") long rollAtMegabytes)
        implements Sink {

    static final FilesSink EXAMPLE = new FilesSink(new FolderName("results"), Format.JSON_LINES, ",", PositiveDuration.of("5 min"), 128);
    private static final long MEGABYTE = 1 << 20;

    public enum Format { JSON_LINES, CSV }

    @Override public void check(Schema in, Scope at) {
        Separator.read("separator", separator, at);
        at.needsAppend(in, "Files only take new rows", "Aggregate in a window instead, which sends each result once");
    }

    @Override public Write lower(Rel in, Scope at) {
        Rel.Format written = switch (format) {
            case JSON_LINES -> new Rel.Format.Json();
            case CSV -> new Rel.Format.Csv(in.schema().names(), Separator.read("separator", separator, at), true);
        };
        return new Write.FilesWrite(in, folder.value(), written, rollAfter.value(), rollAtMegabytes * MEGABYTE);
    }

    @Override public String glimpse() {
        return folder.value();
    }
}
