package dev.millrace.server.design;

import dev.millrace.document.PipelineDifference;
import dev.millrace.document.PipelineDifference.OfEdge;
import dev.millrace.document.PipelineDifference.OfLook;
import dev.millrace.document.PipelineDifference.OfNode;
import dev.millrace.document.PipelineDifference.OfParameter;
import dev.millrace.document.PipelineDifference.OfPipeline;
import dev.millrace.document.PipelineDifference.OfRun;
import dev.millrace.document.PipelineDifference.OfSetting;
import dev.millrace.document.PipelineDifference.Place;
import dev.millrace.document.PipelineDocument;
import dev.millrace.pipeline.Edge;
import dev.millrace.pipeline.MarkId;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Note;
import dev.millrace.pipeline.Pipeline;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.stream.Collectors;

/**
 * The places in which two pipelines differ, as texts that can be stored and compared: "name", "run", "label/orders", "disabled/orders",
 * "parallelism/orders", "setting/orders/topic", "node/orders", "edge/a.out->b.in". Positions are left out: nobody minds who moved a box last.
 */
final class Touched {
    private Touched() {}

    static SequencedSet<String> between(Pipeline before, Pipeline after, PipelineDocument documents) {
        var places = new LinkedHashSet<String>();
        var difference = PipelineDifference.between(before, after, documents);
        difference.changes().forEach(change -> places.add(at(change.place(), before, after)));
        difference.looks().forEach(change -> {
            if (change.place() instanceof OfLook(String section, String id) && section.equals("notes") && isRewritten(id, before, after)) {
                places.add("note/" + id);
            }
        });
        return places;
    }

    private static String at(Place place, Pipeline before, Pipeline after) {
        return switch (place) {
            case OfPipeline(String key) -> key;
            case OfRun r -> "run";
            case OfParameter p -> "parameters";
            case OfNode(NodeId id, String key) -> switch (key) {
                case "label", "disabled", "parallelism" -> key + "/" + id;
                case "kind" -> (isOfOneKind(id, before, after) ? "version/" : "node/") + id;
                default -> "node/" + id;
            };
            case OfSetting(NodeId id, String setting) -> isOfOneKind(id, before, after) ? "setting/" + id + "/" + setting : "node/" + id;
            case OfEdge(Edge edge) -> "edge/" + edge.id();
            case OfLook(String section, String id) -> section + "/" + id;
        };
    }

    private static boolean isOfOneKind(NodeId id, Pipeline before, Pipeline after) {
        return before.nodes().get(id).kind().equals(after.nodes().get(id).kind());
    }

    /** Whether a note that was there says something else or is gone. */
    private static boolean isRewritten(String id, Pipeline before, Pipeline after) {
        Note was = MarkId.parse(id).map(before.marks().notes()::get).orElse(null);
        Note is = MarkId.parse(id).map(after.marks().notes()::get).orElse(null);
        return was != null && (is == null || !is.text().equals(was.text()));
    }

    /** Whether a change at {@code mine} takes away what a change at {@code theirs} did: the same place, or its node removed. */
    static boolean replaces(String mine, String theirs, Pipeline after) {
        if (theirs.startsWith("edge/")) {
            return false;
        }
        if (mine.equals(theirs)) {
            return true;
        }
        return nodeOf(mine).filter(id -> mine.startsWith("node/") && after.node(id).isEmpty())
                .filter(id -> nodeOf(theirs).filter(id::equals).isPresent()).isPresent();
    }

    /** The place as people say it. */
    static String inWords(String place, Pipeline pipeline) {
        String node = nodeOf(place).map(id -> "'" + pipeline.node(id).map(Node::label).filter(l -> !l.isBlank()).orElse(id.value()) + "'")
                .orElse("");
        return switch (place.split("/", 2)[0]) {
            case "name" -> "the pipeline's name";
            case "description" -> "the pipeline's description";
            case "run" -> "how the pipeline runs";
            case "parameters" -> "the parameters";
            case "version" -> "the version of " + node;
            case "label" -> "the label of " + node;
            case "parallelism" -> "the parallelism of " + node;
            case "disabled" -> "whether " + node + " takes part";
            case "setting" -> "the setting '" + place.split("/", 3)[2] + "' of " + node;
            case "note" -> "the text of a note";
            case "node" -> "the node " + node;
            default -> "the edge " + place.substring(place.indexOf('/') + 1);
        };
    }

    /** What stands at a place, as text; empty where nothing does. */
    static String valueAt(String place, Pipeline pipeline) {
        Optional<Node> node = nodeOf(place).flatMap(pipeline::node);
        return switch (place.split("/", 2)[0]) {
            case "name" -> pipeline.name();
            case "description" -> pipeline.description();
            case "run" -> (pipeline.run().isBatch() ? "batch, " : "") + "parallelism " + pipeline.run().parallelism() + ", checkpoint every "
                    + pipeline.run().checkpointInterval().toMillis() + " ms" + (pipeline.run().exactlyOnce() ? ", exactly once" : "")
                    + pipeline.run().stateBackend().map(b -> ", state in " + b.word()).orElse("");
            case "parameters" -> pipeline.parameters().stream().map(p -> p.name() + " = " + p.value().map(Object::toString).orElse("")).collect(Collectors.joining(", "));
            case "version" -> node.map(n -> Integer.toString(n.kindVersion())).orElse("");
            case "label" -> node.map(Node::label).orElse("");
            case "note" -> MarkId.parse(place.substring("note/".length())).map(pipeline.marks().notes()::get).map(Note::text).orElse("");
            case "parallelism" -> node.map(n -> n.parallelism().isPresent() ? Integer.toString(n.parallelism().getAsInt()) : "as the pipeline's").orElse("");
            case "disabled" -> node.map(n -> n.use().word()).orElse("");
            case "setting" -> node.flatMap(n -> n.settings().get(place.split("/", 3)[2])).map(Object::toString).orElse("");
            default -> "";
        };
    }

    private static Optional<NodeId> nodeOf(String place) {
        String[] parts = place.split("/", 3);
        return parts.length > 1 && !parts[0].equals("edge") && !parts[0].equals("note") ? NodeId.parse(parts[1]) : Optional.empty();
    }
}
