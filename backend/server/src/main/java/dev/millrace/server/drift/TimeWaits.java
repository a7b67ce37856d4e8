package dev.millrace.server.drift;

import dev.millrace.compile.LogicalPlan;
import dev.millrace.compile.Segment;
import dev.millrace.pipeline.NodeId;
import dev.millrace.rel.Rel;
import dev.millrace.rel.StatefulRel;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which nodes of a plan wait for event time, and whose. */
public final class TimeWaits {
    private final Map<NodeId, List<Rel>> rels = new LinkedHashMap<>();
    private final Map<NodeId, Set<NodeId>> behind = new HashMap<>();

    public TimeWaits(LogicalPlan plan) {
        for (Segment segment : plan.segments()) {
            rels.put(segment.node(), segment.rels());
            segment.rels().stream().flatMap(Rel::tree).filter(Rel.Input.class::isInstance).map(in -> ((Rel.Input) in).from().node())
                    .forEach(from -> behind.computeIfAbsent(from, n -> new HashSet<>()).add(segment.node()));
        }
    }

    /** The first node behind this one that waits for its event time, as far as that is not set anew on the way. */
    public Optional<NodeId> first(NodeId source) {
        var seen = new HashSet<NodeId>();
        var next = new ArrayDeque<NodeId>(List.of(source));
        while (!next.isEmpty()) {
            NodeId node = next.poll();
            if (!seen.add(node)) {
                continue;
            }
            List<Rel> of = rels.getOrDefault(node, List.of());
            if (of.stream().anyMatch(TimeWaits::waits)) {
                return Optional.of(node);
            }
            if (of.stream().noneMatch(TimeWaits::setsAnew)) {
                behind.getOrDefault(node, Set.of()).stream().sorted().forEach(next::add);
            }
        }
        return Optional.empty();
    }

    private static boolean setsAnew(Rel rel) {
        return rel instanceof Rel.Retime || rel.inputs().stream().anyMatch(TimeWaits::setsAnew);
    }

    /** Whether it keeps rows back until event time has come so far. */
    private static boolean waits(Rel rel) {
        boolean itself = switch (rel) {
            case Rel.WindowAggregate w -> true;
            case Rel.Late l -> false;
            case Rel.Join join -> switch (join.meeting()) {
                case Rel.Join.Meeting.Near n -> false;
                case Rel.Join.Meeting.SameWindow w -> true;
                case Rel.Join.Meeting.Whenever w -> false;
                case Rel.Join.Meeting.AsOf a -> true;
            };
            case StatefulRel.MatchPattern m -> true;
            case StatefulRel.TopN top -> top.windowTime().isPresent();
            case StatefulRel.OverAggregate o -> true;
            case StatefulRel.Previous p -> true;
            case StatefulRel.GroupAggregate g -> false;
            case StatefulRel.Deduplicate d -> false;
            case Rel.Input i -> false;
            case Rel.Scan s -> false;
            case Rel.Rejected r -> false;
            case Rel.Filter f -> false;
            case Rel.Route r -> false;
            case Rel.Project p -> false;
            case Rel.Unnest u -> false;
            case Rel.Retime r -> false;
            case Rel.Paced p -> false;
            case Rel.ChangesAsRows c -> false;
            case Rel.UnionAll u -> false;
            case Rel.Versions v -> false;
            case Rel.WithValues l -> false;
            // Whether a query waits is in its text; it is not read here.
            case Rel.Query q -> false;
            case Rel.Outside o -> false;
        };
        return itself || rel.inputs().stream().anyMatch(TimeWaits::waits);
    }
}
