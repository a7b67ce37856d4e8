package dev.millrace.server.deployment;

import dev.millrace.server.TestDatabase;
import dev.millrace.server.design.Author;
import dev.millrace.server.design.Design;
import dev.millrace.server.design.Instance;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Deployments on a real database and a cluster in memory, stepped by hand. A reconciler can be made that dies at its n-th
 * touch of the world outside (a database connection, a call of the cluster or of Kafka).
 */
public final class Steering implements AutoCloseable {
    public static final Author ADA = Author.of("ada");

    /** One database for all stories: each looks at its own pipelines only. */
    private static final String URL = TestDatabase.freshUrl();

    public final Instance instance = new Instance(URL);
    public final FakeFlink flink = new FakeFlink();
    /** Another cluster, called west, which keeps its state in the same place. */
    public final FakeFlink west = new FakeFlink();
    /** One more, called far, which keeps its state elsewhere. */
    final FakeFlink far = new FakeFlink();
    public final FlinkClusters flinks = clusters(flink);
    final TestTopics topics = new TestTopics();
    /** What deployments are said to have read in a second. */
    OptionalDouble perSecond = OptionalDouble.empty();
    public final TestClock clock = new TestClock();
    final DeploymentStore store = store(instance.database);
    final SavepointStore savepointStore = savepoints(instance.database);
    public final Savepoints savepoints = new StoredSavepoints(store, savepointStore, flinks);
    final DeploymentListeners listeners = new DeploymentListeners(store, instance.notices);
    final StateOwners owners = new StateOwners(JdbcClient.create(instance.database));
    public final StateOutlooks outlooks = new StoredOutlooks(store, savepointStore, owners, instance.designs, flinks,
            new Refills(topics, of -> perSecond));
    final ClusterOutlooks clusters = new AskedOutlooks(flinks, store, instance.designs, outlooks);
    final StoredLiveParameters parameters = new StoredLiveParameters(store, new ParameterRows(JdbcClient.create(instance.database),
            new TransactionTemplate(new JdbcTransactionManager(instance.database)), instance.notices), instance.designs, topics);
    public final DeploymentService deployments = new StoredDeployments(store, instance.designs, topics, listeners, owners, outlooks, clusters);

    /** Death at a certain place; an Error, so that nothing handles it. */
    public static final class Killed extends Error {}

    public static final class TestClock extends Clock {
        private InstantSource source = InstantSource.system();
        private Duration ahead = Duration.ZERO;

        public void pass(Duration time) {
            ahead = ahead.plus(time);
        }

        /** From now on only what is passed by hand passes: for what is to be before a time is up, however slow the machine is. */
        void stand() {
            source = InstantSource.fixed(source.instant());
        }

        @Override public Instant instant() {
            return source.instant().plus(ahead);
        }

        @Override public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    public Design design(dev.millrace.pipeline.Pipeline pipeline) {
        return instance.designs.create(pipeline.name(), pipeline, ADA);
    }

    /** Gives it a second revision, which means the same. */
    public Design designed(Design first) {
        return instance.designs.replace(first.id(), first.revision(), first.pipeline().withName(first.pipeline().name() + " again"), ADA);
    }

    private FlinkClusters clusters(FlinkGateway preset) {
        return new FlinkClusters(Map.of(FlinkClusters.DEFAULT, new FlinkClusters.Cluster(preset, Optional.of("fake:")), "west", new FlinkClusters.Cluster(west, Optional.of("fake:")),
                "far", new FlinkClusters.Cluster(far, Optional.of("elsewhere:"))));
    }

    private DeploymentStore store(DataSource database) {
        return new DeploymentStore(JdbcClient.create(database), new TransactionTemplate(new JdbcTransactionManager(database)),
                instance.notices);
    }

    private SavepointStore savepoints(DataSource database) {
        return new SavepointStore(JdbcClient.create(database), new TransactionTemplate(new JdbcTransactionManager(database)), instance.notices);
    }

    Reconciler reconciler() {
        return new Reconciler(store, savepointStore, flinks, new Submission(instance.designs, flinks, topics, store, owners, parameters, clock), clock);
    }

    /** Dies at the {@code touch}-th touch, counted from 1. */
    Reconciler mortal(int touch) {
        var left = new AtomicInteger(touch);
        FlinkClusters mortalFlink = clusters(mortal(FlinkGateway.class, flink, left));
        PipelineTopics mortalTopics = mortal(PipelineTopics.class, topics, left);
        DataSource mortalDatabase = mortal(DataSource.class, instance.database, left);
        DeploymentStore mortalStore = store(mortalDatabase);
        return new Reconciler(mortalStore, savepoints(mortalDatabase), mortalFlink, new Submission(instance.designs, mortalFlink, mortalTopics, mortalStore, new StateOwners(JdbcClient.create(mortalDatabase)), parameters, clock), clock);
    }

    @SuppressWarnings("unchecked")
    public static <T> T mortal(Class<T> type, T target, AtomicInteger left) {
        return (T) Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
            if (method.getDeclaringClass() != Object.class && left.decrementAndGet() < 0) {
                throw new Killed();
            }
            try {
                return method.invoke(target, arguments);
            } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
            }
        });
    }

    /** Deploys a first revision and steps until it runs. */
    public Deployment run(Design design) {
        return until(reconciler(), deployments.deploy(design.id(), 1, Start.FRESH, ADA).id(), Deployment.State.RUNNING);
    }

    /** One step of a deployment. */
    public void step(DeploymentId id) {
        reconciler().step(id);
    }

    public StateHandover handover() {
        return owners;
    }

    /** Steps until the deployment is in this state; at most 50 steps. */
    Deployment until(Reconciler reconciler, DeploymentId id, Deployment.State state) {
        for (int i = 0; i < 50; i++) {
            Deployment now = deployments.get(id);
            if (now.state() == state) {
                return now;
            }
            reconciler.step(id);
        }
        throw new AssertionError("Never became " + state + ": " + deployments.get(id) + " " + deployments.events(id));
    }

    @Override public void close() {
        listeners.destroy();
        instance.close();
    }
}
