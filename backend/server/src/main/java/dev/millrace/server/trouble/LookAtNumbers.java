package dev.millrace.server.trouble;

import dev.millrace.compile.Compilation;
import dev.millrace.compile.LogicalPlan;
import dev.millrace.compile.Segment;
import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.NodeId;
import dev.millrace.rel.Rel;
import dev.millrace.rel.StatefulRel;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.DeploymentId;
import dev.millrace.server.deployment.ReadPartitions.Partition;
import dev.millrace.server.design.DesignService;
import dev.millrace.server.drift.TimeWaits;
import dev.millrace.server.metrics.Metrics;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What the numbers of running jobs say: a source that falls behind, event time that stands still or is ahead of the clock, work that is dealt out unevenly, state that
 * grows without end. Each is said only where it has held for {@link Course#LONG}, and where the drawing says that it matters.
 */
final class LookAtNumbers implements Lookout.Look {
    private static final long WORTH_A_WORD = 1_000;
    private static final long LARGE_STATE = 1_000_000;
    private static final Duration AHEAD = Duration.ofMinutes(5);

    private final DesignService designs;
    private final NodeKinds kinds;
    private final Metrics metrics;
    private final Clock clock;
    /** A revision never changes; the plan of each is looked at once. */
    private final Map<DeploymentId, Watched> known = new HashMap<>();
    private final Map<DeploymentId, Course> courses = new HashMap<>();

    /**
     * What of a pipeline is to be watched.
     *
     * @param sources with event time of their own, which is no demo's
     * @param timed sources whose event time nodes behind them wait for
     * @param topics sources that read topics
     * @param keyed nodes whose rows go to the copy of their key
     * @param unbounded nodes that forget nothing
     */
    private record Watched(Set<NodeId> sources, Set<NodeId> timed, Set<NodeId> topics, Set<NodeId> keyed, Set<NodeId> unbounded, Names names) {}

    LookAtNumbers(DesignService designs, NodeKinds kinds, Metrics metrics, Clock clock) {
        this.designs = designs;
        this.kinds = kinds;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override public synchronized Map<DeploymentId, List<Trouble>> at(List<Deployment> onCluster) {
        var found = new HashMap<DeploymentId, List<Trouble>>();
        List<Deployment> running = onCluster.stream().filter(d -> d.state() == Deployment.State.RUNNING).toList();
        Set<DeploymentId> ids = running.stream().map(Deployment::id).collect(Collectors.toSet());
        known.keySet().retainAll(ids);
        courses.keySet().retainAll(ids);
        for (Deployment deployment : running) {
            Course course = courses.computeIfAbsent(deployment.id(), id -> new Course());
            metrics.latest(deployment.id()).ifPresent(course::add);
            found.put(deployment.id(), troubles(known.computeIfAbsent(deployment.id(), id -> watched(deployment)), course));
        }
        return found;
    }

    private List<Trouble> troubles(Watched watched, Course course) {
        var troubles = new ArrayList<Trouble>();
        watched.topics().stream().filter(node -> course.fallsBehind(node, WORTH_A_WORD)).forEach(node -> troubles.add(trouble(Trouble.Kind.FALLS_BEHIND, node,
                watched.names().of(node) + " falls behind: records come faster than they are read",
                "See on the drawing which node holds the rest back, and give it or the pipeline a higher parallelism; a topic is read by at most as many copies as it has partitions")));
        watched.timed().stream().filter(course::standsStill).forEach(node -> troubles.add(standsStill(node, watched, course.silent(node))));
        watched.sources().forEach(node -> course.ahead(node).filter(ahead -> ahead.compareTo(AHEAD) > 0).ifPresent(ahead -> troubles.add(trouble(Trouble.Kind.EVENT_TIME, node,
                "Event time at " + watched.names().of(node) + " is more than " + (ahead.toDays() > 0 ? "a day" : ahead.toHours() > 0 ? "an hour" : "5 minutes") + " ahead of the clock",
                "A clock or a time zone of those who send may be wrong. Windows close too early, and rows with the right time count as late: correct such times, or keep them out by a filter"))));
        watched.keyed().stream().filter(course::isUneven).forEach(node -> troubles.add(trouble(Trouble.Kind.UNEVEN, node,
                "One copy of " + watched.names().of(node) + " works all the time and another hardly ever: most rows have the same key",
                "More copies do not help. Add a column to its keys, or lead the rows of that key another way by a filter")));
        watched.unbounded().stream().filter(node -> course.keepsGrowing(node, LARGE_STATE)).forEach(node -> troubles.add(trouble(Trouble.Kind.STATE, node,
                "What " + watched.names().of(node) + " keeps grows with every checkpoint, and it forgets nothing",
                "Set 'Keep for' at the node: what is not touched for so long is forgotten")));
        return troubles;
    }

    private Trouble standsStill(NodeId node, Watched watched, List<Partition> silent) {
        String so = "so windows behind it stay open";
        if (silent.isEmpty()) {
            return trouble(Trouble.Kind.EVENT_TIME, node, "Event time stands still at " + watched.names().of(node) + " though records come in, " + so,
                    "A partition without new records may hold it back: set 'Idle after' at the source. Or see whether the times in new records grow");
        }
        Partition first = silent.getFirst();
        String which = silent.size() == 1 ? "partition " + first.number() + " of '" + first.topic() + "' gets no records"
                : silent.size() + " partitions, such as " + first.number() + " of '" + first.topic() + "', get no records";
        return trouble(Trouble.Kind.EVENT_TIME, node, "Event time stands still at " + watched.names().of(node) + ": " + which + ", " + so,
                "Set 'Idle after' at the source, such as 10 s: what gets no records for so long is then not waited for. Or send records there too");
    }

    private Trouble trouble(Trouble.Kind kind, NodeId node, String message, String wayOut) {
        return new Trouble(kind, Optional.of(node), message, wayOut, clock.instant());
    }

    private Watched watched(Deployment deployment) {
        Compilation compiled = designs.open(deployment.pipeline(), deployment.revision()).compilation();
        Optional<LogicalPlan> plan = compiled.plan();
        List<Segment> segments = plan.map(LogicalPlan::segments).orElse(List.of());
        Map<NodeId, Rel> scans = segments.stream().filter(s -> s.main() instanceof Rel.Scan).collect(Collectors.toMap(Segment::node, Segment::main));
        Set<NodeId> withTime = nodes(scans, rel -> rel.schema().eventTime().isPresent());
        Set<NodeId> timed = plan.map(TimeWaits::new).map(waits -> withTime.stream().filter(n -> waits.first(n).isPresent()).collect(Collectors.toSet())).orElse(Set.of());
        return new Watched(withTime.stream().filter(n -> !(scans.get(n) instanceof Rel.DemoScan)).collect(Collectors.toSet()), timed,
                nodes(scans, rel -> rel instanceof Rel.KafkaScan || rel instanceof Rel.BackfillScan),
                segments.stream().filter(s -> s.main().tree().anyMatch(LookAtNumbers::isByKey)).map(Segment::node).collect(Collectors.toSet()),
                compiled.diagnostics().all().stream().filter(d -> d.code() == Code.UNBOUNDED_STATE).flatMap(d -> d.at().nodeOf().stream()).collect(Collectors.toSet()),
                Names.of(compiled, kinds));
    }

    private static Set<NodeId> nodes(Map<NodeId, Rel> scans, Predicate<Rel> that) {
        return scans.entrySet().stream().filter(e -> that.test(e.getValue())).map(Map.Entry::getKey).collect(Collectors.toSet());
    }

    private static boolean isByKey(Rel rel) {
        return switch (rel) {
            case Rel.WindowAggregate w -> !w.keys().isEmpty();
            case StatefulRel s -> !s.keys().isEmpty();
            case Rel.Join j -> !j.keys().isEmpty();
            default -> false;
        };
    }
}
