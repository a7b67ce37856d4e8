package dev.millrace.server.preview;

import dev.millrace.pipeline.PortRef;
import java.util.List;
import java.util.Optional;

/**
 * How rows go through a node.
 *
 * @param inputs in the order of their ports
 * @param open windows that have rows and have not closed, the one that ends first before the others
 * @param eventTime how far event time has come at the node, as the rows write it; empty where there is none
 */
public record NodeFlow(List<Input> inputs, List<Open> open, Optional<String> eventTime) {
    public static final NodeFlow NONE = new NodeFlow(List.of(), List.of(), Optional.empty());

    public NodeFlow {
        inputs = List.copyOf(inputs);
        open = List.copyOf(open);
    }

    /**
     * @param fates of the rows that are kept of the port, in their order; empty where rows of this input cannot be followed
     * @param followed why not all of its rows are, else empty
     */
    public record Input(PortRef from, List<Fate> fates, String followed) {
        public Input {
            fates = List.copyOf(fates);
        }

        /** Rows that left by no output and will not. */
        public long dropped() {
            return fates.stream().filter(f -> f.left().isEmpty() && !f.waiting() && !f.words().isEmpty()).count();
        }

        /** Rows that have not left and still may, or count in what is to come. */
        public long waiting() {
            return fates.stream().filter(f -> f.left().isEmpty() && f.waiting()).count();
        }
    }

    /**
     * A window that waits for event time.
     *
     * @param key values of its keys; empty where there are none
     * @param end when event time passes this, its result leaves
     */
    public record Open(String key, String start, String end, int rows) {}
}
