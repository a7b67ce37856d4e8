package dev.millrace.server.deployment;

import dev.millrace.compile.Compilation;
import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.diagnostic.Location;
import dev.millrace.diagnostic.Severity;
import dev.millrace.kind.fragment.Fragment;
import dev.millrace.server.Subscription;
import dev.millrace.server.design.Author;
import dev.millrace.server.design.Design;
import dev.millrace.server.design.DesignService;
import dev.millrace.server.design.PipelineId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;

/** Writes what people want of deployments; the reconcile loop makes it so. */
final class StoredDeployments implements DeploymentService {
    private static final Logger LOG = LoggerFactory.getLogger(StoredDeployments.class);
    static final int MOST = 500;

    private static final Diagnostics FRAGMENT = new Diagnostics(List.of(new Diagnostic(Diagnostic.Code.BAD_FRAGMENT, Severity.ERROR, Location.PIPELINE,
            "A fragment is not deployed by itself: its input would be its example rows", "Publish it, and use it in a pipeline")));

    private final DeploymentStore store;
    private final DesignService designs;
    private final PipelineTopics topics;
    private final DeploymentListeners listeners;

    StoredDeployments(DeploymentStore store, DesignService designs, PipelineTopics topics, DeploymentListeners listeners) {
        this.store = store;
        this.designs = designs;
        this.topics = topics;
        this.listeners = listeners;
    }

    @Override public Deployment deploy(PipelineId pipeline, long revision, Start start, Author author) {
        designs.open(pipeline); // a deleted pipeline is not deployed
        Design design = designs.open(pipeline, revision);
        Compilation compilation = design.compilation();
        if (Fragment.isOne(design.pipeline())) {
            throw new NotDeployable(FRAGMENT);
        }
        if (compilation.plan().isEmpty()) {
            throw new NotDeployable(compilation.diagnostics());
        }
        Diagnostics missing = missing(PlanTopics.of(compilation.plan().get()));
        if (missing.hasErrors()) {
            throw new NotDeployable(missing);
        }
        DeploymentId id = DeploymentId.random();
        try {
            store.insert(id, pipeline, revision, design.pipeline().name(), start, author.name());
        } catch (DuplicateKeyException active) {
            throw active(pipeline).map(AlreadyDeployed::new).orElseThrow(() -> active);
        }
        return get(id);
    }

    /** With Kafka away the deployment is accepted all the same: it waits for Kafka and looks again. */
    private Diagnostics missing(PlanTopics planned) {
        try {
            return planned.missing(topics);
        } catch (PipelineTopics.Unavailable away) {
            LOG.warn("Deploying without a look at the topics: {}", away.getMessage());
            return Diagnostics.NONE;
        }
    }

    @Override public Deployment stopWithSavepoint(DeploymentId id, Author author) {
        store.want(id, Deployment.Wanted.STOPPED, new DeploymentStore.Event(DeploymentEvent.Type.STOPPING,
                author.name() + " stops it with a savepoint", ""));
        return get(id);
    }

    @Override public Deployment cancel(DeploymentId id, Author author) {
        store.want(id, Deployment.Wanted.CANCELLED, new DeploymentStore.Event(DeploymentEvent.Type.STOPPING,
                author.name() + " cancels it", ""));
        return get(id);
    }

    @Override public List<Deployment> list() {
        return store.list(MOST).stream().map(DeploymentRow::deployment).toList();
    }

    @Override public List<Deployment> list(PipelineId pipeline) {
        return store.list(pipeline).stream().map(DeploymentRow::deployment).toList();
    }

    @Override public List<Deployment> active() {
        return store.active().stream().map(DeploymentRow::deployment).toList();
    }

    @Override public Optional<Deployment> active(PipelineId pipeline) {
        return list(pipeline).stream().filter(d -> !d.state().isOver()).findFirst();
    }

    @Override public Deployment get(DeploymentId id) {
        return store.find(id).map(DeploymentRow::deployment).orElseThrow(() -> new UnknownDeployment(id));
    }

    @Override public List<DeploymentEvent> events(DeploymentId id) {
        get(id);
        return store.events(id);
    }

    @Override public Subscription listen(Consumer<Deployment> listener) {
        return listeners.add(listener);
    }
}
