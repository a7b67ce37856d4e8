package dev.millrace.server.metrics;

import dev.millrace.compile.Segment;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.PortRef;
import dev.millrace.rel.Rel;
import dev.millrace.server.Subscription;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.DeploymentId;
import dev.millrace.server.deployment.DeploymentService;
import dev.millrace.server.deployment.FlinkClusters;
import dev.millrace.server.deployment.FlinkGateway;
import dev.millrace.server.deployment.JobId;
import dev.millrace.server.deployment.JobMetrics;
import dev.millrace.server.deployment.UnknownDeployment;
import dev.millrace.server.design.Design;
import dev.millrace.server.design.DesignService;
import dev.millrace.server.instance.Leadership;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Asks Flink for the numbers of every running job, on the instance that leads, and stores them; the other instances read what was stored, in one statement for
 * all. A job is asked for once a second where somebody looks at it or few jobs run, and else as often as its history wants readings: of hundreds of jobs hardly any is
 * looked at closely.
 */
final class Collector implements Metrics, SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Collector.class);
    private static final int POINTS = 500;
    private static final int MOMENTS = 300;
    /** So many jobs cost so little that all are asked for each second. */
    static final int FEW = 20;
    /** Of many jobs, each that nobody looks at is asked for once in so many seconds. */
    private static final int ROUND = (int) Level.RAW.step().toSeconds();
    private static final int FOLLOWED = 2;

    private final FlinkClusters flinks;
    private final SourceLags lags;
    private final DeploymentService deployments;
    private final DesignService designs;
    private final Leadership leadership;
    private final MetricsStore store;
    private final History history;
    private final Map<DeploymentId, RunningTotals> totals = new ConcurrentHashMap<>();
    private final Map<DeploymentId, LiveMetrics> newest = new ConcurrentHashMap<>();
    private final Map<DeploymentId, List<Consumer<LiveMetrics>>> listeners = new ConcurrentHashMap<>();
    private final EndedJobs ended = new EndedJobs(InstantSource.system());
    private final Set<DeploymentId> busy = ConcurrentHashMap.newKeySet();
    /** What was read and is not yet stored. */
    private final Queue<Collected> collected = new ConcurrentLinkedQueue<>();
    private ScheduledExecutorService timer;
    /** Without a clock, as in tests, all is done at once. */
    private Executor asking = Runnable::run;
    /** Who listens may take a while to show it, which is to hold up nobody who asks. */
    private Executor telling = Runnable::run;
    private List<ExecutorService> threads = List.of();
    private Subscription changes = () -> { };
    private long ticks;

    private record Collected(MetricsStore.Stored stored, History.Taken taken) {}

    Collector(FlinkClusters flinks, SourceLags lags, DeploymentService deployments, DesignService designs, Leadership leadership, MetricsStore store,
            History history) {
        this.flinks = flinks;
        this.lags = lags;
        this.deployments = deployments;
        this.designs = designs;
        this.leadership = leadership;
        this.store = store;
        this.history = history;
    }

    @Override public Optional<LiveMetrics> latest(DeploymentId deployment) {
        return Optional.ofNullable(newest.get(deployment)).or(() -> store.load(deployment).map(s -> s.live().of(deployment)));
    }

    @Override public List<Sample> history(DeploymentId deployment, Instant from, Instant to) {
        return from.isBefore(to) ? history.samples(deployment, from, to, POINTS) : List.of();
    }

    @Override public Timeline timeline(DeploymentId deployment, Instant from, Instant to) {
        return from.isBefore(to) ? history.between(deployment, from, to, MOMENTS) : new Timeline(from, to, Level.RAW.step(), List.of());
    }

    @Override public List<NodeMoment> nodes(DeploymentId deployment, Instant from, Instant to) {
        return from.isBefore(to) ? history.nodes(deployment, from, to) : List.of();
    }

    @Override public Map<DeploymentId, Trend> trends() {
        return history.trends(() -> deployments.active().stream().map(Deployment::id).toList());
    }

    @Override public Subscription listen(DeploymentId deployment, Consumer<LiveMetrics> listener) {
        Consumer<LiveMetrics> own = listener::accept;
        listeners.compute(deployment, (id, all) -> {
            List<Consumer<LiveMetrics>> list = all == null ? new CopyOnWriteArrayList<>() : all;
            list.add(own);
            return list;
        });
        return () -> listeners.computeIfPresent(deployment, (id, all) -> {
            all.remove(own);
            return all.isEmpty() ? null : all;
        });
    }

    @Override public synchronized void start() {
        if (timer == null) {
            threads = List.of(Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("metrics-", 0).factory()),
                    Executors.newSingleThreadExecutor(Thread.ofPlatform().name("viewers-numbers").daemon().factory()));
            asking = threads.getFirst();
            telling = threads.getLast();
            changes = deployments.listen(ended::heard);
            timer = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("metrics").daemon().factory());
            timer.scheduleAtFixedRate(this::tick, 1_000, 1_000, TimeUnit.MILLISECONDS);
        }
    }

    @Override public synchronized void stop() {
        if (timer != null) {
            changes.close();
            timer.shutdownNow();
            threads.forEach(ExecutorService::shutdownNow);
            timer = null;
            write();
            writeWhatIsUnderWay();
        }
    }

    private void writeWhatIsUnderWay() {
        try {
            history.keepOnly(Set.of());
        } catch (RuntimeException failed) {
            LOG.warn("Cannot store what nodes did in the minute that has begun", failed);
        }
    }

    @Override public synchronized boolean isRunning() {
        return timer != null;
    }

    /** What is done each second. Package-private for tests, which call it without waiting for the clock. */
    void tick() {
        try {
            ticks++;
            if (leadership.held()) {
                collect();
                history.sweep();
            } else {
                totals.clear();
                history.keepOnly(Set.of());
                if (ticks % FOLLOWED == 0) {
                    follow();
                }
            }
        } catch (RuntimeException failed) {
            LOG.warn("Cannot collect metrics, trying again", failed);
        }
        ended.looked();
        write();
    }

    /** Stores what was read since the last time, of all jobs at once: one by one, that would cost more than to ask for it. */
    private void write() {
        var stored = new LinkedHashMap<DeploymentId, MetricsStore.Stored>();
        var taken = new ArrayList<History.Taken>();
        for (Collected next = collected.poll(); next != null; next = collected.poll()) {
            stored.put(next.taken().live().deployment(), next.stored());
            taken.add(next.taken());
        }
        try {
            store.save(stored);
            history.take(taken);
        } catch (RuntimeException failed) {
            LOG.warn("Cannot store metrics", failed);
        }
    }

    /** Takes over what the instance that leads has stored. */
    private void follow() {
        Set<DeploymentId> followed = deployments.active().stream().map(Deployment::id).collect(Collectors.toCollection(HashSet::new));
        followed.addAll(ended.waiting());
        Map<DeploymentId, LiveMetrics> stored = store.load(followed);
        newest.keySet().retainAll(stored.keySet());
        stored.forEach((id, live) -> {
            LiveMetrics before = newest.put(id, live);
            if (before == null || live.at().isAfter(before.at())) {
                tell(live);
            }
        });
    }

    private void collect() {
        List<Deployment> active = deployments.active();
        var ids = new HashSet<DeploymentId>();
        boolean few = active.size() <= FEW;
        for (Deployment deployment : active) {
            ids.add(deployment.id());
            if (!few && !isDue(deployment.id())) {
                continue;
            }
            boolean showsNumbers = switch (deployment.state()) {
                case RUNNING, RESTARTING, STOPPING -> true;
                case WAITING, STARTING, FAILING, FAILED, SUSPENDED, STOPPED, FINISHED, CANCELLED -> false;
            };
            if (showsNumbers) {
                deployment.job().ifPresent(job -> ask(deployment.id(), () -> read(deployment, job)));
            }
        }
        Set<DeploymentId> over = ended.waiting();
        over.forEach(id -> ask(id, () -> lookAtTheEnd(id)));
        ids.addAll(over);
        totals.keySet().retainAll(ids);
        newest.keySet().retainAll(ids);
        lags.keepOnly(ids);
        history.keepOnly(ids);
    }

    /** One question at a time of each: an older answer is not to come after a newer one. */
    private void ask(DeploymentId id, Runnable look) {
        if (busy.add(id)) {
            asking.execute(() -> {
                try {
                    look.run();
                } finally {
                    busy.remove(id);
                }
            });
        }
    }

    private void lookAtTheEnd(DeploymentId id) {
        try {
            Deployment over = deployments.get(id);
            // One that was resumed meanwhile counts on with another job.
            Optional<JobId> job = ended.job(id).filter(j -> over.job().equals(Optional.of(j)));
            if (job.isEmpty() || read(over, job.get())) {
                ended.done(id);
            }
        } catch (UnknownDeployment deleted) {
            ended.done(id);
        }
    }

    /** Those that nobody looks at have their second in each round by their id, so that each second has about as many. */
    private boolean isDue(DeploymentId id) {
        return listeners.containsKey(id) || !newest.containsKey(id) || Math.floorMod(id.hashCode() + ticks, ROUND) == 0;
    }

    /** Package-private for tests, which call it without waiting for the clock. */
    void collect(Deployment deployment, JobId job) {
        read(deployment, job);
        write();
    }

    /** @return whether nothing more is to come of the job */
    private boolean read(Deployment deployment, JobId job) {
        DeploymentId id = deployment.id();
        try {
            JobMetrics metrics = lags.in(deployment, job, flinks.of(deployment).metrics(job));
            RunningTotals running = totals.computeIfAbsent(id, i -> resume(deployment));
            LiveMetrics live = running.add(job, metrics, deployment.restoredFrom().isPresent());
            newest.put(id, live);
            collected.add(new Collected(new MetricsStore.Stored(running.counters(), Optional.of(job.value()), MetricsStore.Live.of(live)), new History.Taken(live, deployment.restarts())));
            tell(live);
            return metrics.last();
        } catch (FlinkGateway.Unreachable | FlinkGateway.Failed away) {
            LOG.debug("No metrics of {}: {}", id, away.getMessage());
        } catch (RuntimeException failed) {
            LOG.warn("Cannot collect metrics of {}", id, failed);
        }
        return false;
    }

    private RunningTotals resume(Deployment deployment) {
        RunningTotals.Ends ends = ends(designs.open(deployment.pipeline(), deployment.revision()));
        return store.load(deployment.id())
                .map(s -> RunningTotals.resumed(deployment.id(), ends, s.counters(), s.job().map(JobId::new)))
                .orElseGet(() -> new RunningTotals(deployment.id(), ends));
    }

    private static RunningTotals.Ends ends(Design design) {
        var sources = new HashSet<NodeId>();
        var sinks = new HashSet<NodeId>();
        var late = new HashSet<PortRef>();
        for (NodeId id : design.compilation().running().nodes().keySet()) {
            if (design.compilation().running().into(id).findAny().isEmpty()) {
                sources.add(id);
            }
        }
        design.compilation().plan().ifPresent(plan -> plan.segments().forEach(segment -> {
            switch (segment) {
                case Segment.Writing w -> sinks.add(w.node());
                case Segment.Producing p -> p.outputs().forEach((port, rel) -> {
                    if (rel instanceof Rel.Late) {
                        late.add(new PortRef(p.node(), port));
                    }
                });
            }
        }));
        return new RunningTotals.Ends(sources, sinks, late);
    }

    private void tell(LiveMetrics live) {
        List<Consumer<LiveMetrics>> told = listeners.getOrDefault(live.deployment(), List.of());
        if (told.isEmpty()) {
            return;
        }
        telling.execute(() -> tell(live, told));
    }

    private static void tell(LiveMetrics live, List<Consumer<LiveMetrics>> told) {
        for (Consumer<LiveMetrics> listener : told) {
            try {
                listener.accept(live);
            } catch (RuntimeException failed) {
                LOG.error("A listener of the metrics of {} failed", live.deployment(), failed);
            }
        }
    }
}
