package dev.millrace.server.shadow;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

/**
 * What two revisions have written since the savepoint that both began with.
 *
 * @param sinks those that both have, in order of node ids
 * @param notes what to know when reading it, in sentences
 * @param full whether so many rows differ or wait that no more are looked at
 */
public record Comparison(List<OfSink> sinks, List<String> notes, boolean full) {
    public Comparison {
        sinks = List.copyOf(sinks);
        notes = List.copyOf(notes);
    }

    /**
     * One sink. Rows are compared as a bag: how often each was written counts, the order does not. Where rows are changed later, what
     * was taken back no longer counts.
     *
     * @param node id of the sink
     * @param oldRows changes that the old revision has written, and {@code newRows} the new one
     * @param equal rows that both have written
     * @param onlyOld rows that only the old one has written, and for so long that the other will hardly bring them
     * @param awaited rows of one that the other may still bring
     * @param examples of those that differ
     */
    public record OfSink(String node, long oldRows, long newRows, long equal, long onlyOld, long onlyNew, long awaited, List<Example> examples) {
        public OfSink {
            examples = List.copyOf(examples);
        }
    }

    /**
     * Rows that differ, as JSON, side by side where they have the same key.
     *
     * @param oldRow empty where only the new one has written something under this key
     */
    public record Example(String oldRow, String newRow) {}

    @JsonIgnore
    public long equal() {
        return sinks.stream().mapToLong(OfSink::equal).sum();
    }

    /** Rows that differ, on either side. */
    @JsonIgnore
    public long different() {
        return sinks.stream().mapToLong(s -> s.onlyOld() + s.onlyNew()).sum();
    }

    @JsonIgnore
    public long awaited() {
        return sinks.stream().mapToLong(OfSink::awaited).sum();
    }
}
