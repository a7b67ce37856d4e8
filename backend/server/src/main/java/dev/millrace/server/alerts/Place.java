package dev.millrace.server.alerts;

import dev.millrace.pipeline.NodeId;
import dev.millrace.server.design.PipelineId;
import java.util.Optional;

/** What a rule is looked at for: a pipeline's deployment as a whole, or one of its nodes. */
record Place(PipelineId pipeline, Optional<NodeId> node) {}
