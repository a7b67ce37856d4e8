package dev.millrace.server.rest;

import dev.millrace.pipeline.NodeId;
import dev.millrace.server.deployment.DeployRequest;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.DeploymentId;
import dev.millrace.server.deployment.DeploymentService;
import dev.millrace.server.design.Author;
import dev.millrace.server.design.DesignService;
import dev.millrace.server.shadow.ShadowId;
import dev.millrace.server.shadow.Shadows;
import dev.millrace.server.shadow.UnknownShadow;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Revisions that are tried beside the running one, over REST. Changes are wishes: they answer at once with 202. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Deployments")
class ShadowRequests {
    private final Shadows shadows;
    private final DeploymentService deployments;
    private final DesignService designs;

    ShadowRequests(Shadows shadows, DeploymentService deployments, DesignService designs) {
        this.shadows = shadows;
        this.deployments = deployments;
        this.designs = designs;
    }

    /**
     * @param revision empty for the newest
     * @param dropState ids of nodes that begin empty: needed for each that loses its state
     * @param minutes after which it ends by itself, at most 120; empty for 30
     * @param reason why, in your words
     */
    record Wish(Long revision, List<String> dropState, Long minutes, String reason) {}

    /** @param healthyWithinSeconds as for an upgrade; empty for 120, 0 for never */
    record Switch(Long healthyWithinSeconds) {}

    @PostMapping("/deployments/{id}/shadows")
    @Operation(summary = "Try a revision beside the running one, on the same input, with its sinks turned to temporary topics")
    ResponseEntity<ShadowBody> begin(@PathVariable String id, @RequestBody(required = false) Wish body, Principal caller) {
        DeploymentId deployment = Ids.deployment(id);
        Wish wish = body == null ? new Wish(null, null, null, null) : body;
        Deployment beside = deployments.get(deployment);
        long revision = wish.revision() == null ? designs.open(beside.pipeline()).revision() : wish.revision();
        Set<NodeId> drop = wish.dropState() == null ? Set.of() : wish.dropState().stream()
                .map(text -> NodeId.parse(text).orElseThrow(() -> new BadRequest("'" + text + "' in 'dropState' is no id of a node"))).collect(Collectors.toSet());
        if (wish.minutes() != null && (wish.minutes() < 1 || wish.minutes() > Shadows.LONGEST_TIME.toMinutes())) {
            throw new BadRequest("'minutes' is 1 to " + Shadows.LONGEST_TIME.toMinutes() + ", not " + wish.minutes());
        }
        Duration time = wish.minutes() == null ? Shadows.PRESET_TIME : Duration.ofMinutes(wish.minutes());
        ShadowBody begun = ShadowBody.of(shadows.begin(deployment, revision, drop, time, wish.reason() == null ? "" : wish.reason(), Author.of(caller.getName())));
        return ResponseEntity.accepted().location(URI.create("/api/v1/shadows/" + begun.id())).body(begun);
    }

    @GetMapping("/deployments/{id}/shadows")
    @Operation(summary = "Revisions that were tried beside a deployment, newest first")
    List<ShadowBody> list(@PathVariable String id) {
        DeploymentId deployment = Ids.deployment(id);
        deployments.get(deployment);
        return shadows.list(deployment).stream().map(ShadowBody::of).toList();
    }

    @GetMapping("/shadows/{id}")
    @Operation(summary = "How it stands: rows that are equal, rows that differ, with examples")
    ShadowBody get(@PathVariable String id) {
        return ShadowBody.of(shadows.get(shadow(id)));
    }

    @PostMapping("/shadows/{id}/discard")
    @Operation(summary = "End it, with its jobs and topics; the running deployment goes on")
    ResponseEntity<ShadowBody> discard(@PathVariable String id, Principal caller) {
        return ResponseEntity.accepted().body(ShadowBody.of(shadows.discard(shadow(id), Author.of(caller.getName()))));
    }

    @PostMapping("/shadows/{id}/switch")
    @Operation(summary = "Deploy its revision in place of the running one, which stops with a savepoint; answers with the new deployment")
    ResponseEntity<DeploymentBody> takeOver(@PathVariable String id, @RequestBody(required = false) Switch how, Principal caller) {
        Long seconds = how == null ? null : how.healthyWithinSeconds();
        Optional<Duration> within = seconds == null ? Optional.of(DeployRequest.HEALTHY_WITHIN) : seconds <= 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
        Deployment next = shadows.takeOver(shadow(id), within, Author.of(caller.getName()));
        return ResponseEntity.accepted().location(URI.create("/api/v1/deployments/" + next.id())).body(DeploymentBody.of(next, Optional.empty(), List.of()));
    }

    private static ShadowId shadow(String id) {
        return ShadowId.parse(id).orElseThrow(() -> new UnknownShadow("There is no shadow run '" + id + "'"));
    }
}
