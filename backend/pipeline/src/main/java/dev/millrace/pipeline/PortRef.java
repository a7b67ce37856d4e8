package dev.millrace.pipeline;

import java.util.Objects;
import java.util.Optional;

/** A port of a node, written "orders.out". */
public record PortRef(NodeId node, String port) implements Comparable<PortRef> {
    public PortRef {
        Objects.requireNonNull(node);
        Objects.requireNonNull(port);
    }

    public static PortRef of(String node, String port) {
        return new PortRef(new NodeId(node), port);
    }

    /** Reads "node.port"; empty where it is not of that form. */
    public static Optional<PortRef> parse(String text) {
        int dot = text == null ? -1 : text.indexOf('.');
        if (dot < 1 || dot == text.length() - 1) {
            return Optional.empty();
        }
        return NodeId.parse(text.substring(0, dot)).map(id -> new PortRef(id, text.substring(dot + 1)));
    }

    @Override public int compareTo(PortRef other) {
        int byNode = node.compareTo(other.node);
        return byNode != 0 ? byNode : port.compareTo(other.port);
    }

    @Override public String toString() {
        return node + "." + port;
    }
}
