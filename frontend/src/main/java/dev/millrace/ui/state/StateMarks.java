package dev.millrace.ui.state;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import dev.millrace.compile.Compilation;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.server.deployment.StateOutlook;
import dev.millrace.state.StateVerdict;
import dev.millrace.ui.canvas.Wire;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What becomes of the state of the nodes that are drawn, if they were deployed in place of what is deployed: on the canvas, where it is not
 * simply kept, and in full beside a node's settings.
 */
public final class StateMarks {
    /** Nothing is deployed, or nothing is known of it. */
    public static final StateMarks NONE = new StateMarks(Pipeline.empty(""), Map.of(), List.of());

    private record Mark(StateVerdict verdict, String reason) {}

    private final Pipeline of;
    private final Map<NodeId, List<Mark>> marks;
    private final List<String> lost;

    private StateMarks(Pipeline of, Map<NodeId, List<Mark>> marks, List<String> lost) {
        this.of = of;
        this.marks = marks;
        this.lost = lost;
    }

    /** Nodes inside a fragment speak through the node that uses it. */
    public static StateMarks of(Compilation compilation, StateOutlook outlook) {
        if (outlook.of().isEmpty()) {
            return NONE;
        }
        Map<NodeId, List<Mark>> marks = outlook.verdicts().stream().collect(Collectors.groupingBy(v -> compilation.drawn(v.node()),
                Collectors.mapping(v -> new Mark(v, outlook.reason(v)), Collectors.toList())));
        Pipeline pipeline = compilation.pipeline();
        return new StateMarks(pipeline, marks, outlook.losses().stream().map(compilation::drawn).distinct()
                .map(node -> pipeline.node(node).map(Node::label).filter(l -> !l.isBlank()).orElseGet(node::inWords)).toList());
    }

    /** Names of nodes whose state would be lost, also of those that are no longer drawn. */
    public List<String> lost() {
        return lost;
    }

    /** The graph with what becomes of each node's state; nodes that have changed since are left as they are. */
    public Wire.Graph on(Wire.Graph graph, Pipeline now) {
        return marks.isEmpty() ? graph : new Wire.Graph(graph.nodes().stream().map(n -> NodeId.parse(n.id()).flatMap(id -> worst(id, now))
                .map(m -> n.keeping(Wire.Kept.valueOf(m.verdict().outcome().name()), m.reason())).orElse(n)).toList(), graph.edges(), graph.notes(), graph.groups());
    }

    private Optional<Mark> worst(NodeId node, Pipeline now) {
        return current(node, now).stream().max(Comparator.comparing(m -> m.verdict().outcome()));
    }

    private List<Mark> current(NodeId node, Pipeline now) {
        Optional<Node> then = of.node(node);
        boolean same = now.node(node).filter(n -> then.filter(t -> t.kind().equals(n.kind()) && t.settings().equals(n.settings())).isPresent()).isPresent();
        return same ? marks.getOrDefault(node, List.of()) : List.of();
    }

    /** The verdicts of one node, for beside its settings; without children where there is nothing to say. */
    public void show(Div into, NodeId node, Pipeline now) {
        into.removeAll();
        for (Mark mark : current(node, now)) {
            String inside = mark.verdict().node().equals(node) ? "" : mark.verdict().node().inWords() + ": ";
            into.add(new Div(StateWords.badge(mark.verdict().outcome()), new Paragraph(inside + mark.reason() + ".")));
            mark.verdict().notes().forEach(note -> {
                var words = new Paragraph(note + ".");
                words.addClassName("hint-text");
                into.add(words);
            });
        }
    }
}
