package dev.millrace.server.rest;

import dev.millrace.pipeline.NodeId;
import dev.millrace.server.deployment.DeployRequest;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.DeploymentEvent;
import dev.millrace.server.deployment.DeploymentService;
import dev.millrace.server.deployment.Start;
import dev.millrace.server.deployment.StartJson;
import dev.millrace.server.design.Author;
import dev.millrace.server.design.DesignService;
import dev.millrace.server.design.PipelineId;
import dev.millrace.server.metrics.Metrics;
import dev.millrace.server.metrics.Sample;
import dev.millrace.server.trouble.Troubles;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Deployments over REST. Changes are wishes: they answer at once with 202, and the state tells when they have come true. */
@RestController
@RequestMapping("/api/v1/deployments")
@Tag(name = "Deployments")
class DeploymentRequests {
    private static final Duration LONGEST_TRIAL = Duration.ofDays(1);

    private final DeploymentService deployments;
    private final DesignService designs;
    private final Metrics metrics;
    private final Troubles troubles;

    DeploymentRequests(DeploymentService deployments, DesignService designs, Metrics metrics, Troubles troubles) {
        this.deployments = deployments;
        this.designs = designs;
        this.metrics = metrics;
        this.troubles = troubles;
    }

    /**
     * @param revision empty for the newest
     * @param start "FRESH", "LATEST_STATE", or an object: see {@link StartJson}; empty for FRESH, in an upgrade for LATEST_STATE
     * @param upgrade true: takes the place of the deployment that runs, which is stopped with a savepoint
     * @param healthyWithinSeconds for an upgrade: where it does not run calmly and with a checkpoint of its own in this time, the
     *     revision before goes on with the state it had; empty for 120, 0 for never
     * @param reason why, in your words
     * @param dropState ids of nodes that begin empty though the deployment begins with state: needed for each that loses it
     * @param cluster name of the Flink cluster; empty for the one it was on last, or the default one
     */
    record Wish(String pipeline, Long revision, JsonNode start, Boolean upgrade, Long healthyWithinSeconds, String reason,
            List<String> dropState, String cluster) {}

    /** @param reason why, in your words; may be empty */
    record Why(String reason) {
        static String of(Why body) {
            return body == null || body.reason() == null ? "" : body.reason();
        }
    }

    @PostMapping
    @Operation(summary = "Deploy a revision of a pipeline")
    ResponseEntity<DeploymentBody> deploy(@RequestBody Wish wish, Principal caller) {
        if (wish.pipeline() == null) {
            throw new BadRequest("'pipeline' is missing: the id of the pipeline to deploy");
        }
        PipelineId pipeline = Ids.pipeline(wish.pipeline());
        long revision = wish.revision() == null ? designs.open(pipeline).revision() : wish.revision();
        boolean upgrade = Boolean.TRUE.equals(wish.upgrade());
        // Who upgrades and says nothing more means to keep the state.
        Start start = wish.start() != null && !wish.start().isNull() ? StartJson.read(wish.start()) : upgrade ? Start.LATEST_STATE : Start.FRESH;
        DeployRequest request = new DeployRequest(pipeline, revision, start).because(wish.reason() == null ? "" : wish.reason());
        if (wish.dropState() != null) {
            request = request.dropping(wish.dropState().stream().map(DeploymentRequests::node).collect(Collectors.toSet()));
        }
        if (upgrade) {
            request = request.upgrading(healthyWithin(wish.healthyWithinSeconds()));
        } else if (wish.healthyWithinSeconds() != null) {
            throw new BadRequest("'healthyWithinSeconds' is for an upgrade: say \"upgrade\": true too, or leave it out");
        }
        if (wish.cluster() != null) {
            request = request.on(wish.cluster());
        }
        return accepted(deployments.deploy(request, Author.of(caller.getName())));
    }

    private static NodeId node(String text) {
        return NodeId.parse(text).orElseThrow(() -> new BadRequest("'" + text + "' in 'dropState' is no id of a node"));
    }

