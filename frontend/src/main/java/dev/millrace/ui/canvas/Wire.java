package dev.millrace.ui.canvas;

import dev.millrace.pipeline.RunSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** What the server and the canvas tell each other; the TypeScript side is canvas/wire.ts. */
public final class Wire {
    /** So many nodes or edges can be pasted, moved or removed at once. */
    static final int MOST = 2_000;
    private static final int FARTHEST = 1_000_000;

    private Wire() {}

    /** How a node stands, while drawing or running. */
    public enum State { OK, NEEDS_SETUP, ERROR, RUNNING, FAILED, HELD_BACK, HOLDS_BACK }

    /** Whether a node takes part; left out is what hangs on nothing but what is cut. */
    public enum Use { ENABLED, BYPASSED, CUT, LEFT_OUT }

    /** What becomes of a node's state if the drawing were deployed; quiet where there is nothing to say. */
    public enum Kept { QUIET, KEPT, NEW, REBUILT, LOST, INCOMPATIBLE }

    /** What another revision has otherwise; the same where nothing is compared. */
    public enum Differs { SAME, ADDED, REMOVED, CHANGED }

    public record Kind(String id, String title, String group, String role, String icon, String summary, List<Port> inputs, List<Port> outputs) {}

    public record Port(String name, String title, boolean many, String role) {}

    /**
     * @param problem first problem in words; empty where there is none
     * @param warning likewise, where nothing keeps it from running
     * @param parallelism copies of its own; 0: as many as the pipeline says
     * @param keptWhy why that becomes of its state, in words
     * @param differs what is different, in sentences
     */
    public record Node(String id, String kind, int version, String label, String glimpse, State state, String problem, int problems, String warning,
            int x, int y,
            List<Port> inputs, List<Port> outputs, Map<String, Object> settings, Use use, int parallelism, Kept kept, String keptWhy,
            Differs difference, String differs) {
        Node at(int newX, int newY) {
            return new Node(id, kind, version, label, glimpse, state, problem, problems, warning, newX, newY, inputs, outputs, settings, use, parallelism, kept, keptWhy, difference, differs);
        }

        public Node keeping(Kept newKept, String why) {
            return new Node(id, kind, version, label, glimpse, state, problem, problems, warning, x, y, inputs, outputs, settings, use, parallelism, newKept, why, difference, differs);
        }

        Node differing(Differs how, String words) {
            return new Node(id, kind, version, label, glimpse, state, problem, problems, warning, x, y, inputs, outputs, settings, use, parallelism, kept, keptWhy, how, words);
        }

        Node with(List<Port> newInputs, List<Port> newOutputs) {
            return new Node(id, kind, version, label, glimpse, state, problem, problems, warning, x, y, newInputs, newOutputs, settings, use, parallelism, kept, keptWhy, difference, differs);
        }
    }

    public record End(String node, String port) {
        public End {
            required(node, "node");
            required(port, "port");
        }
    }

    /** @param key whether rows are unique by it, alone or with others */
    public record Column(String name, String type, boolean nullable, boolean eventTime, boolean key) {}

    /** What an edge may carry; unknown while its columns are. */
    public enum Changelog { UNKNOWN, APPEND, UPSERT, RETRACT }

    public record Edge(String id, End from, End to, List<Column> columns, Changelog changelog, Differs difference) {
        Edge differing(Differs how) {
            return new Edge(id, from, to, columns, changelog, how);
        }
    }

    /** A sticky note; its id on the canvas is "note:" and the name it has in the document. */
    public record Note(String id, String text, String color, int x, int y, int width, int height) {
        public Note {
            required(id, "id");
            required(text, "text");
            required(color, "color");
            x = onBoard(x);
            y = onBoard(y);
        }
    }

    /** A group of nodes; its id on the canvas is "group:" and the name it has in the document. */
    public record Group(String id, String title, boolean folded, List<String> nodes) {
        public Group {
            required(id, "id");
            title = title == null ? "" : title;
            nodes = several(nodes, "nodes");
        }
    }

    public record Graph(List<Node> nodes, List<Edge> edges, List<Note> notes, List<Group> groups) {
        Graph(List<Node> nodes, List<Edge> edges) {
            this(nodes, edges, List.of(), List.of());
        }
    }

    public record Load(List<Kind> catalogue, Graph graph, boolean readOnly) {}

    /** What changed; applying it twice changes nothing. @param notice something another person did; empty: nothing */
    public record Patch(List<Node> nodes, List<Edge> edges, List<String> removedNodes, List<String> removedEdges,
            List<Note> notes, List<Group> groups, List<String> removedMarks, String notice) {
        boolean isEmpty() {
            return nodes.isEmpty() && edges.isEmpty() && removedNodes.isEmpty() && removedEdges.isEmpty() && notes.isEmpty() && groups.isEmpty()
                    && removedMarks.isEmpty() && notice.isEmpty();
        }
    }

