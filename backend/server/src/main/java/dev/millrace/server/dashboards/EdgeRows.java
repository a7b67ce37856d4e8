package dev.millrace.server.dashboards;

import dev.millrace.compile.Compilation;
import dev.millrace.compile.Compiler;
import dev.millrace.compile.NamedTopics;
import dev.millrace.pipeline.Edge;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Topic;
import java.util.List;
import java.util.Optional;

/**
 * Where the rows of an edge can be had from outside of the job: those that go to a Kafka sink stand in its topic, those of a Kafka source too,
 * and those that go to a Log sink are shown by the job itself.
 */
public final class EdgeRows {
    /** The kind of sink whose rows a running job shows. */
    private static final String LOG = "sink.print";

    private EdgeRows() {}

    /** Where rows come from. */
    sealed interface Place {
        /** They are in a topic. @param as how they are read; empty: as JSON */
        record In(Topic topic, Optional<Rel.KafkaScan> as) implements Place {}

        /** The running job shows them. */
        record Logged() implements Place {}

        /** Nowhere. @param why with the way out */
        record Nowhere(String why) implements Place {}
    }

    /**
     * An edge, and how its rows can be had.
     *
     * @param words such as "Top three → Ranking"
     * @param node whose rows are the same; empty where there is none
     * @param how where they are, or how to get them
     */
    public record Offer(String words, Optional<NodeId> node, String how) {}

    static Place of(Compilation compiled, NodeId node, Compiler compiler) {
        Pipeline drawing = compiled.pipeline();
        Node found = drawing.nodes().get(node);
        if (found == null) {
            return new Place.Nowhere("The pipeline has no node '" + node.inWords() + "'. Choose another edge for this tile");
        }
        if (found.kind().equals(LOG)) {
            return new Place.Logged();
        }
        return compiler.topics(drawing).of(node).<Place>map(topic -> new Place.In(topic, DeclaredRows.of(compiled, node, compiler))).orElseGet(() -> new Place.Nowhere("The rows of '" + title(found)
                + "' are in no topic. Draw a second line from there to a Log sink, deploy, and choose that here"));
    }

    /** All edges of a drawing, in its order. */
    public static List<Offer> offers(Pipeline drawing, Compiler compiler) {
        NamedTopics topics = compiler.topics(drawing);
        return drawing.edges().stream().map(edge -> offer(drawing, edge, topics)).toList();
    }

    private static Offer offer(Pipeline drawing, Edge edge, NamedTopics topics) {
        String port = edge.from().port().equals("out") ? "" : " (" + edge.from().port() + ")";
        String words = title(drawing.nodes().get(edge.from().node())) + port + " → " + title(drawing.nodes().get(edge.to().node()));
        // Rows that leave by a port go to all edges from there, so that each of them shows the rows of the others.
        List<NodeId> after = drawing.edges().stream().filter(e -> e.from().equals(edge.from())).map(e -> e.to().node())
                .sorted(java.util.Comparator.comparing((NodeId n) -> !n.equals(edge.to().node()))).toList();
        for (NodeId node : after) {
            Node found = drawing.nodes().get(node);
            if (found != null && found.kind().equals(LOG)) {
                return new Offer(words, Optional.of(node), "as the Log sink '" + title(found) + "' shows them");
            }
            if (found != null && found.kind().startsWith("sink.") && topics.of(node).isPresent()) {
                return new Offer(words, Optional.of(node), "in topic " + topics.of(node).get());
            }
        }
        Node from = drawing.nodes().get(edge.from().node());
        if (from != null && from.kind().startsWith("source.") && edge.from().port().equals("out") && topics.of(edge.from().node()).isPresent()) {
            return new Offer(words, Optional.of(edge.from().node()), "in topic " + topics.of(edge.from().node()).get());
        }
        return new Offer(words, Optional.empty(), "draw a second line from there to a Log sink, and deploy");
    }

    private static String title(Node node) {
        return node == null ? "?" : node.label().isEmpty() ? node.id().inWords() : node.label();
    }
}
