package dev.millrace.compile;

import dev.millrace.pipeline.PipelineEdit;
import java.util.Objects;

/**
 * One edit that answers a diagnostic.
 *
 * @param label what it does, in words that say all of it: "Use 'delay'"
 */
public record Fix(String label, PipelineEdit edit) {
    public Fix {
        Objects.requireNonNull(label);
        Objects.requireNonNull(edit);
    }
}
