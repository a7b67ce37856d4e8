package dev.millrace.server.trouble;

import dev.millrace.compile.Compilation;
import dev.millrace.kind.NodeKinds;
import dev.millrace.rel.Topic;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.DeploymentId;
import dev.millrace.server.deployment.PipelineTopics;
import dev.millrace.server.deployment.PlanTopics;
import dev.millrace.server.design.DesignService;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Topics that running jobs read or write and that are gone, and a Kafka that does not answer: its clients wait in silence, so that a job only seems to run. */
final class LookAtTopics implements Lookout.Look {
    private final DesignService designs;
    private final NodeKinds kinds;
    private final PipelineTopics topics;
    private final Clock clock;
    /** A revision never changes; the plan of each is looked at once. */
    private final Map<DeploymentId, Known> known = new HashMap<>();

    private record Known(SortedMap<String, PlanTopics> uses, Names names) {}

    LookAtTopics(DesignService designs, NodeKinds kinds, PipelineTopics topics, Clock clock) {
        this.designs = designs;
        this.kinds = kinds;
        this.topics = topics;
        this.clock = clock;
    }

    @Override public synchronized Map<DeploymentId, List<Trouble>> at(List<Deployment> onCluster) {
        known.keySet().retainAll(onCluster.stream().map(Deployment::id).toList());
        var names = new TreeMap<String, Set<String>>();
        onCluster.forEach(d -> uses(d).forEach((cluster, uses) -> {
            Set<String> all = names.computeIfAbsent(cluster, c -> new TreeSet<>());
            all.addAll(uses.sources());
            all.addAll(uses.targets());
        }));
        var found = new HashMap<DeploymentId, List<Trouble>>();
        // Each for itself: one that is silent hides nothing of the others.
        names.forEach((cluster, all) -> {
            try {
                Set<String> missing = topics.on(cluster).missing(all);
                onCluster.forEach(d -> Optional.ofNullable(uses(d).get(cluster)).ifPresent(uses -> add(found, d, gone(uses, missing, known(d).names()))));
            } catch (PipelineTopics.Unavailable away) {
                var trouble = new Trouble(Trouble.Kind.KAFKA, Optional.empty(), away.getMessage(),
                        "The job waits for it and goes on by itself when it answers. No row is lost, and none comes out meanwhile", clock.instant());
                onCluster.stream().filter(d -> uses(d).containsKey(cluster)).forEach(d -> add(found, d, List.of(trouble)));
            }
        });
        return found;
    }

    private static void add(Map<DeploymentId, List<Trouble>> found, Deployment deployment, List<Trouble> more) {
        found.computeIfAbsent(deployment.id(), id -> new ArrayList<>()).addAll(more);
    }

    private SortedMap<String, PlanTopics> uses(Deployment deployment) {
        return known(deployment).uses();
    }

    private Known known(Deployment deployment) {
        return known.computeIfAbsent(deployment.id(), id -> {
            Compilation compiled = designs.open(deployment.pipeline(), deployment.revision()).compilation();
            return new Known(compiled.plan().map(PlanTopics::of).orElse(Collections.emptySortedMap()), Names.of(compiled, kinds));
        });
    }

    private List<Trouble> gone(PlanTopics uses, Set<String> missing, Names names) {
        var troubles = new ArrayList<Trouble>();
        uses.read().forEach((node, read) -> read.stream().filter(missing::contains).forEach(topic -> troubles.add(new Trouble(Trouble.Kind.TOPIC, Optional.of(node),
                "The topic " + new Topic(uses.cluster(), topic) + ", which " + names.of(node) + " reads, does not exist any more, so no row comes in",
                "Stop or cancel the deployment. A new topic of that name would begin at its first record again, which the job does not expect", clock.instant()))));
        uses.written().forEach((node, topic) -> {
            if (missing.contains(topic)) {
                troubles.add(new Trouble(Trouble.Kind.TOPIC, Optional.of(node),
                        "The topic " + new Topic(uses.cluster(), topic) + ", which " + names.of(node) + " writes, does not exist any more, so no row comes out",
                        "Create it again on the page Topics: the job then goes on. Rows that were in it are gone", clock.instant()));
            }
        });
        return troubles;
    }
}
