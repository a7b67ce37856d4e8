package dev.millrace.server.trouble;

import dev.millrace.compile.Compilation;
import dev.millrace.pipeline.NodeId;
import java.util.HashMap;
import java.util.Map;

/** What people call the nodes of a pipeline, in quotes as it stands in a sentence. */
record Names(Map<NodeId, String> labels) {
    static Names of(Compilation compiled) {
        var labels = new HashMap<NodeId, String>();
        compiled.pipeline().nodes().values().stream().filter(n -> !n.label().isBlank()).forEach(n -> labels.put(n.id(), n.label()));
        return new Names(labels);
    }

    /** Its label; else its id, as it is of a node within a fragment too. */
    String of(NodeId node) {
        return "'" + labels.getOrDefault(node, node.inWords()) + "'";
    }
}
