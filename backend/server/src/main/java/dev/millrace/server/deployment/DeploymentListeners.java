package dev.millrace.server.deployment;

import dev.millrace.server.Subscription;
import dev.millrace.server.instance.Notices;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;

/** Those who watch deployments; each notice is answered with the row as it is then. */
final class DeploymentListeners implements DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(DeploymentListeners.class);

    private final DeploymentStore store;
    private final List<Consumer<Deployment>> consumers = new CopyOnWriteArrayList<>();
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().name("deployment-changes").daemon().factory());
    private final Subscription notices;

    DeploymentListeners(DeploymentStore store, Notices notices) {
        this.store = store;
        this.notices = notices.on(DeploymentStore.TOPIC, this::noticed);
    }

    Subscription add(Consumer<Deployment> consumer) {
        // A wrapper of its own, so that the same consumer added twice is removed once.
        Consumer<Deployment> own = consumer::accept;
        consumers.add(own);
        return () -> consumers.remove(own);
    }

    private void noticed(String payload) {
        if (consumers.isEmpty()) {
            return;
        }
        thread.execute(() -> {
            try {
                List<DeploymentRow> rows = payload.equals(Notices.CATCH_UP) ? store.list(StoredDeployments.MOST)
                        : DeploymentId.parse(payload).flatMap(store::find).map(List::of).orElse(List.of());
                rows.forEach(row -> consumers.forEach(c -> tell(c, row.deployment())));
            } catch (RuntimeException failed) {
                LOG.error("Cannot tell about deployment {}", payload, failed);
            }
        });
    }

    private static void tell(Consumer<Deployment> consumer, Deployment deployment) {
        try {
            consumer.accept(deployment);
        } catch (RuntimeException failed) {
            LOG.error("A listener of deployment {} failed", deployment.id(), failed);
        }
    }

    @Override public void destroy() {
        notices.close();
        thread.shutdownNow();
    }
}