    /** Stands in the place of rows per second where the rows are those of a sample. */
    public static final double SAMPLE = -1;

    /**
     * @param edges rows per second and in all, by edge id
     * @param newest of a sample, the row that came last over an edge
     * @param waiting edges that lead to the node that holds the rest back
     */
    public record Rates(Map<String, List<Double>> edges, Map<String, NodeRates> nodes, List<Newest> newest, List<String> waiting) {
        public static final Rates NONE = new Rates(Map.of(), Map.of());

        public Rates(Map<String, List<Double>> edges, Map<String, NodeRates> nodes) {
            this(edges, nodes, List.of());
        }

        public Rates(Map<String, List<Double>> edges, Map<String, NodeRates> nodes, List<Newest> newest) {
            this(edges, nodes, newest, List.of());
        }

        FlatRates flat() {
            var flatEdges = new ArrayList<Object>();
            edges.forEach((id, n) -> Collections.addAll(flatEdges, id, n.get(0), n.get(1)));
            var flatNodes = new ArrayList<Object>();
            nodes.forEach((id, n) -> Collections.addAll(flatNodes, id, n.in(), n.out(), n.rejected(), n.late(), n.busy(), n.waits(), n.lag(), n.stateBytes(), n.behind(),
                    n.latency(), n.worstLatency()));
            return new FlatRates(flatEdges, flatNodes, newest, waiting);
        }
    }

    /** Rates as they are sent every second: one list of ids and numbers, instead of an object for each. */
    record FlatRates(List<Object> edges, List<Object> nodes, List<Newest> newest, List<String> waiting) {}

    /** @param kind +I, -U, +U or -D @param values texts by column; null where there is no value */
    public record Newest(String edge, String kind, Map<String, Object> values) {}

    /** Stands in the place of a number that is not known. */
    static final long UNKNOWN = -1;

    /**
     * @param in rows that came in
     * @param busy share of time at work, 0 to 1
     * @param waits share of time that it waits for a slower node, 0 to 1
     * @param lag records still to be read; negative where unknown
     * @param stateBytes negative where unknown
     * @param behind seconds that its watermark is behind the clock; negative where there is none
     * @param latency milliseconds that records are on their way to it, half of them less; negative where it is no sink, or nothing came
     * @param worstLatency of the one that took longest
     */
    public record NodeRates(long in, long out, long rejected, long late, double busy, double waits, long lag, long stateBytes, long behind,
            long latency, long worstLatency) {
        /** Rows alone. */
        public NodeRates(long in, long out, long rejected, long late, double busy) {
            this(in, out, rejected, late, busy, 0, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN);
        }
    }

    /** What a copied part of a drawing is on the clipboard. */
    public record Fragment(int millraceFragment, List<FragmentNode> nodes, List<FragmentEdge> edges, List<Note> notes, List<Group> groups) {
        public Fragment {
            nodes = several(nodes, "nodes");
            edges = several(edges, "edges");
            notes = notes == null ? List.of() : several(notes, "notes");
            groups = groups == null ? List.of() : several(groups, "groups");
        }
    }

    public record FragmentNode(String id, String kind, int version, String label, Map<String, Object> settings, int x, int y, Use use, int parallelism) {
        public FragmentNode {
            required(id, "id");
            required(kind, "kind");
            version = Math.max(1, version);
            label = label == null ? "" : label;
            settings = settings == null ? Map.of() : settings;
            use = use == null ? Use.ENABLED : use;
            parallelism = Math.clamp(parallelism, 0, RunSettings.MAX_PARALLELISM);
            x = onBoard(x);
            y = onBoard(y);
        }
    }

    public record FragmentEdge(End from, End to) {
        public FragmentEdge {
            required(from, "from");
            required(to, "to");
        }
    }

    public record Place(String id, int x, int y) {
        public Place {
            required(id, "id");
            x = onBoard(x);
            y = onBoard(y);
        }
    }

    /** Commands come from a browser, and so from anybody: what they need must be there. Jackson reports the exception as its own. */
    static <T> T required(T value, String name) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }

    static <T> List<T> several(List<T> values, String name) {
        if (required(values, name).size() > MOST) {
            throw new IllegalArgumentException("more than " + MOST + " " + name);
        }
        return values.stream().map(v -> required(v, name)).toList();
    }

    /** A coordinate that sums cannot overflow and that a person can find again. */
    static int onBoard(int coordinate) {
        return Math.clamp(coordinate, -FARTHEST, FARTHEST);
    }

    /** @param refusal why the command was refused; empty where it was done, @param added ids of nodes, notes and groups that were added */
    public record Answer(String refusal, List<String> added) {
        static final Answer DONE = new Answer("", List.of());

        static Answer refused(String why) {
            return new Answer(why, List.of());
        }
    }
}
