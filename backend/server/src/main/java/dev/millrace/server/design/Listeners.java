package dev.millrace.server.design;

import dev.millrace.server.Subscription;
import dev.millrace.server.instance.Notices;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;

/**
 * Those who look at pipelines. A notice only says that a pipeline changed; each listener is then brought from the revision it
 * knows to the newest, so that nothing is missed when notices come late, twice or not at all.
 */
final class Listeners implements DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final Map<PipelineId, List<Listener>> byPipeline = new ConcurrentHashMap<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(Thread.ofPlatform().name("design-changes").daemon().factory());
    private final Subscription notices;

    Listeners(Notices notices) {
        this.notices = notices.on(PipelineStore.TOPIC, this::noticed);
    }

    /** Gives what a listener has to hear that knows a revision, or null. */
    @FunctionalInterface
    interface Lookup {
        Change since(PipelineId id, long known);
    }

    Subscription add(PipelineId id, long known, Consumer<Change> consumer, Lookup lookup) {
        var listener = new Listener(id, known, consumer, lookup);
        byPipeline.computeIfAbsent(id, i -> new CopyOnWriteArrayList<>()).add(listener);
        thread.execute(() -> tell(listener));
        return () -> byPipeline.computeIfPresent(id, (i, all) -> {
            all.remove(listener);
            return all.isEmpty() ? null : all;
        });
    }

    private void noticed(String payload) {
        if (payload.equals(Notices.CATCH_UP)) {
            byPipeline.values().forEach(all -> all.forEach(l -> thread.execute(() -> tell(l))));
        } else {
            PipelineId.parse(payload).map(byPipeline::get).ifPresent(all -> all.forEach(l -> thread.execute(() -> tell(l))));
        }
    }

    private void tell(Listener listener) {
        try {
            Change change = listener.lookup.since(listener.id, listener.known);
            if (change instanceof Change.Revised revised) {
                listener.known = revised.design().revision();
            }
            if (change != null && !(change instanceof Change.Removed && listener.removed)) {
                listener.removed = change instanceof Change.Removed;
                listener.consumer.accept(change);
            }
        } catch (RuntimeException failed) {
            LOG.error("A listener of pipeline {} failed", listener.id, failed);
        }
    }

    @Override public void destroy() {
        notices.close();
        thread.shutdownNow();
    }

    /** Used on one thread only, once added. */
    private static final class Listener {
        private final PipelineId id;
        private final Consumer<Change> consumer;
        private final Lookup lookup;
        private long known;
        private boolean removed;

        Listener(PipelineId id, long known, Consumer<Change> consumer, Lookup lookup) {
            this.id = id;
            this.known = known;
            this.consumer = consumer;
            this.lookup = lookup;
        }
    }
}
