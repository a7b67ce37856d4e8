package dev.millrace.ui.designer;

import com.vaadin.flow.component.UI;
import dev.millrace.server.deployment.Start;
import dev.millrace.server.deployment.StateOutlooks;
import dev.millrace.server.design.Design;
import dev.millrace.ui.state.StateMarks;
import java.util.Optional;

/** Keeps what becomes of state if the drawing were deployed, while somebody draws. */
final class StateWatch {
    private static final long PAUSE_MILLIS = 400;

    private final StateOutlooks outlooks;
    private final Runnable onFound;
    private final Lookout lookout = new Lookout("state-watch", PAUSE_MILLIS, this::look);
    private volatile Design newest;
    private StateMarks marks = StateMarks.NONE;

    /** @param onFound is called under the page's lock when there is something else to say */
    StateWatch(StateOutlooks outlooks, Runnable onFound) {
        this.outlooks = outlooks;
        this.onFound = onFound;
    }

    /** A newer drawing. */
    void show(Design design) {
        boolean same = newest != null && newest.revision() == design.revision();
        newest = design;
        if (!same) {
            lookout.edited();
        }
    }

    /** Something else is deployed now. */
    void deployed() {
        lookout.edited();
    }

    /** Of the nodes that are still as they were when it was looked. */
    StateMarks marks() {
        return marks;
    }

    void start(UI ui) {
        lookout.start(ui);
    }

    void stop() {
        lookout.stop();
    }

    private Optional<Runnable> look() {
        Design of = newest;
        if (of == null) {
            return Optional.empty();
        }
        // What has errors is not compared: the errors come first.
        StateMarks found = of.compilation().plan().isEmpty() ? StateMarks.NONE : StateMarks.of(of.compilation(), outlooks.look(of, Start.LATEST_STATE));
        return Optional.of(() -> {
            if (found != StateMarks.NONE || marks != StateMarks.NONE) {
                marks = found;
                onFound.run();
            }
        });
    }
}
