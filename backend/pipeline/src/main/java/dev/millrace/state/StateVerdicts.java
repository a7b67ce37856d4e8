package dev.millrace.state;

import dev.millrace.compile.LogicalPlan;
import dev.millrace.compile.Segment;
import dev.millrace.pipeline.NodeId;
import dev.millrace.rel.Rel;
import dev.millrace.state.StateVerdict.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What becomes of the state of each node when a revision takes the place of another. Nodes that keep nothing are not spoken of.
 *
 * <p>A node's state is found by the node's id. It stays where both revisions keep the same in the same form, and where that means the
 * same: Flink compares types alone, so it would take sums by country for sums by city.
 */
public final class StateVerdicts {
    private final Map<NodeId, List<Part>> before;
    private final Map<NodeId, List<Part>> now;
    private final Map<NodeId, Segment> segmentsBefore;
    private final Map<NodeId, Segment> segments;
    private final Choosing chosenBefore;
    private final Choosing chosen;
    private final boolean batch;

    private StateVerdicts(LogicalPlan before, LogicalPlan now) {
        this.before = parts(before);
        this.now = parts(now);
        this.segmentsBefore = segments(before);
        this.segments = segments(now);
        this.chosenBefore = Choosing.of(before);
        this.chosen = Choosing.of(now);
        this.batch = before.run().isBatch() || now.run().isBatch();
    }

    /** Where the newer one goes on from the state of the other; in order of node ids. */
    public static List<StateVerdict> between(LogicalPlan before, LogicalPlan now) {
        return new StateVerdicts(before, now).verdicts();
    }

    /** Where it begins without state beside one that had some, or has none before it. */
    public static List<StateVerdict> fresh(Optional<LogicalPlan> before, LogicalPlan now) {
        Map<NodeId, List<Part>> had = before.map(StateVerdicts::parts).orElse(Map.of());
        Map<NodeId, Segment> segments = segments(now);
        var verdicts = new ArrayList<StateVerdict>();
        parts(now).forEach((node, parts) -> {
            String kind = segments.get(node).kind();
            Set<String> notAgain = Rereading.notFromTheBeginning(segments, node);
            String from = notAgain.isEmpty() ? "Sources are read from their beginning" : "Not read from the beginning: " + String.join(", ", notAgain);
            Outcome outcome = !had.containsKey(node) ? Outcome.NEW : notAgain.isEmpty() ? Outcome.REBUILT : Outcome.LOST;
            verdicts.add(new StateVerdict(node, kind, outcome, from, List.of()));
        });
        return verdicts;
    }

    /** Where the revision that left the state cannot be compiled any more: what it kept is not known. */
    public static List<StateVerdict> unknown(LogicalPlan now) {
        Map<NodeId, Segment> segments = segments(now);
        return parts(now).keySet().stream().map(node -> new StateVerdict(node, segments.get(node).kind(), Outcome.INCOMPATIBLE,
                "The revision before cannot be read by this version of Millrace, so what the node held is not known", List.of())).toList();
    }

    private static Map<NodeId, List<Part>> parts(LogicalPlan plan) {
        Origins origins = Origins.of(plan);
        var parts = new LinkedHashMap<NodeId, List<Part>>();
        plan.segments().stream().sorted(Comparator.comparing(Segment::node)).forEach(s -> {
            List<Part> kept = Signatures.of(s, origins, plan.unwired());
            if (!kept.isEmpty()) {
                parts.put(s.node(), kept);
            }
        });
        return parts;
    }

    private static Map<NodeId, Segment> segments(LogicalPlan plan) {
        return plan.segments().stream().collect(Collectors.toMap(Segment::node, s -> s));
    }

    private List<StateVerdict> verdicts() {
        var nodes = new TreeSet<>(before.keySet());
        nodes.addAll(now.keySet());
        return nodes.stream().map(this::verdict).toList();
    }

    private StateVerdict verdict(NodeId node) {
        String kind = Optional.ofNullable(segments.get(node)).orElseGet(() -> segmentsBefore.get(node)).kind();
        List<Part> had = before.get(node);
        List<Part> has = now.get(node);
        if (had == null) {
            return new StateVerdict(node, kind, Outcome.NEW, isSource(node) ? "It begins where its settings say"
                    : "It begins empty, and sees only rows that come from now on", List.of());
        }
        String held = had.stream().map(Part::what).distinct().collect(Collectors.joining(" and "));
        if (has == null) {
            return new StateVerdict(node, kind, Outcome.LOST, segments.containsKey(node) ? "It keeps nothing any more; what it held (" + held + ") goes"
                    : "The node is no longer there; what it held (" + held + ") goes", List.of());
        }
        if (batch) {
            return new StateVerdict(node, kind, Outcome.LOST, "In batch mode a job takes no state and leaves none", List.of());
        }
        String kindBefore = segmentsBefore.get(node).kind();
        var difference = new Difference(had, has);
        if (!bare(kindBefore).equals(bare(kind)) && difference.outcome() == Outcome.KEPT && !difference.notes().isEmpty()) {
            return new StateVerdict(node, kind, Outcome.LOST, "It was " + kindBefore + " and is " + kind + ", which does something else with what is kept", List.of());
        }
        if (difference.outcome() != Outcome.KEPT) {
            return new StateVerdict(node, kind, difference.outcome(), difference.reason() + (isSource(node) ? ". It begins where its settings say" : ""), difference.notes());
        }
        var notes = new ArrayList<>(difference.notes());
        notes.addAll(chosen.sinceWith(chosenBefore, node));
        return new StateVerdict(node, kind, Outcome.KEPT, isSource(node) ? "It goes on where it stopped" : "All it holds stays: " + held, notes);
    }

    private static String bare(String kind) {
        return kind.contains("@") ? kind.substring(0, kind.indexOf('@')) : kind;
    }

    private boolean isSource(NodeId node) {
        return segments.get(node) instanceof Segment.Producing p && p.outputs().values().stream().anyMatch(Rel.Scan.class::isInstance);
    }

    /** Nodes of a plan whose rows come to a node, and itself. */
    public static Set<NodeId> before(LogicalPlan plan, NodeId node) {
        var found = new LinkedHashSet<>(before(segments(plan), node));
        found.add(node);
        return found;
    }

    /** Nodes before a node, itself not among them. */
    static Set<NodeId> before(Map<NodeId, Segment> segments, NodeId node) {
        var found = new LinkedHashSet<NodeId>();
        add(segments, node, found);
        return found;
    }

    private static void add(Map<NodeId, Segment> segments, NodeId node, Set<NodeId> found) {
        Segment segment = segments.get(node);
        if (segment != null) {
            segment.rels().stream().flatMap(Rel::tree).filter(Rel.Input.class::isInstance).map(in -> ((Rel.Input) in).from().node()).forEach(in -> {
                if (found.add(in)) {
                    add(segments, in, found);
                }
            });
        }
    }
}
