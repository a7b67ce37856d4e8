package dev.millrace.document;

import dev.millrace.pipeline.Edge;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What differs between two states of a pipeline, place by place and as it stands in the document.
 *
 * @param changes what changes its meaning, in the order of the document
 * @param looks what is for readers alone: where nodes stand, notes and groups. Nodes that come or go say nothing here
 */
public record PipelineDifference(List<Change> changes, List<Change> looks) {
    public PipelineDifference {
        changes = List.copyOf(changes);
        looks = List.copyOf(looks);
    }

    /** Whether something is there now that was not, is no longer, or is otherwise. */
    public enum Sign { ADDED, REMOVED, CHANGED }

    /** Where two pipelines can differ. */
    public sealed interface Place {}

    /** @param key its name, description, or another word at the top of the document; "parameters" stands for their order */
    public record OfPipeline(String key) implements Place {}

    /** @param key of the run settings in the document */
    public record OfRun(String key) implements Place {}

    /** @param key of the parameter in the document; empty: the whole of it */
    public record OfParameter(String parameter, String key) implements Place {}

    /** @param key kind, label, disabled or parallelism; empty: the whole node */
    public record OfNode(NodeId node, String key) implements Place {}

    public record OfSetting(NodeId node, String setting) implements Place {}

    public record OfEdge(Edge edge) implements Place {}

    /** @param section layout, notes or groups @param id of the node, note or group */
    public record OfLook(String section, String id) implements Place {}

    /**
     * One place that differs.
     *
     * @param before plain JSON value as the document has it; empty where nothing stood there
     * @param after likewise
     */
    public record Change(Place place, Optional<Object> before, Optional<Object> after) {
        /** A value that is given for the first time changes its node; only what is drawn can come or go. */
        public Sign sign() {
            boolean whole = switch (place) {
                case OfPipeline p -> false;
                case OfRun r -> false;
                case OfSetting s -> false;
                case OfParameter(String parameter, String key) -> key.isEmpty();
                case OfNode(NodeId node, String key) -> key.isEmpty();
                case OfEdge e -> true;
                case OfLook l -> true;
            };
            return !whole || before.isPresent() && after.isPresent() ? Sign.CHANGED : before.isEmpty() ? Sign.ADDED : Sign.REMOVED;
        }
    }

    /** Nothing where both mean the same and look the same. */
    public static PipelineDifference between(Pipeline before, Pipeline after, PipelineDocument documents) {
        var finder = new Finder(before, after);
        finder.top(documents.values(before), documents.values(after));
        return new PipelineDifference(finder.changes, finder.looks);
    }

    /** Whether there is no difference at all. */
    public boolean isEmpty() {
        return changes.isEmpty() && looks.isEmpty();
    }

    /** Nodes that came, went or mean something else, by id. */
    public SortedMap<NodeId, Sign> nodes() {
        var signs = new TreeMap<NodeId, Sign>();
        for (Change change : changes) {
            nodeOf(change.place()).ifPresent(node -> signs.put(node, change.sign()));
        }
        return signs;
    }

    /** Edges that came or went. */
    public SortedMap<Edge, Sign> edges() {
        var signs = new TreeMap<Edge, Sign>();
        for (Change change : changes) {
            if (change.place() instanceof OfEdge(Edge edge)) {
                signs.put(edge, change.sign());
            }
        }
        return signs;
    }

    /** What differs at one node. */
    public List<Change> at(NodeId node) {
        return changes.stream().filter(c -> nodeOf(c.place()).filter(node::equals).isPresent()).toList();
    }

    /** The node that a place belongs to; none for an edge, which belongs to two. */
    public static Optional<NodeId> nodeOf(Place place) {
        return switch (place) {
            case OfNode(NodeId node, String key) -> Optional.of(node);
            case OfSetting(NodeId node, String setting) -> Optional.of(node);
            case OfPipeline p -> Optional.empty();
            case OfRun r -> Optional.empty();
            case OfParameter p -> Optional.empty();
            case OfEdge e -> Optional.empty();
            case OfLook l -> Optional.empty();
        };
    }

