package dev.millrace.pipeline;

/** A connection from an output port to an input port. Its id in documents and on the canvas is "from->to". */
public record Edge(PortRef from, PortRef to) implements Comparable<Edge> {
    public String id() {
        return from + "->" + to;
    }

    @Override public int compareTo(Edge other) {
        int byFrom = from.compareTo(other.from);
        return byFrom != 0 ? byFrom : to.compareTo(other.to);
    }

    @Override public String toString() {
        return id();
    }
}
