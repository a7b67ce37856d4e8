package dev.millrace.compile;

import dev.millrace.compile.Resolve.Resolved;
import dev.millrace.compile.Resolve.ResolvedNode;
import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.rel.ExpressionTyper;
import dev.millrace.kind.MergeOperator;
import dev.millrace.kind.Operator;
import dev.millrace.kind.Scope;
import dev.millrace.kind.Sink;
import dev.millrace.kind.Source;
import dev.millrace.kind.SplitOperator;
import dev.millrace.pipeline.Edge;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PortRef;
import dev.millrace.schema.Schema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Second pass: the schema of every output port, as far as it can be known, from sources downstream. */
final class Infer {
    private final ExpressionTyper typer;

    Infer(ExpressionTyper typer) {
        this.typer = typer;
    }

    record Inferred(Map<PortRef, Schema> schemas, Diagnostics diagnostics) {}

    Inferred apply(Pipeline pipeline, Resolved resolved, Order order) {
        var found = new Diagnostics.Collector();
        var schemas = new HashMap<PortRef, Schema>();
        for (NodeId id : order.sorted()) {
            ResolvedNode node = resolved.nodes().get(id);
            if (node != null) {
                List<Edge> known = pipeline.into(new PortRef(id, "in")).filter(e -> schemas.containsKey(e.from())).toList();
                List<Schema> in = known.stream().map(e -> schemas.get(e.from())).toList();
                // With too many inputs it is open which of them is meant: types are shown as for the first, but nothing is said about it.
                boolean ambiguous = in.size() > 1 && !(node.shape() instanceof MergeOperator);
                outputs(node, in, new Scope(id, typer, ambiguous ? new Diagnostics.Collector() : found, node.reported(), known))
                        .forEach((port, schema) -> schemas.put(new PortRef(id, port), schema));
            }
        }
        return new Inferred(schemas, found.done());
    }

    private static Map<String, Schema> outputs(ResolvedNode node, List<Schema> in, Scope at) {
        if (!(node.shape() instanceof Source) && in.isEmpty()) {
            return Map.of();
        }
        return switch (node.shape()) {
            case Source source -> source.infer(at).<Map<String, Schema>>map(Source::outputs).orElse(Map.of());
            case Operator operator -> out(operator.infer(in.getFirst(), at));
            case MergeOperator merge -> out(merge.infer(in, at));
            case SplitOperator split -> split.infer(in.getFirst(), at);
            case Sink sink -> {
                sink.check(in.getFirst(), at);
                yield Map.of();
            }
        };
    }

    private static Map<String, Schema> out(Optional<Schema> schema) {
        return schema.map(s -> Map.of("out", s)).orElse(Map.of());
    }
}
