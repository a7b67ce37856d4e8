package dev.millrace.server.alerts;

import dev.millrace.server.Subscription;
import dev.millrace.server.instance.Notices;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.DataAccessException;

/** Those who watch alerts. Of many changes at once they are told once. */
final class AlertListeners implements DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(AlertListeners.class);

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final List<IntConsumer> counting = new CopyOnWriteArrayList<>();
    private final IntSupplier raised;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(Thread.ofPlatform().name("alert-changes").daemon().factory());
    private final AtomicBoolean waiting = new AtomicBoolean();
    private final Subscription notices;

    /** @param raised asks the database how many fire */
    AlertListeners(Notices notices, IntSupplier raised) {
        this.raised = raised;
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

    Subscription add(IntConsumer listener) {
        IntConsumer own = listener::accept;
        counting.add(own);
        return () -> counting.remove(own);
    }

    private void tell() {
        waiting.set(false);
        listeners.forEach(AlertListeners::tell);
        if (counting.isEmpty()) {
            return;
        }
        try {
            int now = raised.getAsInt();
            counting.forEach(listener -> tell(() -> listener.accept(now)));
        } catch (DataAccessException away) {
            // That the database is away is said above every page; when it is back, all are told.
            LOG.debug("Alerts cannot be counted: {}", away.getMessage());
        }
    }

    private static void tell(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException failed) {
            LOG.error("A listener of alerts failed", failed);
        }
    }

    @Override public void destroy() {
        notices.close();
        thread.shutdownNow();
    }
}
