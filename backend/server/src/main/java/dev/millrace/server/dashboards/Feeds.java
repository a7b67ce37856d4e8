package dev.millrace.server.dashboards;

import dev.millrace.compile.Compiler;
import dev.millrace.server.Subscription;
import dev.millrace.server.deployment.DeploymentService;
import dev.millrace.server.deployment.KafkaClusters;
import dev.millrace.server.design.DesignService;
import dev.millrace.server.design.PipelineId;
import dev.millrace.server.design.UnknownPipeline;
import dev.millrace.server.metrics.Metrics;
import dev.millrace.server.metrics.PrintedRows;
import dev.millrace.server.topics.TopicPipelines;
import dev.millrace.rel.Topic;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Live values of tiles: found once a second for each query, however many look, and not at all where nobody does. */
public final class Feeds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Feeds.class);

    private final CurrentDeployments deployments;
    private final DesignService designs;
    private final Compiler compiler;
    private final Metrics metrics;
    private final PrintedRows printed;
    private final TopicReaders readers;
    private final TopicPipelines topicPipelines;
    private final Map<Query, Feed> feeds = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("dashboards").daemon().factory());
    private final ExecutorService finding = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("dashboard-", 0).factory());

    Feeds(DeploymentService deployments, DesignService designs, Compiler compiler, Metrics metrics, PrintedRows printed, KafkaClusters clusters, TopicPipelines topicPipelines,
            RowReading reading) {
        this.deployments = new CurrentDeployments(deployments);
        this.designs = designs;
        this.compiler = compiler;
        this.metrics = metrics;
        this.printed = printed;
        this.readers = new TopicReaders(clusters, reading);
        this.topicPipelines = topicPipelines;
        timer.scheduleAtFixedRate(() -> feeds.values().forEach(Feed::ask), 1, 1, TimeUnit.SECONDS);
    }

    /** One query, and those who look. */
    private final class Feed {
        private final Query query;
        private final List<Consumer<Figures>> listeners = new CopyOnWriteArrayList<>();
        private Optional<Finding> found = Optional.empty();
        private boolean over;
        private volatile Figures newest;
        private volatile boolean busy;

        private Feed(Query query) {
            this.query = query;
        }

        private void ask() {
            if (!busy) {
                busy = true;
                finding.execute(() -> {
                    try {
                        look();
                    } finally {
                        busy = false;
                    }
                });
            }
        }

        private synchronized void look() {
            if (over) {
                return;
            }
            Figures now;
            try {
                if (found.isEmpty()) {
                    found = Optional.of(open(query));
                }
                now = found.get().now();
            } catch (UnknownPipeline | IllegalArgumentException refused) {
                now = Figures.none(Instant.now(), refused.getMessage());
            } catch (RuntimeException failed) {
                LOG.warn("Cannot find the values of {}", query, failed);
                now = Figures.none(Instant.now(), "The values cannot be found now; the log of the application says why. It is tried again every second");
            }
            newest = now;
            for (Consumer<Figures> listener : listeners) {
                try {
                    listener.accept(now);
                } catch (RuntimeException failed) {
                    LOG.debug("A page that looked at {} is gone", query, failed);
                }
            }
        }

        private synchronized void end() {
            over = true;
            found.ifPresent(Finding::close);
        }
    }

    /** @param listener told what is known at once and then every second, on a thread of the service's */
    public Subscription listen(Query query, Consumer<Figures> listener) {
        Consumer<Figures> own = listener::accept;
        Feed feed = feeds.compute(query, (q, known) -> {
            Feed f = known == null ? new Feed(q) : known;
            f.listeners.add(own);
            return f;
        });
        Figures newest = feed.newest;
        if (newest == null) {
            feed.ask();
        } else {
            own.accept(newest);
        }
        return () -> feeds.computeIfPresent(query, (q, known) -> {
            if (known != feed) {
                return known;
            }
            known.listeners.remove(own);
            if (!known.listeners.isEmpty()) {
                return known;
            }
            finding.execute(known::end);
            return null;
        });
    }

    private Finding open(Query query) {
        return switch (query.source()) {
            case Source.OfTopic(var topic) -> new TopicFinding(query, topic, DeclaredRows.of(topic, topicPipelines, designs, compiler), readers);
            case Source.Metric metric -> new MetricFinding(query, metric, known(metric.pipeline()), deployments, metrics);
            case Source.Rows(var pipeline, var node) -> new RowsFinding(query, known(pipeline), node, deployments, designs, compiler, readers, printed);
        };
    }

    /** @throws UnknownPipeline @throws IllegalArgumentException where none is named */
    private PipelineId known(Optional<PipelineId> pipeline) {
        PipelineId id = pipeline.orElseThrow(() -> new IllegalArgumentException("It is not said yet which pipeline this tile shows. Edit the tile and choose one"));
        designs.open(id);
        return id;
    }

    /** Topics that are read now. */
    public List<Topic> topics() {
        return readers.open();
    }

    @Override public void close() {
        timer.shutdownNow();
        finding.shutdownNow();
        readers.close();
    }
}
