package dev.millrace.diagnostic;

import dev.millrace.pipeline.Edge;
import dev.millrace.pipeline.NodeId;
import java.util.Optional;

/** The place a diagnostic points at, from the whole pipeline down to a span inside an expression. */
public sealed interface Location {
    record OfPipeline() implements Location {}

    record OfNode(NodeId node) implements Location {}

    /** {@code path} is the setting's name, with an index for list entries: "columns[2].type". */
    record OfSetting(NodeId node, String path) implements Location {}

    record OfEdge(Edge edge) implements Location {}

    /** Characters {@code from} (inclusive) to {@code to} (exclusive) of the expression at {@code path}. */
    record OfSpan(NodeId node, String path, int from, int to) implements Location {}

    Location PIPELINE = new OfPipeline();

    /** The node this place belongs to, if it belongs to one. */
    default Optional<NodeId> nodeOf() {
        return switch (this) {
            case OfPipeline p -> Optional.empty();
            case OfNode n -> Optional.of(n.node());
            case OfSetting s -> Optional.of(s.node());
            case OfEdge e -> Optional.of(e.edge().to().node());
            case OfSpan s -> Optional.of(s.node());
        };
    }

    /** The setting's path, if the place is a setting or inside one. */
    default Optional<String> settingOf() {
        return switch (this) {
            case OfSetting s -> Optional.of(s.path());
            case OfSpan s -> Optional.of(s.path());
            case OfPipeline p -> Optional.empty();
            case OfNode n -> Optional.empty();
            case OfEdge e -> Optional.empty();
        };
    }
}
