package dev.millrace.compile;

import dev.millrace.compile.Resolve.ResolvedNode;
import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.kind.NodeKinds;
import dev.millrace.kind.Port;
import dev.millrace.kind.Read;
import dev.millrace.kind.Scope;
import dev.millrace.pipeline.Edge;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PortRef;
import dev.millrace.rel.ExpressionTyper;
import dev.millrace.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One node by itself: the schemas it gives for the schemas that come in, where it names columns, and what is wrong with it. A bypassed
 * node gives what comes in.
 */
final class Look {
    private final NodeKinds kinds;
    private final ExpressionTyper typer;

    Look(NodeKinds kinds, ExpressionTyper typer) {
        this.kinds = kinds;
        this.typer = typer;
    }

    /** @param outputs by port name */
    record Seen(Map<String, Schema> outputs, List<Read> reads, Diagnostics said) {
        static final Seen NOTHING = new Seen(Map.of(), List.of(), Diagnostics.NONE);
    }

    /** @param schemas of outputs upstream, as far as they are known */
    Seen at(Node drawn, Pipeline pipeline, Map<PortRef, Schema> schemas) {
        Node node = Fill.node(kinds, pipeline, drawn);
        var found = new Diagnostics.Collector();
        var resolved = kinds.resolve(node, found);
        if (resolved.isEmpty()) {
            return Seen.NOTHING;
        }
        List<Port> ports = NodeKinds.ports(resolved.get().shape()).inputs();
        List<List<Edge>> edges = ports.stream().map(p -> pipeline.into(new PortRef(node.id(), p.name())).filter(e -> schemas.containsKey(e.from())).toList()).toList();
        List<List<Schema>> in = edges.stream().map(list -> list.stream().map(e -> schemas.get(e.from())).toList()).toList();
        var reads = new ArrayList<Read>();
        var scope = new Scope(node.id(), typer, found, resolved.get().reported(), edges.stream().flatMap(List::stream).toList(), reads::add);
        Map<String, Schema> outputs = Infer.outputs(new ResolvedNode(node, resolved.get().shape(), resolved.get().reported()), in, scope);
        if (node.use() == Node.Use.BYPASSED) {
            outputs = Bypass.of(kinds, node).filter(b -> !in.getFirst().isEmpty()).map(b -> Map.of(b.out().name(), in.getFirst().getFirst())).orElse(Map.of());
        }
        return new Seen(outputs, reads, found.done());
    }
}
