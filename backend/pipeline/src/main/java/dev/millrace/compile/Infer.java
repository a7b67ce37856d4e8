package dev.millrace.compile;

import dev.millrace.compile.Resolve.Resolved;
import dev.millrace.compile.Resolve.ResolvedNode;
import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.rel.ExpressionTyper;
import dev.millrace.kind.FragmentCall;
import dev.millrace.kind.JoinOperator;
import dev.millrace.kind.ManyInputsOperator;
import dev.millrace.kind.MergeOperator;
import dev.millrace.kind.NodeKinds;
import dev.millrace.kind.Operator;
import dev.millrace.kind.Port;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.IntStream;

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
                List<Port> ports = NodeKinds.ports(node.shape()).inputs();
                List<List<Edge>> byPort = ports.stream().map(p -> known(pipeline, new PortRef(id, p.name()), schemas)).toList();
                List<List<Schema>> in = byPort.stream().map(edges -> edges.stream().map(e -> schemas.get(e.from())).toList()).toList();
                // With too many edges it is open which of them is meant: types are shown as for the first, but nothing is said about it.
                boolean ambiguous = IntStream.range(0, ports.size()).anyMatch(i -> !ports.get(i).many() && in.get(i).size() > 1);
                List<Edge> edges = byPort.stream().flatMap(List::stream).toList();
                var at = new Scope(id, typer, ambiguous ? new Diagnostics.Collector() : found, node.reported(), edges);
                Map<String, Schema> outputs = outputs(node, in, at);
                (pipeline.run().isBatch() ? InBatch.outputs(node, outputs, at) : outputs).forEach((port, schema) -> schemas.put(new PortRef(id, port), schema));
            }
        }
        return new Inferred(schemas, pipeline.run().isBatch() ? InBatch.said(found.done()) : found.done());
    }

    private static List<Edge> known(Pipeline pipeline, PortRef to, Map<PortRef, Schema> schemas) {
        return pipeline.into(to).filter(e -> schemas.containsKey(e.from())).toList();
    }

    /** @param in the schemas that come in, for each input port */
    static Map<String, Schema> outputs(ResolvedNode node, List<List<Schema>> in, Scope at) {
        if (in.stream().anyMatch(List::isEmpty)) {
            return Map.of();
        }
        return switch (node.shape()) {
            case Source source -> source.infer(at).<Map<String, Schema>>map(Source::outputs).orElse(Map.of());
            case Operator operator -> out(operator.infer(in.getFirst().getFirst(), at));
            case MergeOperator merge -> out(merge.infer(in.getFirst(), at));
            case JoinOperator join -> out(join.infer(in.getFirst().getFirst(), in.getLast().getFirst(), at));
            case ManyInputsOperator many -> out(many.infer(byName(many, in), at));
            case SplitOperator split -> split.infer(in.getFirst().getFirst(), at);
            case Sink sink -> {
                sink.check(in.getFirst().getFirst(), at);
                yield Map.of();
            }
            // Left standing only where its fragments are nested too deeply, which is said.
            case FragmentCall call -> Map.of();
        };
    }

    private static SequencedMap<String, Schema> byName(ManyInputsOperator many, List<List<Schema>> in) {
        var named = new LinkedHashMap<String, Schema>();
        List<Port> ports = many.inputs();
        for (int i = 0; i < ports.size(); i++) {
            named.put(ports.get(i).name(), in.get(i).getFirst());
        }
        return named;
    }

    private static Map<String, Schema> out(Optional<Schema> schema) {
        return schema.map(s -> Map.of("out", s)).orElse(Map.of());
    }
}
