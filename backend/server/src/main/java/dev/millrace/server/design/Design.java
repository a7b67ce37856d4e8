package dev.millrace.server.design;

import dev.millrace.compile.Compilation;
import dev.millrace.pipeline.Pipeline;
import java.time.Instant;

/** One stored revision of a pipeline with what the compiler says about it. */
public record Design(PipelineId id, String owner, long revision, Pipeline pipeline, Compilation compilation, Instant savedAt,
        Author savedBy) {}
