package dev.millrace.ui.canvas;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What must be sent so that the browser shows another graph. */
final class Difference {
    private Difference() {}

    static Wire.Patch between(Wire.Graph before, Wire.Graph after, String notice) {
        Set<Wire.Node> oldNodes = new HashSet<>(before.nodes());
        Set<Wire.Edge> oldEdges = new HashSet<>(before.edges());
        Set<String> nodeIds = after.nodes().stream().map(Wire.Node::id).collect(Collectors.toSet());
        Set<String> edgeIds = after.edges().stream().map(Wire.Edge::id).collect(Collectors.toSet());
        return new Wire.Patch(
                after.nodes().stream().filter(n -> !oldNodes.contains(n)).toList(),
                after.edges().stream().filter(e -> !oldEdges.contains(e)).toList(),
                before.nodes().stream().map(Wire.Node::id).filter(id -> !nodeIds.contains(id)).toList(),
                before.edges().stream().map(Wire.Edge::id).filter(id -> !edgeIds.contains(id)).toList(),
                after.notes().stream().filter(n -> !before.notes().contains(n)).toList(),
                after.groups().stream().filter(g -> !before.groups().contains(g)).toList(),
                marks(before).filter(id -> marks(after).noneMatch(id::equals)).toList(), notice);
    }

    private static Stream<String> marks(Wire.Graph graph) {
        return Stream.concat(graph.notes().stream().map(Wire.Note::id), graph.groups().stream().map(Wire.Group::id));
    }

    static Wire.Graph placed(Wire.Graph graph, List<Wire.Place> places) {
        Map<String, Wire.Place> byId = places.stream().collect(Collectors.toMap(Wire.Place::id, Function.identity(), (a, b) -> b));
        return new Wire.Graph(graph.nodes().stream().map(n -> {
            Wire.Place place = byId.get(n.id());
            return place == null ? n : n.at(place.x(), place.y());
        }).toList(), graph.edges(), graph.notes(), graph.groups());
    }
}
