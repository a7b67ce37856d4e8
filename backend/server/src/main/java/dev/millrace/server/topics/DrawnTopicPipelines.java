package dev.millrace.server.topics;

import dev.millrace.compile.Compiler;
import dev.millrace.compile.NamedTopics;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.rel.Topic;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.DeploymentService;
import dev.millrace.server.design.DesignService;
import dev.millrace.server.design.PipelineId;
import dev.millrace.server.design.PipelineSummary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Asks every drawing. A running revision may be older than what is drawn, so it is asked too. */
final class DrawnTopicPipelines implements TopicPipelines {
    private static final String PREFIX = "millrace-";
    private static final int ID_LENGTH = 36;

    private final DesignService designs;
    private final DeploymentService deployments;
    private final Compiler compiler;

    DrawnTopicPipelines(DesignService designs, DeploymentService deployments, Compiler compiler) {
        this.designs = designs;
        this.deployments = deployments;
        this.compiler = compiler;
    }

    @Override public List<Use> of(Topic topic) {
        Map<PipelineId, Deployment> active = new HashMap<>();
        deployments.active().forEach(d -> active.put(d.pipeline(), d));
        var uses = new ArrayList<Use>();
        for (PipelineSummary summary : designs.list()) {
            Optional<Deployment> running = Optional.ofNullable(active.get(summary.id()));
            var drawings = new ArrayList<>(List.of(summary.pipeline()));
            running.filter(d -> d.revision() != summary.revision()).ifPresent(d -> drawings.add(designs.open(summary.id(), d.revision()).pipeline()));
            var reads = new TreeSet<String>();
            var writes = new TreeSet<String>();
            for (Pipeline drawing : drawings) {
                NamedTopics named = compiler.topics(drawing);
                named.readers(topic).stream().map(NodeId::value).forEach(reads::add);
                named.writers(topic).stream().map(NodeId::value).forEach(writes::add);
            }
            if (!reads.isEmpty() || !writes.isEmpty()) {
                uses.add(new Use(summary.id(), summary.name(), List.copyOf(reads), List.copyOf(writes), running.map(Deployment::id)));
            }
        }
        uses.sort(Comparator.comparing(Use::name).thenComparing(u -> u.pipeline().toString()));
        return uses;
    }

    @Override public Optional<Job> job(String consumerGroup) {
        // Jobs commit as millrace-PIPELINE-NODE, so that all deployments of a pipeline go on with the same offsets.
        int node = PREFIX.length() + ID_LENGTH;
        if (!consumerGroup.startsWith(PREFIX) || consumerGroup.length() <= node + 1 || consumerGroup.charAt(node) != '-') {
            return Optional.empty();
        }
        return PipelineId.parse(consumerGroup.substring(PREFIX.length(), node)).flatMap(id -> deployments.list(id).stream().findFirst())
                .map(newest -> new Job(newest.id(), newest.pipeline(), newest.pipelineName(), consumerGroup.substring(node + 1)));
    }
}
