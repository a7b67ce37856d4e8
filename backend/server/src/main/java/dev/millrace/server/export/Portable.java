package dev.millrace.server.export;

import dev.millrace.pipeline.PortRef;
import java.util.List;
import java.util.Set;

/**
 * A pipeline as a script for any place.
 *
 * @param script with {@code ${NAME}} for what each place says itself
 * @param sources tables that are read, with the output whose rows they stand for
 * @param sinks tables that are written, with the output whose rows they get
 * @param settings the names in the script
 * @param leftOut what SQL cannot say, one sentence each
 */
public record Portable(String script, List<Table> sources, List<Table> sinks, List<Setting> settings, List<String> leftOut, Set<Library> libraries) {
    public Portable {
        sources = List.copyOf(sources);
        sinks = List.copyOf(sinks);
        settings = List.copyOf(settings);
        leftOut = List.copyOf(leftOut);
        libraries = Set.copyOf(libraries);
    }

    /** @param appending whether rows are only ever added */
    public record Table(String name, PortRef rows, boolean appending) {}

    /** @param meaning in words what belongs there @param example a value of that form */
    public record Setting(String name, String meaning, String example) {}

    /** What a script needs beside Flink itself. */
    public enum Library { KAFKA, JDBC, CSV, DATAGEN }
}
