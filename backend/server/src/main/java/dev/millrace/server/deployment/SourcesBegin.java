package dev.millrace.server.deployment;

import dev.millrace.compile.LogicalPlan;
import dev.millrace.compile.Segment;
import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.diagnostic.Location;
import dev.millrace.diagnostic.Severity;
import dev.millrace.pipeline.NodeId;
import dev.millrace.rel.Rel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;

/** Lets the sources of a plan begin where the one who deploys says, in place of where their settings do. */
public final class SourcesBegin {
    private SourcesBegin() {}

    /** The sources that can be told where to begin: those that read topics. */
    public static Set<NodeId> ofTopics(LogicalPlan plan) {
        Set<NodeId> nodes = new TreeSet<>((a, b) -> a.value().compareTo(b.value()));
        for (Segment segment : plan.segments()) {
            if (segment instanceof Segment.Producing p && p.outputs().values().stream().anyMatch(SourcesBegin::readsTopic)) {
                nodes.add(p.node());
            }
        }
        return nodes;
    }

    private static boolean readsTopic(Rel rel) {
        return switch (rel) {
            case Rel.KafkaScan scan -> true;
            case Rel.BackfillScan scan -> true;
            case Rel.Rejected rejected -> readsTopic(rejected.scan());
            default -> false;
        };
    }

    /** An error for each node that is told where to begin and reads no topic. */
    static Diagnostics check(LogicalPlan plan, Start start) {
        if (!(start instanceof Start.Fresh fresh)) {
            return Diagnostics.NONE;
        }
        Set<NodeId> known = ofTopics(plan);
        List<Diagnostic> errors = fresh.sources().keySet().stream().filter(node -> !known.contains(node))
                .map(node -> new Diagnostic(Diagnostic.Code.BAD_SETTING, Severity.ERROR, new Location.OfNode(node),
                        "'" + node + "' is told where to begin, but it is no source of topics",
                        known.isEmpty() ? "No node of this pipeline reads a topic: leave it out" : "Those that are: " + String.join(", ",
                                known.stream().map(NodeId::value).toList()))).toList();
        return new Diagnostics(errors);
    }

    /** @param deployment key under which the sources read, see {@link JobSpec#deployment} */
    static LogicalPlan in(LogicalPlan plan, Start start, String deployment) {
        if (!(start instanceof Start.Fresh fresh) || fresh.equals(Start.FRESH)) {
            return plan;
        }
        List<Segment> segments = plan.segments().stream().map(segment -> switch (segment) {
            case Segment.Producing p -> begin(p, fresh.sources().getOrDefault(p.node(), fresh.all()), deployment);
            case Segment.Writing w -> w;
        }).toList();
        return plan.withSegments(segments);
    }

    private static Segment begin(Segment.Producing p, SourceStart at, String deployment) {
        SequencedMap<String, Rel> outputs = new LinkedHashMap<>();
        p.outputs().forEach((port, rel) -> outputs.put(port, switch (rel) {
            case Rel.Scan scan -> begin(scan, at, p.node(), deployment);
            case Rel.Rejected(Rel.Scan scan) -> new Rel.Rejected(begin(scan, at, p.node(), deployment));
            default -> rel;
        }));
        return new Segment.Producing(p.node(), p.kind(), outputs);
    }

    private static Rel.Scan begin(Rel.Scan scan, SourceStart at, NodeId node, String deployment) {
        return switch (scan) {
            case Rel.KafkaScan s -> begin(s, at, node, deployment);
            case Rel.BackfillScan s -> new Rel.BackfillScan(s.files(), begin(s.topic(), at, node, deployment), s.takeOver());
            case Rel.ValuesScan s -> s;
            case Rel.FilesScan s -> s;
            case Rel.TableScan s -> s;
            case Rel.DemoScan s -> s;
        };
    }

    private static Rel.KafkaScan begin(Rel.KafkaScan s, SourceStart at, NodeId node, String deployment) {
        Rel.StartFrom from = switch (at) {
            case SourceStart.AsSet set -> s.start();
            case SourceStart.Earliest e -> new Rel.StartFrom.Earliest();
            case SourceStart.Latest l -> new Rel.StartFrom.Latest();
            case SourceStart.Timestamp(var time) -> new Rel.StartFrom.Timestamp(time);
            case SourceStart.Committed(var group) -> new Rel.StartFrom.Committed(group.orElseGet(() ->
                    s.start() instanceof Rel.StartFrom.Committed(String own) ? own : deployment + "-" + node));
        };
        return s.startingFrom(from);
    }
}
