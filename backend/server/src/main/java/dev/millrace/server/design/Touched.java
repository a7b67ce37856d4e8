package dev.millrace.server.design;

import dev.millrace.pipeline.MarkId;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Note;
import dev.millrace.pipeline.Pipeline;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The places in which two pipelines differ, as texts that can be stored and compared: "name", "run", "label/orders", "disabled/orders",
 * "setting/orders/topic", "node/orders", "edge/a.out->b.in". Positions are left out: nobody minds who moved a box last.
 */
final class Touched {
    private Touched() {}

    static SequencedSet<String> between(Pipeline before, Pipeline after) {
        var places = new LinkedHashSet<String>();
        if (!before.name().equals(after.name())) {
            places.add("name");
        }
        if (!before.description().equals(after.description())) {
            places.add("description");
        }
        if (!before.parameters().equals(after.parameters())) {
            places.add("parameters");
        }
        if (!before.run().equals(after.run())) {
            places.add("run");
        }
        before.marks().notes().forEach((id, was) -> {
            Note is = after.marks().notes().get(id);
            if (is == null || !is.text().equals(was.text())) {
                places.add("note/" + id);
            }
        });
        var ids = new TreeSet<NodeId>(before.nodes().keySet());
        ids.addAll(after.nodes().keySet());
        for (NodeId id : ids) {
            Optional<Node> was = before.node(id);
            Optional<Node> is = after.node(id);
            if (was.isEmpty() || is.isEmpty() || !was.get().kind().equals(is.get().kind())) {
                places.add("node/" + id);
            } else {
                between(was.get(), is.get(), places);
            }
        }
        before.edges().stream().filter(e -> !after.edges().contains(e)).forEach(e -> places.add("edge/" + e.id()));
        after.edges().stream().filter(e -> !before.edges().contains(e)).forEach(e -> places.add("edge/" + e.id()));
        return places;
    }

    private static void between(Node was, Node is, SequencedSet<String> places) {
        if (!was.label().equals(is.label())) {
            places.add("label/" + is.id());
        }
        if (was.kindVersion() != is.kindVersion()) {
            places.add("version/" + is.id());
        }
        if (was.use() != is.use()) {
            places.add("disabled/" + is.id());
        }
        var names = new LinkedHashSet<>(was.settings().values().keySet());
        names.addAll(is.settings().values().keySet());
        for (String name : names) {
            if (!Objects.equals(was.settings().get(name), is.settings().get(name))) {
                places.add("setting/" + is.id() + "/" + name);
            }
        }
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
                    + pipeline.run().checkpointInterval().toMillis() + " ms" + (pipeline.run().exactlyOnce() ? ", exactly once" : "");
            case "parameters" -> pipeline.parameters().stream().map(p -> p.name() + " = " + p.value().map(Object::toString).orElse("")).collect(Collectors.joining(", "));
            case "version" -> node.map(n -> Integer.toString(n.kindVersion())).orElse("");
            case "label" -> node.map(Node::label).orElse("");
            case "note" -> MarkId.parse(place.substring("note/".length())).map(pipeline.marks().notes()::get).map(Note::text).orElse("");
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
