package dev.millrace.ui.push;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.server.Command;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Shows a page the newest of what comes again and again, such as numbers each second: under the page's lock, and only when its viewer has taken in what came before. What is
 * older by then is never shown. So a viewer who takes nothing in costs one value.
 */
public final class Newest<T> implements Consumer<T> {
    private final UI page;
    private final Consumer<T> show;
    private final AtomicReference<T> newest = new AtomicReference<>();
    /** One object, so that it is kept once. */
    private final Command due = this::show;

    private Newest(UI page, Consumer<T> show) {
        this.page = page;
        this.show = show;
    }

    /** @param show is called under the lock of the page */
    public static <T> Newest<T> on(UI page, Consumer<T> show) {
        return new Newest<>(page, show);
    }

    /** For what is looked up when it is shown. */
    public static Runnable look(UI page, Command show) {
        Newest<Boolean> newest = on(page, any -> show.execute());
        return () -> newest.accept(true);
    }

    @Override
    public void accept(T value) {
        if (newest.getAndSet(value) == null) {
            BoundedPush.run(page, due);
        }
    }

    private void show() {
        T value = newest.getAndSet(null);
        if (value != null) {
            show.accept(value);
        }
    }
}
