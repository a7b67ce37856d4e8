package dev.millrace.server.alerts;

import dev.millrace.server.Subscription;
import dev.millrace.server.instance.Notices;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;

/** Those who watch alerts. Of many changes at once they are told once. */
final class AlertListeners implements DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(AlertListeners.class);

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(Thread.ofPlatform().name("alert-changes").daemon().factory());
    private final AtomicBoolean waiting = new AtomicBoolean();
    private final Subscription notices;

    AlertListeners(Notices notices) {
        this.notices = notices.on(AlertStore.TOPIC, payload -> {
            if (waiting.compareAndSet(false, true)) {
                thread.execute(this::tell);
            }
        });
    }

    Subscription add(Runnable listener) {
        // A wrapper of its own, so that the same listener added twice is removed once.
        Runnable own = listener::run;
        listeners.add(own);
        return () -> listeners.remove(own);
    }

    private void tell() {
        waiting.set(false);
        for (Runnable listener : listeners) {
            try {
                listener.run();
            } catch (RuntimeException failed) {
                LOG.error("A listener of alerts failed", failed);
            }
        }
    }

    @Override public void destroy() {
        notices.close();
        thread.shutdownNow();
    }
}
