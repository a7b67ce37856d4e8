package dev.millrace.server.design;

import java.util.List;

/** What listeners of a pipeline are told. */
public sealed interface Change {
    PipelineId id();

    /**
     * A newer revision. Revisions in between may be left out; the design is always the newest.
     *
     * @param design its {@code savedBy} says who made the change, down to the browser tab
     */
    record Revised(Design design, List<Overwrite> overwritten) implements Change {
        public Revised {
            overwritten = List.copyOf(overwritten);
        }

        @Override public PipelineId id() {
            return design.id();
        }
    }

    record Removed(PipelineId id) implements Change {}
}
