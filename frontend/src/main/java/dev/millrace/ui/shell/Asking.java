package dev.millrace.ui.shell;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.UIDetachedException;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.progressbar.ProgressBar;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A place for what a system outside has to be asked for: says what is waited for, then shows the answer, or why there is none with a way to
 * ask again. The page does not wait. A newer question makes an older one forgotten.
 */
public final class Asking extends Div {
    private static final Logger LOG = LoggerFactory.getLogger(Asking.class);

    private final transient List<Class<? extends RuntimeException>> expected;
    private transient Object newest;

    /** @param expected failures whose message is for people */
    @SafeVarargs
    public Asking(Class<? extends RuntimeException>... expected) {
        this.expected = List.of(expected);
        addClassName("asking");
        getElement().setAttribute("aria-live", "polite");
    }

    /**
     * Asks in the background.
     *
     * @param what is being done, such as "Asking Kafka for its topics"
     * @param shown makes of the answer what stands here; called under the page's lock
     */
    public <T> void ask(String what, Supplier<T> question, Function<T, Component> shown) {
        UI ui = UI.getCurrent();
        Object mine = new Object();
        newest = mine;
        removeAll();
        var bar = new ProgressBar();
        bar.setIndeterminate(true);
        bar.getElement().setAttribute("aria-label", what);
        var waiting = new Div(new Span(what + "…"), bar);
        waiting.addClassName("asking-wait");
        add(waiting);
        Thread.ofVirtual().name("asking").start(() -> {
            Consumer<Asking> then;
            try {
                T answer = question.get();
                then = here -> here.show(shown.apply(answer));
            } catch (RuntimeException failure) {
                String why = words(failure);
                then = here -> here.refused(why, () -> here.ask(what, question, shown));
            }
            Consumer<Asking> last = then;
            try {
                ui.access(() -> {
                    if (newest == mine) {
                        last.accept(this);
                    }
                });
            } catch (UIDetachedException left) {
                // Nobody looks any more.
            }
        });
    }

    private void show(Component answer) {
        removeAll();
        add(answer);
    }

    private void refused(String why, Runnable again) {
        var words = new Paragraph(why);
        words.addClassName("error-text");
        var button = new Button("Try again", e -> again.run());
        button.addThemeVariants(ButtonVariant.LUMO_SMALL);
        var box = new Div(words, button);
        box.addClassName("asking-refused");
        box.getElement().setAttribute("role", "alert");
        removeAll();
        add(box);
    }

    private String words(RuntimeException failure) {
        if (expected.stream().anyMatch(e -> e.isInstance(failure))) {
            return failure.getMessage();
        }
        String number = UUID.randomUUID().toString().substring(0, 8);
        LOG.error("A question of a page failed ({})", number, failure);
        return "Something unexpected happened. Look for " + number + " in the log of the application.";
    }
}
