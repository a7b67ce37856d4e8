package dev.millrace.server.trouble;

import dev.millrace.compile.Compilation;
import dev.millrace.kind.NodeKinds;
import dev.millrace.kind.NodeNames;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;

/** What people call the nodes of a pipeline, in quotes as it stands in a sentence. */
record Names(Pipeline drawn, NodeKinds kinds) {
    static Names of(Compilation compiled, NodeKinds kinds) {
        return new Names(compiled.pipeline(), kinds);
    }

    String of(NodeId node) {
        return "'" + NodeNames.of(node, drawn, kinds) + "'";
    }
}
