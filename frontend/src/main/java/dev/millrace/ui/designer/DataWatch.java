package dev.millrace.ui.designer;

import com.vaadin.flow.component.UI;
import dev.millrace.compile.Compilation;
import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.server.design.Design;
import dev.millrace.server.drift.DataChecks;
import java.util.Optional;

/** Compares the drawing with the data in its topics while somebody looks at it. */
final class DataWatch {
    private static final long PAUSE_MILLIS = 600;

    private final DataChecks checks;
    private final Runnable onFound;
    private final Lookout lookout = new Lookout("data-watch", PAUSE_MILLIS, this::look);
    private volatile Compilation newest;
    private Pipeline lookedAt = Pipeline.empty("");
    private Diagnostics found = Diagnostics.NONE;

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
            lookout.edited();
        }
    }

    /** What was found of the nodes that are still as they were when it was looked. */
    Diagnostics findings(Pipeline now) {
        return new Diagnostics(found.all().stream().filter(d -> d.at().nodeOf().filter(n -> now.node(n).isPresent() && now.node(n).equals(lookedAt.node(n))).isPresent())
                .toList());
    }

    void start(UI ui) {
        lookout.start(ui);
    }

    void stop() {
        lookout.stop();
    }

    private Optional<Runnable> look() {
        Compilation of = newest;
        if (of == null) {
            return Optional.empty();
        }
        Diagnostics findings = checks.findings(of);
        return Optional.of(() -> {
            boolean news = !findings.equals(found) || !findings.all().equals(findings(newest.pipeline()).all());
            lookedAt = of.pipeline();
            found = findings;
            if (news) {
                onFound.run();
            }
        });
    }
}