    private static Optional<Duration> healthyWithin(Long seconds) {
        if (seconds == null) {
            return Optional.of(DeployRequest.HEALTHY_WITHIN);
        }
        if (seconds < 0 || seconds > LONGEST_TRIAL.toSeconds()) {
            throw new BadRequest("'healthyWithinSeconds' is 0 (nothing goes back by itself) to " + LONGEST_TRIAL.toSeconds() + ", not " + seconds);
        }
        return seconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
    }

    @GetMapping
    @Operation(summary = "Deployments, newest first")
    List<DeploymentBody> list(@RequestParam(required = false) String pipeline) {
        List<Deployment> found = pipeline == null ? deployments.list() : deployments.list(Ids.pipeline(pipeline));
        return found.stream().map(d -> DeploymentBody.of(d, Optional.empty(), troubles.of(d.id()))).toList();
    }

    @GetMapping("/{id}")
    @Operation(summary = "State of a deployment, with its newest numbers")
    DeploymentBody get(@PathVariable String id) {
        Deployment deployment = deployments.get(Ids.deployment(id));
        return DeploymentBody.of(deployment, metrics.latest(deployment.id()), troubles.of(deployment.id()));
    }

    @PostMapping("/{id}/stop")
    @Operation(summary = "Stop with a savepoint")
    ResponseEntity<DeploymentBody> stop(@PathVariable String id, @RequestBody(required = false) Why why, Principal caller) {
        return accepted(deployments.stopWithSavepoint(Ids.deployment(id), Author.of(caller.getName()), Why.of(why)));
    }

    @PostMapping("/{id}/cancel")
    @Operation(summary = "End at once, without a savepoint")
    ResponseEntity<DeploymentBody> cancel(@PathVariable String id, @RequestBody(required = false) Why why, Principal caller) {
        return accepted(deployments.cancel(Ids.deployment(id), Author.of(caller.getName()), Why.of(why)));
    }

    @PostMapping("/{id}/suspend")
    @Operation(summary = "Stop with a savepoint until it is resumed")
    ResponseEntity<DeploymentBody> suspend(@PathVariable String id, @RequestBody(required = false) Why why, Principal caller) {
        return accepted(deployments.suspend(Ids.deployment(id), Author.of(caller.getName()), Why.of(why)));
    }

    @PostMapping("/{id}/resume")
    @Operation(summary = "Let a suspended deployment go on from its savepoint")
    ResponseEntity<DeploymentBody> resume(@PathVariable String id, @RequestBody(required = false) Why why, Principal caller) {
        return accepted(deployments.resume(Ids.deployment(id), Author.of(caller.getName()), Why.of(why)));
    }

    @PostMapping("/{id}/restart")
    @Operation(summary = "Stop with a savepoint and begin the same revision with it, as a new deployment; answers with the new one")
    ResponseEntity<DeploymentBody> restart(@PathVariable String id, @RequestBody(required = false) Why why, Principal caller) {
        return accepted(deployments.restart(Ids.deployment(id), Author.of(caller.getName()), Why.of(why)));
    }

    @GetMapping("/{id}/events")
    @Operation(summary = "What happened to it, oldest first")
    List<DeploymentEvent> events(@PathVariable String id) {
        return deployments.events(Ids.deployment(id));
    }

    @GetMapping("/{id}/history")
    @Operation(summary = "Totals, rates and lag over time; the last hour where no times are given")
    List<Sample> history(@PathVariable String id, @RequestParam(required = false) Instant from, @RequestParam(required = false) Instant to) {
        Deployment deployment = deployments.get(Ids.deployment(id));
        Instant until = to == null ? Instant.now() : to;
        return metrics.history(deployment.id(), from == null ? until.minus(Duration.ofHours(1)) : from, until);
    }

    private ResponseEntity<DeploymentBody> accepted(Deployment deployment) {
        return ResponseEntity.accepted().location(URI.create("/api/v1/deployments/" + deployment.id()))
                .body(DeploymentBody.of(deployment, metrics.latest(deployment.id()), troubles.of(deployment.id())));
    }
}
