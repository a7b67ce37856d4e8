package dev.millrace.compile;

import dev.millrace.compile.Resolve.Resolved;
import dev.millrace.compile.Resolve.ResolvedNode;
import dev.millrace.kind.Sink;
import dev.millrace.kind.Source;
import dev.millrace.pipeline.NodeId;
import dev.millrace.rel.Topic;
import java.util.Map;
import java.util.TreeMap;

/** Sources, and the topics of sinks, of nodes whose topic is set as it should be. */
record TopicNames(Map<NodeId, Source> sources, Map<NodeId, Topic> written) {
    TopicNames(Resolved resolved) {
        this(new TreeMap<>(), new TreeMap<>());
        for (ResolvedNode node : resolved.nodes().values()) {
            if (node.reported().contains("topic") || node.reported().contains("cluster")) {
                continue;
            }
            if (node.shape() instanceof Source source) {
                sources.put(node.id(), source);
            } else if (node.shape() instanceof Sink sink) {
                sink.writesTopic().ifPresent(topic -> written.put(node.id(), topic));
            }
        }
    }
}
