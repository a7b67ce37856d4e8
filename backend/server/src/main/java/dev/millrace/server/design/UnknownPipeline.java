package dev.millrace.server.design;

/** No pipeline, or no such revision of it, exists (any more). */
public final class UnknownPipeline extends RuntimeException {
    public UnknownPipeline(PipelineId id) {
        super("There is no pipeline " + id + "; it may have been deleted");
    }

    public UnknownPipeline(PipelineId id, long revision) {
        super("The pipeline " + id + " has no revision " + revision);
    }
}
