package dev.millrace.server.preview;

import dev.millrace.pipeline.PortRef;
import java.util.List;

/**
 * What became of a row that came into a node.
 *
 * @param left rows in which it left, each the {@code index}-th of those kept of a port
 * @param words why it left by no output, or what it waits for; empty where it left, or where that cannot be told
 * @param waiting whether it may still leave when event time goes on, or counts in a result that is to come
 */
public record Fate(List<Left> left, String words, boolean waiting) {
    static final Fate UNKNOWN = new Fate(List.of(), "", false);

    public Fate {
        left = List.copyOf(left);
    }

    public record Left(PortRef port, int index) {}

    static Fate ended(String words) {
        return new Fate(List.of(), words, false);
    }

    static Fate waits(String words) {
        return new Fate(List.of(), words, true);
    }
}
