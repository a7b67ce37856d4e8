package dev.millrace.server.deployment;

import dev.millrace.compile.Compilation;
import dev.millrace.compile.LogicalPlan;
import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.diagnostic.Location;
import dev.millrace.diagnostic.Severity;
import dev.millrace.kind.fragment.Fragment;
import dev.millrace.pipeline.NodeId;
import dev.millrace.server.Subscription;
import dev.millrace.server.design.Author;
import dev.millrace.server.design.Design;
import dev.millrace.server.design.DesignService;
import dev.millrace.server.design.PipelineId;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
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
    private final StateOwners owners;
    private final StateOutlooks outlooks;
    private final ClusterOutlooks clusters;

    StoredDeployments(DeploymentStore store, DesignService designs, PipelineTopics topics, DeploymentListeners listeners, StateOwners owners,
            StateOutlooks outlooks, ClusterOutlooks clusters) {
        this.clusters = clusters;
        this.owners = owners;
        this.outlooks = outlooks;
        this.store = store;
        this.designs = designs;
        this.topics = topics;
        this.listeners = listeners;
    }

    @Override public Deployment deploy(DeployRequest request, Author author) {
        PipelineId pipeline = request.pipeline();
        designs.open(pipeline); // a deleted pipeline is not deployed
        Design design = designs.open(pipeline, request.revision());
        Compilation compilation = design.compilation();
        if (Fragment.isOne(design.pipeline())) {
            throw new NotDeployable(FRAGMENT);
        }
        if (compilation.plan().isEmpty()) {
            throw new NotDeployable(compilation.diagnostics());
        }
        LogicalPlan plan = compilation.plan().get();
        Diagnostics begins = SourcesBegin.check(plan, request.start());
        if (begins.hasErrors()) {
            throw new NotDeployable(begins);
        }
        Diagnostics missing = missing(PlanTopics.of(plan));
        if (missing.hasErrors()) {
            throw new NotDeployable(missing);
        }
        String cluster = clusters.agreed(pipeline, request.revision(), request.cluster(), request.start());
        StateOutlook outlook = outlooks.look(pipeline, request.revision(), request.start());
        outlook.readable();
        outlook.agreed(request.dropState());
        Optional<Deployment> runs = active(pipeline);
        if (runs.isPresent() && (request.upgrade().isEmpty() || runs.get().state() == Deployment.State.WAITING)) {
            throw new AlreadyDeployed(runs.get());
        }
        // What reads to an end takes no checkpoints, by which it could show that it works.
        Optional<Duration> healthyWithin = plan.run().isBatch() ? Optional.empty()
                : request.upgrade().flatMap(DeployRequest.Upgrade::healthyWithin);
        var deployment = new DeploymentStore.New(DeploymentId.random(), pipeline, request.revision(), design.pipeline().name(), request.start(),
                author.name(), runs.map(Deployment::id), false, runs.isPresent() ? healthyWithin : Optional.empty(), cluster);
        if (outlook.begins()) {
            Deployment of = outlook.of().orElseThrow();
            owners.write(deployment.id(), owners.agreed(of, left(of), plan, request.dropState(), deployment.id().toString()));
        }
        try {
            String instead = runs.map(r -> " in place of revision " + r.revision()).orElse("");
            store.insert(deployment, Event.by(author.name(), request.reason(), DeploymentEvent.Type.DEPLOYED,
                    author.name() + " deployed revision " + request.revision() + instead + ", " + inWords(request.start()) + dropped(request)
                            + (clusters.clusters().size() > 1 ? ", on the Flink cluster '" + cluster + "'" : "")),
                    Event.by(author.name(), request.reason(), DeploymentEvent.Type.UPGRADED, author.name() + " deploys revision "
                            + request.revision() + " in its place: it stops with a savepoint"));
        } catch (DuplicateKeyException active) {
            throw active(pipeline).map(AlreadyDeployed::new).orElseThrow(() -> active);
        }
        return get(deployment.id());
    }

    /** What a deployment ran; where it does not compile any more nothing is known of its state, and all of that is dropped. */
    private Optional<LogicalPlan> left(Deployment of) {
        return designs.open(of.pipeline(), of.revision()).compilation().plan();
    }

    private static String dropped(DeployRequest request) {
        return request.dropState().isEmpty() ? "" : "; without what " + request.dropState().stream().sorted().map(NodeId::inWords).collect(Collectors.joining(", ")) + " held";
    }

    private static String inWords(Start start) {
        return switch (start) {
            case Start.Fresh fresh when fresh.equals(Start.FRESH) -> "without state";
            case Start.Fresh fresh -> "without state, with sources that begin elsewhere than they are set";
            case Start.LatestState latest -> "with the latest state";
            case Start.FromSavepoint chosen -> "with a state that was chosen";
            case Start.StateOf of -> "with the state of a deployment that was chosen";
        };
    }

    /** With Kafka away the deployment is accepted all the same: it waits for Kafka and looks again. */
    private Diagnostics missing(Map<String, PlanTopics> planned) {
        try {
            return PlanTopics.missing(planned, topics);
        } catch (PipelineTopics.Unavailable away) {
            LOG.warn("Deploying without a look at the topics: {}", away.getMessage());
            return Diagnostics.NONE;
        }
    }

    @Override public Deployment stopWithSavepoint(DeploymentId id, Author author, String reason) {
        return want(id, Deployment.Wanted.STOPPED, author, reason, " stops it with a savepoint");
    }

    @Override public Deployment cancel(DeploymentId id, Author author, String reason) {
        return want(id, Deployment.Wanted.CANCELLED, author, reason, " cancels it");
    }

    @Override public Deployment suspend(DeploymentId id, Author author, String reason) {
        return want(id, Deployment.Wanted.SUSPENDED, author, reason, " suspends it with a savepoint");
    }

    private Deployment want(DeploymentId id, Deployment.Wanted wanted, Author author, String reason, String does) {
        store.want(id, wanted, Event.by(author.name(), reason, DeploymentEvent.Type.STOPPING, author.name() + does));
        return get(id);
    }

    @Override public Deployment resume(DeploymentId id, Author author, String reason) {
        if (!store.resume(id, Event.by(author.name(), reason, DeploymentEvent.Type.RESUMED, author.name() + " resumes it"))) {
            throw new NotNow("Only a suspended deployment is resumed; this one is " + get(id).state().name().toLowerCase(Locale.ROOT));
        }
        return get(id);
    }

    @Override public Deployment restart(DeploymentId id, Author author, String reason) {
        Deployment now = get(id);
        if (now.state().isOver()) {
            throw new NotNow("The deployment is over: deploy the pipeline again instead, with the state that it left");
        }
        return deploy(new DeployRequest(now.pipeline(), now.revision(), Start.LATEST_STATE).upgrading(Optional.empty()).because(reason), author);
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

    @Override public List<Deployment> current() {
        return store.current().stream().map(DeploymentRow::deployment).toList();
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
