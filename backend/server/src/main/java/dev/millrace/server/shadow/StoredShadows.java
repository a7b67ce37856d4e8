package dev.millrace.server.shadow;

import dev.millrace.compile.LogicalPlan;
import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.diagnostic.Location;
import dev.millrace.diagnostic.Severity;
import dev.millrace.pipeline.NodeId;
import dev.millrace.server.deployment.DeployRequest;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.DeploymentId;
import dev.millrace.server.deployment.DeploymentService;
import dev.millrace.server.deployment.NotDeployable;
import dev.millrace.server.deployment.NotNow;
import dev.millrace.server.deployment.Start;
import dev.millrace.server.deployment.StateOutlooks;
import dev.millrace.server.design.Author;
import dev.millrace.server.design.Design;
import dev.millrace.server.design.DesignService;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.dao.DuplicateKeyException;

/** Writes what people want of shadow runs. */
final class StoredShadows implements Shadows {
    private final ShadowStore store;
    private final DeploymentService deployments;
    private final DesignService designs;
    private final StateOutlooks outlooks;
    private final Clock clock;

    StoredShadows(ShadowStore store, DeploymentService deployments, DesignService designs, StateOutlooks outlooks, Clock clock) {
        this.store = store;
        this.deployments = deployments;
        this.designs = designs;
        this.outlooks = outlooks;
        this.clock = clock;
    }

    @Override public Shadow begin(DeploymentId beside, long revision, Set<NodeId> dropState, Duration time, String reason, Author author) {
        Deployment running = deployments.get(beside);
        if (running.state() != Deployment.State.RUNNING || running.wanted() != Deployment.Wanted.RUNNING) {
            throw new NotNow("A revision is tried beside a job that runs; this one does not run now");
        }
        Design design = designs.open(running.pipeline(), revision);
        LogicalPlan plan = design.compilation().plan().orElseThrow(() -> new NotDeployable(design.compilation().diagnostics()));
        if (plan.run().isBatch()) {
            throw impossible("What reads to an end is not tried beside a job that runs on", "Deploy it, or turn batch mode off");
        }
        LogicalPlan old = designs.open(running.pipeline(), running.revision()).compilation().plan()
                .orElseThrow(() -> new NotNow("The revision that runs cannot be read by this version of Millrace, so it cannot run a second time"));
        if (!old.live().isEmpty() || !plan.live().isEmpty()) {
            throw impossible("Live parameters are heard by the running job only, so a revision with some would differ by them", "Deploy it with a time after which it goes back");
        }
        if (new ShadowSinks(old, plan).pairs().isEmpty()) {
            throw impossible("No sink of this revision is in the one that runs, so there is nothing to compare", "Keep one, or deploy without trying");
        }
        outlooks.look(design, Start.LATEST_STATE).agreed(dropState);
        ShadowId id = ShadowId.random();
        Duration atMost = time.compareTo(LONGEST_TIME) > 0 ? LONGEST_TIME : time;
        try {
            store.insert(id, running.pipeline(), beside, revision, dropState, author.name(), reason.strip(), clock.instant().plus(atMost));
        } catch (DuplicateKeyException another) {
            throw new NotNow("A revision of this pipeline is being tried already: discard that one first");
        }
        return get(id);
    }

    private static NotDeployable impossible(String message, String hint) {
        return new NotDeployable(new Diagnostics(List.of(new Diagnostic(Diagnostic.Code.BAD_SETTING, Severity.ERROR, Location.PIPELINE, message, hint))));
    }

    @Override public Shadow get(ShadowId id) {
        return store.find(id).orElseThrow(() -> new UnknownShadow("There is no shadow run " + id));
    }

    @Override public Optional<Shadow> beside(DeploymentId deployment) {
        return list(deployment).stream().findFirst();
    }

    @Override public Map<DeploymentId, Shadow> beside(Set<DeploymentId> deployments) {
        return store.newest(deployments).stream().collect(Collectors.toMap(Shadow::deployment, Function.identity()));
    }

    @Override public List<Shadow> list(DeploymentId deployment) {
        return store.list(deployment);
    }

    @Override public Shadow discard(ShadowId id, Author author) {
        store.end(id, Shadow.Outcome.DISCARDED, "");
        return get(id);
    }

    @Override public Deployment takeOver(ShadowId id, Optional<Duration> healthyWithin, Author author) {
        Shadow shadow = get(id);
        if (!shadow.goesOn()) {
            throw new NotNow("It has ended: deploy the revision as usual");
        }
        Deployment next = deployments.deploy(new DeployRequest(shadow.pipeline(), shadow.revision(), Start.LATEST_STATE).upgrading(healthyWithin)
                .dropping(shadow.dropState()).because(shadow.reason().isEmpty() ? "Tried beside the running one" : shadow.reason()), author);
        // Where the application dies here, the loop ends it, since the deployment that it ran beside stops.
        store.end(id, Shadow.Outcome.SWITCHED, "");
        return next;
    }
}
