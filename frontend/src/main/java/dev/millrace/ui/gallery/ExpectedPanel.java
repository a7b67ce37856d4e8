package dev.millrace.ui.gallery;

import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.UIDetachedException;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.UnorderedList;
import dev.millrace.server.design.Author;
import dev.millrace.server.preview.Preview;
import dev.millrace.server.sample.SampleRefused;
import dev.millrace.server.security.AdministratorsOnly;
import dev.millrace.server.templates.Expectations;
import dev.millrace.server.templates.RowCheck;
import dev.millrace.server.templates.Template;
import dev.millrace.server.templates.TemplateRefused;
import dev.millrace.ui.shell.LocalTime;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rows that a template is expected to give: kept by its author, and held against what it gives now by whoever presses Check. */
final class ExpectedPanel extends Section {
    private static final Logger LOG = LoggerFactory.getLogger(ExpectedPanel.class);

    private final transient Template template;
    private final transient Expectations expectations;
    private final transient Author author;
    private final boolean mayChange;
    private final Div head = new Div();
    private final Paragraph status = new Paragraph();
    private final Div result = new Div();
    private transient Thread running;

    ExpectedPanel(Template template, Expectations expectations, Author author, boolean mayChange) {
        this.template = template;
        this.expectations = expectations;
        this.author = author;
        this.mayChange = mayChange;
        addClassName("expected-rows");
        getElement().setAttribute("aria-label", "Expected rows");
        head.addClassName("expected-head");
        status.addClassName("field-help");
        status.getElement().setAttribute("role", "status");
        result.getElement().setAttribute("role", "status");
        add(new H2("Expected rows"), head, status, result);
        draw(expectations.of(template));
    }

    private void draw(Optional<Expectations.Kept> kept) {
        setVisible(mayChange || kept.isPresent());
        head.removeAll();
        kept.ifPresentOrElse(k -> {
            head.add(new Paragraph((k.rows() == 1 ? "1 row" : k.rows() + " rows") + " over a sample that " + k.by() + " kept"), new LocalTime(k.at()));
            var check = new Button("Check", e -> away("Running the sample…", () -> expectations.check(template), this::show));
            check.addThemeVariants(ButtonVariant.LUMO_SMALL);
            check.setTooltipText("Runs the sample again, and compares row by row");
            head.add(check);
        }, () -> head.add(new Paragraph("Keep a sample and the rows it gives, and others can check that the template still does what it did.")));
        if (mayChange) {
            var keep = new Button(kept.isPresent() ? "Expect what it gives now" : "Expect these rows",
                    e -> away("Running a sample twice…", () -> expectations.keep(template, author), now -> draw(Optional.of(now))));
            keep.addThemeVariants(ButtonVariant.LUMO_SMALL, ButtonVariant.LUMO_TERTIARY);
            head.add(keep);
        }
    }

    private void show(RowCheck check) {
        if (!check.failure().isEmpty()) {
            refuse(check.failure());
            return;
        }
        if (check.isAsExpected()) {
            var good = new Paragraph("✓ As expected: " + (check.expected() == 1 ? "1 row" : check.expected() + " rows") + ", each the same.");
            good.addClassName("expected-good");
            result.add(good);
            return;
        }
        check.outputs().stream().filter(o -> o.differences() > 0).forEach(o -> {
            result.add(new H3("✕ " + o.output() + ": " + (o.differences() == 1 ? "1 difference" : o.differences() + " differences") + "; " + o.expected() + " rows expected, " + o.found() + " came"));
            var list = new UnorderedList();
            o.missing().forEach(row -> list.add(line("Expected, did not come: ", row)));
            o.more().forEach(row -> list.add(line("Came, not expected: ", row)));
            result.add(list);
        });
    }

    private static ListItem line(String what, Preview.Row row) {
        var item = new ListItem(what + (row.kind().equals("+I") ? "" : row.kind() + " ") + row.json());
        item.addClassName("expected-difference");
        return item;
    }

    private void refuse(String why) {
        var words = new Paragraph(why + ".");
        words.addClassName("error-text");
        words.getElement().setAttribute("role", "alert");
        result.add(words);
    }

    private <T> void away(String doing, Supplier<T> asking, java.util.function.Consumer<T> shown) {
        stop();
        result.removeAll();
        status.setText(doing);
        UI ui = getUI().orElseThrow();
        running = Thread.ofVirtual().name("expected-rows").unstarted(() -> {
            Thread me = Thread.currentThread();
            Runnable answer;
            try {
                T found = asking.get();
                answer = () -> shown.accept(found);
            } catch (TemplateRefused | SampleRefused | AdministratorsOnly refused) {
                answer = () -> refuse(refused.getMessage());
            } catch (RuntimeException unexpected) {
                LOG.error("Expected rows of the template {} could not be run", template.id(), unexpected);
                answer = () -> refuse("Something unexpected happened; the application's log says more");
            }
            Runnable last = answer;
            try {
                ui.access(() -> {
                    if (running == me) {
                        running = null;
                        status.setText("");
                        last.run();
                    }
                });
            } catch (UIDetachedException left) {
                // Nobody looks any more.
            }
        });
        running.start();
    }

    private void stop() {
        if (running != null) {
            running.interrupt();
            running = null;
        }
    }

    @Override protected void onDetach(DetachEvent detach) {
        stop();
    }
}
