package dev.millrace.state;

import dev.millrace.compile.LogicalPlan;
import dev.millrace.compile.Segment;
import dev.millrace.pipeline.NodeId;
import dev.millrace.rel.Rel;
import dev.millrace.rel.StatefulRel;
import dev.millrace.rel.Topic;
import dev.millrace.schema.Durations;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Which rows come to a node: what chooses among them on the way. */
final class Choosing {
    private final Map<NodeId, Segment> segments;
    private final Map<NodeId, String> how = new LinkedHashMap<>();

    private Choosing(Map<NodeId, Segment> segments) {
        this.segments = segments;
    }

    static Choosing of(LogicalPlan plan) {
        var choosing = new Choosing(plan.segments().stream().collect(Collectors.toMap(Segment::node, s -> s)));
        Origins origins = Origins.of(plan);
        for (Segment segment : plan.segments()) {
            if (segment instanceof Segment.Producing p) {
                origins.at(p.node());
                List<String> ways = p.outputs().values().stream().map(rel -> choosing.way(rel, origins)).toList();
                if (ways.stream().anyMatch(w -> !w.isEmpty())) {
                    choosing.how.put(p.node(), ways.toString());
                }
            }
        }
        return choosing;
    }

    private String way(Rel rel, Origins origins) {
        String own = switch (rel) {
            case Rel.Filter f -> "filter " + origins.of(f.in(), f.condition());
            case Rel.Route r -> "route " + r.match().map(m -> origins.of(r.in(), m).toString()).orElse("rest") + r.butNot().stream().map(n -> origins.of(r.in(), n).toString()).toList();
            case Rel.UnionAll u -> "union of " + u.in().size();
            case Rel.Unnest u -> "unnest " + u.keepEmpty();
            case Rel.KafkaScan k -> "topic " + k.topics() + k.pattern() + Topic.on(k.cluster());
            case Rel.WindowAggregate w -> "window " + w.window() + w.keys().size();
            case Rel.Join j -> "join " + j.type() + j.keys() + j.condition() + j.meeting();
            case Rel.Query q -> "query " + q.sql();
            case StatefulRel.TopN t -> "first " + t.rows();
            case StatefulRel.Deduplicate d -> "one of each " + d.keys().size() + d.last();
            case StatefulRel.MatchPattern m -> "pattern " + m.steps() + m.within().map(Durations::write);
            case StatefulRel.GroupAggregate g -> "group " + g.keys().size();
            default -> "";
        };
        return own + rel.inputs().stream().map(in -> way(in, origins)).filter(w -> !w.isEmpty()).map(w -> " of (" + w + ")").collect(Collectors.joining());
    }

    /** What has changed before a node since then, in sentences. */
    List<String> sinceWith(Choosing before, NodeId node) {
        Set<NodeId> now = StateVerdicts.before(segments, node);
        Set<NodeId> then = StateVerdicts.before(before.segments, node);
        var notes = new ArrayList<String>();
        for (NodeId other : now) {
            if (!how.containsKey(other)) {
                continue;
            }
            if (!then.contains(other)) {
                notes.add("'" + other.inWords() + "' now stands before it; rows that came earlier were not chosen by it");
            } else if (!how.get(other).equals(before.how.get(other))) {
                notes.add("'" + other.inWords() + "' before it has changed; rows that came earlier came through the old one");
            }
        }
        then.stream().filter(other -> !now.contains(other) && before.how.containsKey(other))
                .forEach(other -> notes.add("'" + other.inWords() + "' no longer stands before it"));
        // A new or removed input brings other rows too.
        now.stream().filter(other -> !then.contains(other) && !how.containsKey(other) && isSource(segments, other))
                .forEach(other -> notes.add("It gets rows of '" + other.inWords() + "' too"));
        return notes;
    }

    private static boolean isSource(Map<NodeId, Segment> segments, NodeId node) {
        return segments.get(node) instanceof Segment.Producing p && p.outputs().values().stream().anyMatch(Rel.Scan.class::isInstance);
    }
}
