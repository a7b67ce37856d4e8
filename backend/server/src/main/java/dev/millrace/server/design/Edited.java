package dev.millrace.server.design;

import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PipelineEdit;
import java.util.List;

/**
 * An edit that was stored.
 *
 * @param before the pipeline the edit was made on, which may be newer than what the editor saw
 * @param design the pipeline after it
 * @param inverse undoes the edit
 * @param overwritten settings of other people that this edit replaced before its author had seen them
 */
public record Edited(Pipeline before, Design design, PipelineEdit inverse, List<Overwrite> overwritten) {
    public Edited {
        overwritten = List.copyOf(overwritten);
    }

    public long revision() {
        return design.revision();
    }

    public Pipeline after() {
        return design.pipeline();
    }
}
