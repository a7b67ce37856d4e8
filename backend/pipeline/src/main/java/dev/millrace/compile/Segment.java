package dev.millrace.compile;

import dev.millrace.pipeline.NodeId;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Write;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** What one node compiles to. One node is one segment: counts, errors, names and state belong to it alone. */
public sealed interface Segment {
    NodeId node();

    /** Id of the node's kind. */
    String kind();

    /** All that it computes, in the order of its ports; of a sink, what it writes. */
    List<Rel> rels();

    /** The first of these. */
    default Rel main() {
        return rels().getFirst();
    }

    /** A node with outputs: a Rel per output port, in the kind's order. */
    record Producing(NodeId node, String kind, SequencedMap<String, Rel> outputs) implements Segment {
        public Producing {
            outputs = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(outputs));
        }

        @Override public List<Rel> rels() {
            return List.copyOf(outputs.values());
        }
    }

    /** A sink. */
    record Writing(NodeId node, String kind, Write write) implements Segment {
        @Override public List<Rel> rels() {
            return List.of(write.in());
        }
    }
}
