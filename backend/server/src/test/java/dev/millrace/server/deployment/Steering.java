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
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Deployments on a real database and a cluster in memory, stepped by hand. A reconciler can be made that dies at its n-th
 * touch of the world outside (a database connection, a call of the cluster or of Kafka).
 */
final class Steering implements AutoCloseable {
    static final Author ADA = Author.of("ada");

    /** One database for all stories: each looks at its own pipelines only. */
    private static final String URL = TestDatabase.freshUrl();

    final Instance instance = new Instance(URL);
    final FakeFlink flink = new FakeFlink();
    final TestTopics topics = new TestTopics();
    final TestClock clock = new TestClock();
    final DeploymentStore store = store(instance.database);
    final SavepointStore savepointStore = savepoints(instance.database);
    final Savepoints savepoints = new StoredSavepoints(store, savepointStore, flink);
    final DeploymentListeners listeners = new DeploymentListeners(store, instance.notices);
    final StateOwners owners = new StateOwners(JdbcClient.create(instance.database));
    final StateOutlooks outlooks = new StoredOutlooks(store, savepointStore, owners, instance.designs, flink);
    final DeploymentService deployments = new StoredDeployments(store, instance.designs, topics, listeners, owners, outlooks);

    /** Death at a certain place; an Error, so that nothing handles it. */
    static final class Killed extends Error {}

    static final class TestClock extends Clock {
        private Duration ahead = Duration.ZERO;

        void pass(Duration time) {
            ahead = ahead.plus(time);
        }

        @Override public Instant instant() {
            return Instant.now().plus(ahead);
        }

        @Override public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    Design design(dev.millrace.pipeline.Pipeline pipeline) {
        return instance.designs.create(pipeline.name(), pipeline, ADA);
    }

    /** Gives it a second revision, which means the same. */
    Design designed(Design first) {
        return instance.designs.replace(first.id(), first.revision(), first.pipeline().withName(first.pipeline().name() + " again"), ADA);
    }

    private DeploymentStore store(DataSource database) {
        return new DeploymentStore(JdbcClient.create(database), new TransactionTemplate(new JdbcTransactionManager(database)),
                instance.notices);
    }

    private SavepointStore savepoints(DataSource database) {
        return new SavepointStore(JdbcClient.create(database), new TransactionTemplate(new JdbcTransactionManager(database)), instance.notices);
    }

    Reconciler reconciler() {
        return new Reconciler(store, savepointStore, flink, new Submission(instance.designs, flink, topics, store, owners, clock), clock);
    }

    /** Dies at the {@code touch}-th touch, counted from 1. */
    Reconciler mortal(int touch) {
        var left = new AtomicInteger(touch);
        FlinkGateway mortalFlink = mortal(FlinkGateway.class, flink, left);
        PipelineTopics mortalTopics = mortal(PipelineTopics.class, topics, left);
        DataSource mortalDatabase = mortal(DataSource.class, instance.database, left);
        DeploymentStore mortalStore = store(mortalDatabase);
        return new Reconciler(mortalStore, savepoints(mortalDatabase), mortalFlink, new Submission(instance.designs, mortalFlink, mortalTopics, mortalStore, new StateOwners(JdbcClient.create(mortalDatabase)), clock), clock);
    }

    @SuppressWarnings("unchecked")
    private static <T> T mortal(Class<T> type, T target, AtomicInteger left) {
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
