package dev.millrace.ui.designer;

import com.vaadin.flow.component.UI;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at a drawing in the background while somebody looks at the page: soon after an edit, and now and then. Neither typing nor what the
 * compiler says waits for it.
 */
final class Lookout {
    private static final Logger LOG = LoggerFactory.getLogger(Lookout.class);
    private static final long NOW_AND_THEN_SECONDS = 30;

    private final String name;
    private final long pauseMillis;
    private final Supplier<Optional<Runnable>> look;
    private final Semaphore edited = new Semaphore(0);
    private Thread watching;

    /**
     * @param pauseMillis edits come in runs; it is looked when a run is over
     * @param look is called in the background, and gives what to do with what was found, under the page's lock
     */
    Lookout(String name, long pauseMillis, Supplier<Optional<Runnable>> look) {
        this.name = name;
        this.pauseMillis = pauseMillis;
        this.look = look;
    }

    /** There is something else to look at. */
    void edited() {
        edited.release();
    }

    void start(UI ui) {
        stop();
        watching = Thread.ofVirtual().name(name).start(() -> {
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    look(ui);
                    if (edited.tryAcquire(NOW_AND_THEN_SECONDS, TimeUnit.SECONDS)) {
                        while (edited.tryAcquire(pauseMillis, TimeUnit.MILLISECONDS)) {
                            edited.drainPermits();
                        }
                    }
                }
            } catch (InterruptedException stopped) {
                // The page is left.
            }
        });
    }

    void stop() {
        if (watching != null) {
            watching.interrupt();
            watching = null;
        }
    }

    private void look(UI ui) {
        Optional<Runnable> found;
        try {
            found = look.get();
        } catch (RuntimeException unexpected) {
            // It only helps: a page must not lose it for good because of one strange thing.
            if (!Thread.currentThread().isInterrupted()) {
                LOG.warn("{} failed", name, unexpected);
            }
            return;
        }
        Thread me = Thread.currentThread();
        found.ifPresent(news -> ui.access(() -> {
            if (watching == me) {
                news.run();
            }
        }));
    }
}
