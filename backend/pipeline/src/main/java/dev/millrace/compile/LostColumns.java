package dev.millrace.compile;

import dev.millrace.compile.FollowThrough.Place;
import dev.millrace.kind.NodeKind;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.Edge;
import dev.millrace.pipeline.EditRefused;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PortRef;
import dev.millrace.pipeline.Settings;
import dev.millrace.rel.ExpressionTyper;
import dev.millrace.schema.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Who reads the columns that an edit takes away. It is asked by giving them other names for a try: what would follow reads them. */
public final class LostColumns {
    private static final String MAP = "operator.map";
    private final NodeKinds kinds;
    private final ExpressionTyper typer;

    public LostColumns(Compiler compiler) {
        kinds = compiler.kinds();
        typer = compiler.typer();
    }

    /**
     * @param node that gave them
     * @param removed whether the node itself is gone
     * @param columns that are no longer there and are read
     * @param readers in the order of the stream; a node as a whole where no single setting names them
     */
    public record Lost(NodeId node, boolean removed, List<String> columns, List<Reader> readers) {
        public Lost {
            columns = List.copyOf(columns);
            readers = List.copyOf(readers);
        }

        /** How many nodes read them. */
        public long nodes() {
            return readers.stream().map(Reader::node).distinct().count();
        }
    }

    /** @param path of a setting; empty for the whole node */
    public record Reader(NodeId node, String path) {}

    /** What one edit took away and somebody reads. Nothing where columns only have other names: for that there is {@link Renaming}. */
    public List<Lost> between(Compilation before, Compilation after) {
        var all = new ArrayList<Lost>();
        for (NodeId id : Order.of(before.pipeline()).sorted()) {
            Node was = before.pipeline().node(id).orElseThrow();
            Node is = after.pipeline().node(id).orElse(null);
            if (is != null && (is.settings().equals(was.settings()) || !is.kind().equals(was.kind()))) {
                continue;
            }
            var columns = new LinkedHashSet<String>();
            var readers = new LinkedHashSet<Reader>();
            kinds.ports(was).outputs().forEach(port -> {
                var output = new PortRef(id, port.name());
                List<String> lost = lost(before, after, was, is, output);
                if (!lost.isEmpty()) {
                    for (Reader reader : readers(before.pipeline(), output, lost)) {
                        if (!reader.node().equals(id) && after.pipeline().node(reader.node()).isPresent()) {
                            readers.add(reader);
                            columns.addAll(lost);
                        }
                    }
                }
            });
            if (!readers.isEmpty()) {
                all.add(new Lost(id, is == null, List.copyOf(columns), List.copyOf(readers)));
            }
        }
        return all;
    }

    private List<String> lost(Compilation before, Compilation after, Node was, Node is, PortRef output) {
        Schema old = before.schemas().get(output);
        if (old == null) {
            return List.of();
        }
        if (is == null) {
            // What only passes it would pass without it.
            Set<String> passing = before.inputSchemas(was.id()).stream().flatMap(s -> s.names().stream()).collect(Collectors.toSet());
            return old.names().stream().filter(n -> !passing.contains(n)).toList();
        }
        Schema now = after.schemas().get(output);
        if (now == null || Renames.meant(old, now).isPresent()) {
            return List.of();
        }
        return old.names().stream().filter(n -> now.column(n).isEmpty()).toList();
    }

    private List<Reader> readers(Pipeline pipeline, PortRef output, List<String> columns) {
        NodeKind kind = kinds.find(MAP).orElseThrow();
        NodeId id = NodeId.free(kind.title(), pipeline.nodes().keySet());
        var plain = new Node(id, kind.id(), kind.version(), "", Settings.EMPTY);
        var taken = new HashSet<>(columns);
        var renames = new ArrayList<Map<String, Object>>();
        for (String column : columns) {
            String other = column + " lost";
            while (!taken.add(other)) {
                other += "'";
            }
            renames.add(Map.of("column", column, "name", other));
        }
        Pipeline tried = pipeline.withNode(plain.withSettings(Settings.of("rename", renames))).withEdge(new Edge(output, new PortRef(id, "in")));
        for (Edge edge : pipeline.outOf(output).toList()) {
            tried = tried.withoutEdge(edge).withEdge(new Edge(new PortRef(id, "out"), edge.to()));
        }
        try {
            FollowThrough follow = new Following(kinds, typer, tried, plain, Set.of()).all();
            return follow.places().stream().map(LostColumns::reader).toList();
        } catch (EditRefused tooLarge) {
            return List.of();
        }
    }

    private static Reader reader(Place place) {
        return switch (place) {
            case Place.Rewritten(NodeId node, String path, String before, String after) -> new Reader(node, path);
            case Place.Moved(NodeId node, Edge before, Edge after) -> new Reader(node, "");
            case Place.Inserted(NodeId node, NodeId before, Map<String, String> names) -> new Reader(before, "");
        };
    }
}
