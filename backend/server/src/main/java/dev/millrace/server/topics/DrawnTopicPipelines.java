package dev.millrace.server.topics;

import dev.millrace.compile.Compiler;
import dev.millrace.compile.NamedTopics;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.DeploymentId;
import dev.millrace.server.deployment.DeploymentService;
import dev.millrace.server.deployment.UnknownDeployment;
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
    private static final int ID_LENGTH = 36;

    private final DesignService designs;
    private final DeploymentService deployments;
    private final Compiler compiler;

    DrawnTopicPipelines(DesignService designs, DeploymentService deployments, Compiler compiler) {
        this.designs = designs;
        this.deployments = deployments;
        this.compiler = compiler;
    }

    @Override public List<Use> of(String topic) {
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
        // Jobs commit as DEPLOYMENT-NODE.
        if (consumerGroup.length() <= ID_LENGTH || consumerGroup.charAt(ID_LENGTH) != '-') {
            return Optional.empty();
        }
        return DeploymentId.parse(consumerGroup.substring(0, ID_LENGTH)).flatMap(this::find)
                .map(d -> new Job(d.id(), d.pipeline(), d.pipelineName(), consumerGroup.substring(ID_LENGTH + 1)));
    }

    private Optional<Deployment> find(DeploymentId id) {
        try {
            return Optional.of(deployments.get(id));
        } catch (UnknownDeployment another) {
            return Optional.empty();
        }
    }
}