    /** Goes through the two documents, which are maps of maps down to the settings. */
    private static final class Finder {
        private final List<Change> changes = new ArrayList<>();
        private final List<Change> looks = new ArrayList<>();
        private final Pipeline before;
        private final Pipeline after;

        private Finder(Pipeline before, Pipeline after) {
            this.before = before;
            this.after = after;
        }

        private void top(Map<String, Object> was, Map<String, Object> is) {
            for (String key : keys(was, is)) {
                switch (key) {
                    case "run" -> each(changes, section(was, key), section(is, key), OfRun::new);
                    case "parameters" -> parameters(section(was, key), section(is, key));
                    case "nodes" -> nodes(section(was, key), section(is, key));
                    case "edges" -> edges();
                    case "layout" -> each(looks, ofBoth(section(was, key)), ofBoth(section(is, key)), id -> new OfLook(key, id));
                    case "notes", "groups" -> each(looks, section(was, key), section(is, key), id -> new OfLook(key, id));
                    default -> compare(changes, new OfPipeline(key), was.get(key), is.get(key));
                }
            }
        }

        private void parameters(Map<String, Object> were, Map<String, Object> are) {
            for (String name : keys(were, are)) {
                if (were.containsKey(name) && are.containsKey(name)) {
                    each(changes, section(were, name), section(are, name), key -> new OfParameter(name, key));
                } else {
                    compare(changes, new OfParameter(name, ""), were.get(name), are.get(name));
                }
            }
            List<String> order = new ArrayList<>(were.keySet());
            order.retainAll(are.keySet());
            List<String> newOrder = new ArrayList<>(are.keySet());
            newOrder.retainAll(were.keySet());
            compare(changes, new OfPipeline("parameters"), order, newOrder);
        }

        private void nodes(Map<String, Object> were, Map<String, Object> are) {
            for (String id : new TreeSet<>(keys(were, are))) {
                var node = new NodeId(id);
                if (!were.containsKey(id) || !are.containsKey(id)) {
                    compare(changes, new OfNode(node, ""), were.get(id), are.get(id));
                    continue;
                }
                Map<String, Object> was = section(were, id);
                Map<String, Object> is = section(are, id);
                for (String key : keys(was, is)) {
                    if (key.equals("settings")) {
                        each(changes, section(was, key), section(is, key), name -> new OfSetting(node, name));
                    } else {
                        compare(changes, new OfNode(node, key), was.get(key), is.get(key));
                    }
                }
            }
        }

        private void edges() {
            Set<Edge> all = new TreeSet<>(before.edges());
            all.addAll(after.edges());
            for (Edge edge : all) {
                compare(changes, new OfEdge(edge), before.edges().contains(edge) ? edge.id() : null, after.edges().contains(edge) ? edge.id() : null);
            }
        }

        private void each(List<Change> into, Map<String, Object> was, Map<String, Object> is, Function<String, Place> place) {
            for (String key : keys(was, is)) {
                compare(into, place.apply(key), was.get(key), is.get(key));
            }
        }

        private void compare(List<Change> into, Place place, Object was, Object is) {
            if (!Objects.equals(was, is)) {
                into.add(new Change(place, Optional.ofNullable(was), Optional.ofNullable(is)));
            }
        }

        /** The places of nodes that are in both: one that is new was not moved. */
        private Map<String, Object> ofBoth(Map<String, Object> layout) {
            var places = new LinkedHashMap<>(layout);
            places.keySet().removeIf(id -> NodeId.parse(id).filter(node -> before.nodes().containsKey(node) && after.nodes().containsKey(node)).isEmpty());
            return places;
        }

        private static Set<String> keys(Map<String, Object> was, Map<String, Object> is) {
            var keys = new LinkedHashSet<>(is.keySet());
            keys.addAll(was.keySet());
            return keys;
        }

        @SuppressWarnings("unchecked")
        private static Map<String, Object> section(Map<String, Object> values, String key) {
            return (Map<String, Object>) values.getOrDefault(key, Map.of());
        }
    }
}
