package dev.millrace.server.deployment;

import dev.millrace.compile.Compilation;
import dev.millrace.compile.LogicalPlan;
import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.diagnostic.Severity;
import dev.millrace.pipeline.NodeId;
import dev.millrace.server.design.DesignService;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The way from a stored revision to a job on the cluster: compile, look for topics, plan, submit. */
final class Submission {
    /**
     * Planning computes for a good while. On the virtual threads of the steps it would keep the processor from those that hold a connection to the database, and with
     * many deployments at one moment nobody would get one any more.
     */
    private static final ExecutorService PLANNING = planning();

    private final DesignService designs;
    private final FlinkClusters flinks;
    private final PipelineTopics topics;
    private final DeploymentStore store;
    private final StateOwners owners;
    private final StoredLiveParameters parameters;
    private final Clock clock;

    Submission(DesignService designs, FlinkClusters flinks, PipelineTopics topics, DeploymentStore store, StateOwners owners, StoredLiveParameters parameters, Clock clock) {
        this.parameters = parameters;
        this.owners = owners;
        this.designs = designs;
        this.flinks = flinks;
        this.topics = topics;
        this.store = store;
        this.clock = clock;
    }

    sealed interface Outcome {}

    /** @param aborted transactions that a job before had left open */
    record Submitted(int aborted) implements Outcome {}

    /** Trying again would not help. */
    record Impossible(Deployment.Failure failure) implements Outcome {}

    /** The cluster said no; whether it has the job already must be looked up. */
    record NotYet(Deployment.Failure failure) implements Outcome {}

    Outcome submit(DeploymentRow row, DeploymentRow.Run run, Consumer<String> progress) {
        Deployment deployment = row.deployment();
        progress.accept("planning");
        // Compiled anew from the stored document: what runs is what this version of the application makes of it.
        Compilation compilation = computed(() -> designs.validate(designs.open(deployment.pipeline(), deployment.revision()).pipeline()));
        Optional<LogicalPlan> plan = compilation.plan().map(p -> SourcesBegin.in(p, deployment.start(), key(deployment)));
        if (plan.isEmpty()) {
            return new Impossible(failure(compilation.diagnostics(), ""));
        }
        SortedMap<String, PlanTopics> planned = PlanTopics.of(plan.get());
        Diagnostics missing = PlanTopics.missing(planned, topics);
        if (missing.hasErrors()) {
            return new Impossible(failure(missing, ""));
        }
        FlinkGateway flink = flinks.of(deployment);
        try {
            StateKeys state = owners.toBegin(deployment, run.restoredFrom());
            // Behind the former, which writes down whose state it goes on with, and so whose values.
            Optional<LiveFeed> live = parameters.feed(deployment, plan.get());
            Optional<Diagnostics> unreadable = run.restoredFrom().flatMap(path -> new ReadableState(flink).refusal(plan.get(), path));
            if (unreadable.isPresent()) {
                return new Impossible(failure(unreadable.get(), ""));
            }
            PlannedJob job = computed(() -> flink.plan(plan.get(), new JobSpec(run.job(), deployment.pipelineName(), key(deployment), state, live)));
            if (live.isPresent()) {
                topics.create(List.of(live.get().topic()), Set.of(live.get().topic()));
            }
            int aborted = 0;
            for (PlanTopics on : planned.values()) {
                PipelineTopics there = topics.on(on.cluster());
                if (!on.written().isEmpty()) {
                    progress.accept("creating topics");
                    there.create(on.targets(), on.compacted());
                }
                // With state, the job itself ends them: it commits those that belong to the state first.
                aborted += run.restoredFrom().isPresent() ? 0 : there.abortTransactions(key(deployment) + "-");
            }
            progress.accept("submitting");
            store.submitting(run.job());
            RestorePoint from = run.restoredFrom().<RestorePoint>map(RestorePoint.FromState::new).orElse(RestorePoint.FRESH);
            flink.submit(job, from);
            return new Submitted(aborted);
        } catch (FlinkGateway.Refused refused) {
            return new Impossible(failure(refused.diagnostics(), Traces.of(refused)));
        } catch (StateOwners.OtherState other) {
            return new Impossible(new Deployment.Failure(Optional.empty(), other.getMessage(), "", clock.instant()));
        } catch (PipelineTopics.Refused refused) {
            return new Impossible(new Deployment.Failure(Optional.empty(), refused.getMessage(), Traces.of(refused), clock.instant()));
        } catch (FlinkGateway.Failed failed) {
            return new NotYet(new Deployment.Failure(Optional.empty(), failed.getMessage(), Traces.of(failed), clock.instant()));
        }
    }

    private static ExecutorService planning() {
        int most = Runtime.getRuntime().availableProcessors();
        var threads = new ThreadPoolExecutor(most, most, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Thread.ofPlatform().name("planning-", 0).daemon().factory());
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    private <T> T computed(Supplier<T> work) {
        try {
            return PLANNING.submit(work::get).get();
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                default -> throw new IllegalStateException(failed.getCause());
            }
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while planning", ending);
        }
    }

    /** Stable over all deployments of a pipeline, so that consumer groups and transactions go on. */
    static String key(Deployment deployment) {
        return "millrace-" + deployment.pipeline();
    }

    private Deployment.Failure failure(Diagnostics diagnostics, String trace) {
        Diagnostic first = diagnostics.all().stream().filter(d -> d.severity() == Severity.ERROR).findFirst().orElseThrow();
        Optional<NodeId> node = first.at().nodeOf();
        long more = diagnostics.all().stream().filter(d -> d.severity() == Severity.ERROR).count() - 1;
        return new Deployment.Failure(node, first.message() + (first.hint().isEmpty() ? "" : ". " + first.hint())
                + (more > 0 ? " (and " + more + " more)" : ""), trace, clock.instant());
    }
}
