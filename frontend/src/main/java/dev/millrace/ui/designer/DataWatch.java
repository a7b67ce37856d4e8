package dev.millrace.ui.designer;

import com.vaadin.flow.component.UI;
import dev.millrace.compile.Compilation;
import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.server.design.Design;
import dev.millrace.server.drift.DataChecks;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the drawing with the data in its topics while somebody looks at it: soon after an edit, and now and then. In the background, so
 * that neither typing nor what the compiler says waits for it.
 */
final class DataWatch {
    private static final Logger LOG = LoggerFactory.getLogger(DataWatch.class);
    private static final long NOW_AND_THEN_SECONDS = 30;
    /** Edits come in runs; the data is looked at when a run is over. */
    private static final long PAUSE_MILLIS = 600;

    private final DataChecks checks;
    private final Runnable onFound;
    private final Semaphore edited = new Semaphore(0);
    private volatile Compilation newest;
    private Pipeline lookedAt = Pipeline.empty("");
    private Diagnostics found = Diagnostics.NONE;
    private Thread watching;

    /** @param onFound is called under the page's lock when there is something else to say */
    DataWatch(DataChecks checks, Runnable onFound) {
        this.checks = checks;
        this.onFound = onFound;
    }

    /** A newer drawing. */
    void show(Design design) {
        Compilation before = newest;
        newest = design.compilation();
        if (before == null || !before.pipeline().nodes().equals(newest.pipeline().nodes()) || !before.pipeline().edges().equals(newest.pipeline().edges())) {
            edited.release();
        }
    }

    /** What was found of the nodes that are still as they were when it was looked. */
    Diagnostics findings(Pipeline now) {
        return new Diagnostics(found.all().stream().filter(d -> d.at().nodeOf().filter(n -> now.node(n).isPresent() && now.node(n).equals(lookedAt.node(n))).isPresent())
                .toList());
    }

    void start(UI ui) {
        stop();
        watching = Thread.ofVirtual().name("data-watch").start(() -> {
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    look(ui);
                    if (edited.tryAcquire(NOW_AND_THEN_SECONDS, TimeUnit.SECONDS)) {
                        while (edited.tryAcquire(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
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
        Compilation of = newest;
        if (of == null) {
            return;
        }
        Diagnostics findings;
        try {
            findings = checks.findings(of);
        } catch (RuntimeException unexpected) {
            // It only helps: a page must not lose it for good because of one strange record.
            if (!Thread.currentThread().isInterrupted()) {
                LOG.warn("The data of '{}' could not be looked at", of.pipeline().name(), unexpected);
            }
            return;
        }
        Thread me = Thread.currentThread();
        ui.access(() -> {
            if (watching == me) {
                boolean news = !findings.equals(found) || !findings.all().equals(findings(newest.pipeline()).all());
                lookedAt = of.pipeline();
                found = findings;
                if (news) {
                    onFound.run();
                }
            }
        });
    }
}
