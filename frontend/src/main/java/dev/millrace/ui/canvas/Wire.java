package dev.millrace.ui.canvas;

import java.util.List;
import java.util.Map;

/** What the server and the canvas tell each other; the TypeScript side is canvas/wire.ts. */
public final class Wire {
    private Wire() {}

    /** How a node stands, while drawing or running. */
    public enum State { OK, NEEDS_SETUP, ERROR, RUNNING, FAILED, HELD_BACK }

    public record Kind(String id, String title, String group, String role, String icon, String summary, List<Port> inputs, List<Port> outputs) {}

    public record Port(String name, String title, boolean many, String role) {}

    /** @param problem first problem in words; empty where there is none */
    public record Node(String id, String kind, int version, String label, String glimpse, State state, String problem, int x, int y,
            List<Port> inputs, List<Port> outputs, Map<String, Object> settings) {}

    public record End(String node, String port) {}

    public record Column(String name, String type, boolean eventTime) {}

    public record Edge(String id, End from, End to, List<Column> columns) {}

    public record Graph(List<Node> nodes, List<Edge> edges) {}

    public record Load(List<Kind> catalogue, Graph graph, boolean readOnly) {}

    /** What changed; applying it twice changes nothing. @param notice something another person did; empty: nothing */
    public record Patch(List<Node> nodes, List<Edge> edges, List<String> removedNodes, List<String> removedEdges, String notice) {
        boolean isEmpty() {
            return nodes.isEmpty() && edges.isEmpty() && removedNodes.isEmpty() && removedEdges.isEmpty() && notice.isEmpty();
        }
    }

    /** @param edges rows per second and in all, by edge id */
    public record Rates(Map<String, List<Double>> edges, Map<String, NodeRates> nodes) {}

    /** @param in rows that came in, @param busy share of time at work, 0 to 1 */
    public record NodeRates(long in, long out, long rejected, long late, double busy) {}

    /** What a copied part of a drawing is on the clipboard. */
    public record Fragment(int millraceFragment, List<FragmentNode> nodes, List<FragmentEdge> edges) {}

    public record FragmentNode(String id, String kind, int version, String label, Map<String, Object> settings, int x, int y) {}

    public record FragmentEdge(End from, End to) {}

    public record Place(String id, int x, int y) {}

    /** @param refusal why the command was refused; empty where it was done, @param added ids of nodes that were added */
    public record Answer(String refusal, List<String> added) {
        static final Answer DONE = new Answer("", List.of());

        static Answer refused(String why) {
            return new Answer(why, List.of());
        }
    }
}
