package dev.millrace.kind.fragment;

import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.kind.Group;
import dev.millrace.kind.NodeKind;
import dev.millrace.kind.NodeKinds;
import dev.millrace.kind.Port;
import dev.millrace.kind.Ports;
import dev.millrace.kind.Shape;
import dev.millrace.kind.sink.FragmentOutput;
import dev.millrace.kind.source.FragmentInput;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.Position;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A drawing that other drawings use as one node. Its input and output nodes are the ports of that node, its parameters the settings. A version
 * never changes once it is published: what compiled yesterday compiles tomorrow.
 *
 * <pre>
 *   drawing   (input: orders) ─▶ [ filter amount > ${param:limit} ] ─▶ (output: large)
 *   use       … ─▶ orders [ Large orders · limit: 100 ] large ─▶ …
 * </pre>
 *
 * @param name unique among fragments, never changed; the id of its kind is "fragment." and this
 * @param version 1 for the first that was published
 * @param inputs from top to bottom as they were drawn
 * @param outputs from top to bottom as they were drawn
 */
public record Fragment(String name, int version, String title, String summary, Pipeline drawing, List<End> inputs, List<End> outputs) {
    /** What begins the id of a fragment's kind. */
    public static final String PREFIX = "fragment.";

    /** A way in or out: the port's name, and the node of the drawing that stands for it. */
    public record End(String name, NodeId node) {}

    public Fragment {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** The fragment that a drawing makes. Ends without a usable name are left out; the compiler speaks of them. */
    public static Fragment of(String name, int version, String title, Pipeline drawing, NodeKinds kinds) {
        var inputs = new ArrayList<End>();
        var outputs = new ArrayList<End>();
        var byPlace = Comparator.<Node>comparingInt(n -> drawing.layout().getOrDefault(n.id(), new Position(0, 0)).y()).thenComparing(Node::id);
        drawing.nodes().values().stream().filter(n -> n.use() == Node.Use.ENABLED).sorted(byPlace).forEach(node -> {
            Optional<Shape> shape = kinds.resolve(node, new Diagnostics.Collector()).map(NodeKinds.Resolved::shape);
            if (shape.orElse(null) instanceof FragmentInput input) {
                add(inputs, input.name(), node);
            } else if (shape.orElse(null) instanceof FragmentOutput output) {
                add(outputs, output.name(), node);
            }
        });
        return new Fragment(name, version, title, drawing.description().lines().findFirst().orElse(""), drawing, inputs, outputs);
    }

    private static void add(List<End> ends, String name, Node node) {
        if (Ends.isName(name) && ends.stream().noneMatch(e -> e.name().equals(name))) {
            ends.add(new End(name, node.id()));
        }
    }

    /** Whether a drawing can only be used inside others. */
    public static boolean isOne(Pipeline drawing) {
        return drawing.nodes().values().stream().anyMatch(n -> n.kind().equals(Ends.INPUT) || n.kind().equals(Ends.OUTPUT));
    }

    public String kindId() {
        return PREFIX + name;
    }

    public Ports ports() {
        return new Ports(inputs.stream().map(e -> Port.input(e.name(), e.name())).toList(), outputs.stream().map(e -> Port.output(e.name(), e.name())).toList());
    }

    /** How palette, forms and documents see it. */
    public NodeKind kind() {
        NodeKind.Role role = inputs.isEmpty() ? NodeKind.Role.SOURCE : outputs.isEmpty() ? NodeKind.Role.SINK : NodeKind.Role.OPERATOR;
        return new NodeKind(kindId(), version, title, Group.FRAGMENTS, role, "fragment", summary.isBlank() ? "A pipeline drawn elsewhere, used as one node" : summary,
                drawing.parameters().stream().map(Arguments::spec).toList(), Arguments.presets(drawing.parameters()));
    }
}
