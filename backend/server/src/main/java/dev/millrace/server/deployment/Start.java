package dev.millrace.server.deployment;

import dev.millrace.pipeline.NodeId;
import java.util.Map;

/** Where a deployment begins: with which state, and without one, where its sources begin to read. */
public sealed interface Start {

    /**
     * Without state.
     *
     * @param all where sources of topics begin
     * @param sources those that begin elsewhere, by node
     */
    record Fresh(SourceStart all, Map<NodeId, SourceStart> sources) implements Start {
        public Fresh {
            sources = Map.copyOf(sources);
        }
    }

    /** With the newest state that the pipeline's deployments before it left; without state where none left any. */
    record LatestState() implements Start {}

    /** With this entry of the pipeline's catalogue of kept state. */
    record FromSavepoint(SavepointId savepoint) implements Start {}

    /** With the newest state that this deployment left. */
    record StateOf(DeploymentId deployment) implements Start {}

    /** Without state; each source begins where its settings say. */
    Start FRESH = new Fresh(new SourceStart.AsSet(), Map.of());

    Start LATEST_STATE = new LatestState();
}
