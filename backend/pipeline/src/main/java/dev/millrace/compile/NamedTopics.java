package dev.millrace.compile;

import dev.millrace.kind.ClusterName;
import dev.millrace.kind.Source;
import dev.millrace.pipeline.NodeId;
import dev.millrace.rel.Topic;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The Kafka topics that a drawing names, also one with errors: nodes that use fragments stand for what is inside, parameters have their
 * values, disabled nodes are left out.
 */
public final class NamedTopics {
    private final Map<NodeId, Source> sources;
    private final Map<NodeId, Topic> written;
    private final Calls calls;

    NamedTopics(Resolve.Resolved resolved, Calls calls) {
        var names = new TopicNames(resolved);
        this.sources = names.sources();
        this.written = names.written();
        this.calls = calls;
    }

    /** The drawn nodes that read this topic, by its name or by a pattern. */
    public List<NodeId> readers(Topic topic) {
        return sources.entrySet().stream().filter(s -> s.getValue().reads(topic)).map(s -> calls.drawn(s.getKey())).distinct().toList();
    }

    /** The drawn nodes that write this topic. */
    public List<NodeId> writers(Topic topic) {
        return written.entrySet().stream().filter(s -> s.getValue().equals(topic)).map(s -> calls.drawn(s.getKey())).distinct().toList();
    }

    /** The topic that a drawn node writes, or the only one that it reads; empty where it does neither, or reads several. */
    public Optional<Topic> of(NodeId drawn) {
        Optional<Topic> writes = written.entrySet().stream().filter(s -> calls.drawn(s.getKey()).equals(drawn)).map(Map.Entry::getValue).findFirst();
        return writes.or(() -> {
            List<Topic> reads = sources.entrySet().stream().filter(s -> calls.drawn(s.getKey()).equals(drawn))
                    .flatMap(s -> s.getValue().readsTopics().stream().map(name -> new Topic(ClusterName.of(s.getValue().cluster()), name))).distinct().toList();
            return reads.size() == 1 ? Optional.of(reads.getFirst()) : Optional.empty();
        });
    }
}
