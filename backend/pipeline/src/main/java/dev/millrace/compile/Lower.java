package dev.millrace.compile;

import dev.millrace.compile.Resolve.Resolved;
import dev.millrace.compile.Resolve.ResolvedNode;
import dev.millrace.diagnostic.Diagnostics;
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
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PortRef;
import dev.millrace.rel.ExpressionTyper;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Write;
import dev.millrace.schema.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Fourth pass, only without errors: every node becomes a segment of the small algebra. */
final class Lower {
    private final ExpressionTyper typer;

    Lower(ExpressionTyper typer) {
        this.typer = typer;
    }

    LogicalPlan apply(Pipeline pipeline, Resolved resolved, Order order, Map<PortRef, Schema> schemas) {
        var segments = new ArrayList<Segment>();
        var unwired = new HashSet<PortRef>();
        for (NodeId id : order.sorted()) {
            ResolvedNode node = resolved.nodes().get(id);
            List<Rel> in = NodeKinds.ports(node.shape()).inputs().stream().flatMap(p -> pipeline.into(new PortRef(id, p.name())))
                    .map(e -> (Rel) new Rel.Input(e.from(), schemas.get(e.from()))).toList();
            // What could be said was said by Infer: this scope's diagnostics are of no interest.
            Segment segment = segment(node, in, new Scope(id, typer, new Diagnostics.Collector(), Set.of()));
            segments.add(pipeline.run().writesOnce() && segment instanceof Segment.Writing(NodeId sink, String kind, Write write)
                    ? new Segment.Writing(sink, kind, write.exactlyOnce()) : segment);
            for (Port port : NodeKinds.ports(node.shape()).outputs()) {
                var ref = new PortRef(id, port.name());
                if (pipeline.outOf(ref).findAny().isEmpty()) {
                    unwired.add(ref);
                }
            }
        }
        var copies = new HashMap<NodeId, Integer>();
        pipeline.nodes().values().forEach(node -> node.parallelism().ifPresent(own -> copies.put(node.id(), own)));
        return new LogicalPlan(pipeline.name(), pipeline.run(), segments, unwired, copies);
    }

    private static Segment segment(ResolvedNode node, List<Rel> in, Scope at) {
        var outputs = new LinkedHashMap<String, Rel>();
        switch (node.shape()) {
            case Source source -> {
                Rel.Scan scan = source.lower(at);
                outputs.put(Source.OUT, scan);
                outputs.put(Source.BAD, new Rel.Rejected(scan));
            }
            case Operator operator -> outputs.put("out", operator.lower(in.getFirst(), at));
            case MergeOperator merge -> outputs.put("out", merge.lower(in, at));
            case JoinOperator join -> outputs.put("out", join.lower(in.getFirst(), in.getLast(), at));
            case ManyInputsOperator many -> {
                var named = new LinkedHashMap<String, Rel>();
                many.inputs().forEach(p -> named.put(p.name(), in.get(named.size())));
                outputs.put("out", many.lower(named, at));
            }
            case SplitOperator split -> outputs.putAll(split.lower(in.getFirst(), at));
            case FragmentCall call -> throw new IllegalStateException("The nodes of its fragment stand in its place");
            case Sink sink -> {
                return new Segment.Writing(node.id(), node.node().kind(), sink.lower(in.getFirst(), at));
            }
        }
        return new Segment.Producing(node.id(), node.node().kind(), outputs);
    }
}
