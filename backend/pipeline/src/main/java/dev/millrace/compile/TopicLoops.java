package dev.millrace.compile;

import dev.millrace.compile.Resolve.Resolved;
import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.diagnostic.Location;
import dev.millrace.diagnostic.Severity;
import dev.millrace.kind.Source;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.rel.Topic;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * What topics connect behind the drawing's back. Two sinks on one topic mix their rows; a sink whose topic leads back to it, by
 * way of one source or several, would be fed with its own results for ever.
 *
 * <pre>
 *   topic a ─▶ [ source ] ─▶ … ─▶ [ sink ] ─▶ topic b ─▶ [ source ] ─▶ … ─▶ [ sink ] ─▶ topic a
 * </pre>
 */
final class TopicLoops {
    private final Pipeline pipeline;
    private final Map<NodeId, Source> sources;
    private final Map<NodeId, Topic> written;

    private TopicLoops(Pipeline pipeline, Resolved resolved) {
        this.pipeline = pipeline;
        var names = new TopicNames(resolved);
        this.sources = names.sources();
        this.written = names.written();
    }

    static void find(Pipeline pipeline, Resolved resolved, Diagnostics.Collector found) {
        var loops = new TopicLoops(pipeline, resolved);
        Map<Topic, NodeId> first = new HashMap<>();
        loops.written.forEach((sink, topic) -> {
            var at = new Location.OfSetting(sink, "topic");
            NodeId other = first.putIfAbsent(topic, sink);
            if (other != null) {
                found.warning(Code.SAME_TOPIC, at, "'" + other + "' writes to topic " + topic + " too; their rows will mix",
                        "Choose another topic");
            }
            List<NodeId> readers = loops.readers(topic);
            if (readers.isEmpty()) {
                return;
            }
            NodeId reader = readers.getFirst();
            if (loops.feedsItself(sink)) {
                found.error(Code.SAME_TOPIC, at, "'" + reader + "' reads topic " + topic + ", so the pipeline would read its own results for ever",
                        "Choose another topic");
            } else {
                found.add(new Diagnostic(Code.SAME_TOPIC, Severity.INFO, at, "'" + reader + "' reads topic " + topic
                        + " again; between the two, rows go by way of Kafka", "If that is not wanted, draw an edge instead"));
            }
        });
    }

    private List<NodeId> readers(Topic topic) {
        return sources.entrySet().stream().filter(s -> s.getValue().reads(topic)).map(Map.Entry::getKey).toList();
    }

    private boolean feedsItself(NodeId sink) {
        var seen = new HashSet<NodeId>();
        var next = new ArrayDeque<>(after(sink));
        while (!next.isEmpty()) {
            NodeId id = next.poll();
            if (id.equals(sink)) {
                return true;
            }
            if (seen.add(id)) {
                next.addAll(after(id));
            }
        }
        return false;
    }

    /** Nodes that get the rows of this one, by an edge or by a topic. */
    private List<NodeId> after(NodeId id) {
        Topic topic = written.get(id);
        return topic != null ? readers(topic) : pipeline.outOf(id).map(e -> e.to().node()).toList();
    }
}
