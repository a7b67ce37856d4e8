package dev.millrace.ui.designer;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import dev.millrace.server.design.StaleRevision;
import dev.millrace.server.sample.SampleRefused;
import dev.millrace.server.templates.Expectations;
import dev.millrace.server.templates.Expected;
import dev.millrace.server.templates.Publication;
import dev.millrace.server.templates.RowCheck;
import dev.millrace.server.templates.TemplateRefused;
import dev.millrace.ui.shell.Asking;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which rows a version is expected to give: none, those of the version before, or what it gives now. What is run for it takes some seconds. */
final class ExpectedChoice extends Div {
    private static final Logger LOG = LoggerFactory.getLogger(ExpectedChoice.class);

    private enum Choice { NONE, AS_BEFORE, NOW }

    private final transient Expectations expectations;
    private final transient Optional<Expectations.Kept> before;
    private final RadioButtonGroup<Choice> choice = new RadioButtonGroup<>("Expected rows");
    private final Asking asking = new Asking();
    /** Whether it was told that the version before gave other rows; who publishes again means it. */
    private boolean told;

    /** @param before what is expected of the version before; empty where nothing is, or there is none */
    ExpectedChoice(Expectations expectations, Optional<Expectations.Kept> before) {
        this.expectations = expectations;
        this.before = before;
        addClassName("expected-choice");
        var offered = new ArrayList<Choice>(List.of(Choice.NONE));
        before.ifPresent(kept -> offered.add(Choice.AS_BEFORE));
        offered.add(Choice.NOW);
        choice.setItems(offered);
        choice.setItemLabelGenerator(c -> switch (c) {
            case NONE -> "None";
            case AS_BEFORE -> "Those of the version before, " + before.map(kept -> kept.rows() == 1 ? "1 row" : kept.rows() + " rows").orElse("");
            case NOW -> "What it gives now for a sample";
        });
        choice.setHelperText("Others can check that the template gives them still");
        choice.setValue(before.isPresent() ? Choice.AS_BEFORE : Choice.NONE);
        choice.addValueChangeListener(e -> {
            told = false;
            asking.removeAll();
        });
        add(choice, asking);
    }

    /**
     * Finds out what is expected, and hands it over. Where that takes a run, the page does not wait.
     *
     * @param then called under the page's lock
     * @param refused why nothing can be expected, or where the rows before are others
     */
    void find(Publication publication, Consumer<Expected> then, Consumer<RuntimeException> refused) {
        switch (choice.getValue()) {
            case NONE -> then.accept(Expected.NOTHING);
            case AS_BEFORE -> {
                if (told || publication.template().isEmpty()) {
                    then.accept(Expected.AS_BEFORE);
                    return;
                }
                run("Running the sample of the version before", () -> {
                    RowCheck check = expectations.compare(before.orElseThrow(), publication);
                    return here -> here.compared(check, then, refused);
                }, refused);
            }
            case NOW -> run("Running a sample twice", () -> {
                Expected rows = new Expected.Rows(expectations.given(publication));
                return here -> then.accept(rows);
            }, refused);
        }
    }

    private void compared(RowCheck check, Consumer<Expected> then, Consumer<RuntimeException> refused) {
        if (check.isAsExpected()) {
            then.accept(Expected.AS_BEFORE);
            return;
        }
        told = true;
        String why = check.failure().isEmpty() ? "It gives other rows than the version before: " + check.outputs().stream().filter(o -> o.differences() > 0)
                .map(o -> (o.differences() == 1 ? "1 difference" : o.differences() + " differences") + " at " + o.output()).collect(Collectors.joining(", ")) : check.failure();
        refused.accept(new TemplateRefused(why + ". Choose what it gives now, or press Publish again to keep expecting those before"));
    }

    private interface Run {
        Consumer<ExpectedChoice> get();
    }

    private void run(String what, Run run, Consumer<RuntimeException> refused) {
        asking.ask(what, () -> outcome(run, refused), then -> {
            // Whoever has closed the dialog meanwhile does not publish any more.
            if (isAttached()) {
                then.accept(this);
            }
            return new Div();
        });
    }

    private static Consumer<ExpectedChoice> outcome(Run run, Consumer<RuntimeException> refused) {
        try {
            return run.get();
        } catch (TemplateRefused | SampleRefused | StaleRevision failure) {
            return here -> refused.accept(failure);
        } catch (RuntimeException unexpected) {
            LOG.error("Expected rows of a version to be published could not be run", unexpected);
            return here -> refused.accept(new TemplateRefused("Its rows could not be found out; the application's log says more. Choose to expect none, or try again"));
        }
    }
}
