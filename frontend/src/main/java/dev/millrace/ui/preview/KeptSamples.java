package dev.millrace.ui.preview;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.component.textfield.TextFieldVariant;
import dev.millrace.pipeline.NodeId;
import dev.millrace.server.design.PipelineId;
import dev.millrace.server.sample.SampleRefused;
import dev.millrace.server.sample.SampleSet;
import dev.millrace.server.sample.SampleSets;
import dev.millrace.server.sample.SourceSample;
import dev.millrace.ui.shell.LocalTime;
import dev.millrace.ui.shell.Notices;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Samples that are kept with the pipeline: keep the one at hand, use, rename or delete another. */
final class KeptSamples extends Div {
    private final PipelineId pipeline;
    private final SampleSets sets;
    private final String author;
    private final Supplier<Map<NodeId, SourceSample>> current;
    private final Consumer<SampleSet.Summary> use;
    private final Runnable changed;
    private final Div list = new Div();

    /**
     * @param current the rows of the sample at hand
     * @param use is told which sample is to be run
     * @param changed is told after samples were kept, renamed or deleted
     */
    KeptSamples(PipelineId pipeline, SampleSets sets, String author, Supplier<Map<NodeId, SourceSample>> current, Consumer<SampleSet.Summary> use,
            Runnable changed) {
        this.pipeline = pipeline;
        this.sets = sets;
        this.author = author;
        this.current = current;
        this.use = use;
        this.changed = changed;
        addClassName("kept-samples");
        var name = field("", "Name for this sample");
        name.setPlaceholder("Name for this sample");
        var keep = small(new Button("Keep", e -> keep(name)));
        keep.setTooltipText("Keeps the rows of the sample with the pipeline, for everybody who works on it");
        name.addKeyPressListener(Key.ENTER, e -> keep(name));
        var line = new Div(name, keep);
        line.addClassName("kept-line");
        list.addClassName("kept-list");
        add(line, list);
        draw();
    }

    private static TextField field(String value, String label) {
        var field = new TextField();
        field.addThemeVariants(TextFieldVariant.LUMO_SMALL);
        field.setAriaLabel(label);
        field.setMaxLength(SampleSets.LONGEST_NAME);
        field.setValue(value);
        return field;
    }

    private static Button small(Button button) {
        button.addThemeVariants(ButtonVariant.LUMO_SMALL);
        return button;
    }

    private void keep(TextField name) {
        trying(() -> {
            SampleSet.Summary kept = sets.save(pipeline, name.getValue(), current.get(), author);
            name.clear();
            Notices.tell("Kept '" + kept.name() + "', " + kept.rows() + (kept.rows() == 1 ? " row" : " rows"));
        });
    }

    private void trying(Runnable change) {
        try {
            change.run();
            draw();
            changed.run();
        } catch (SampleRefused refused) {
            Notices.warn(refused.getMessage());
        }
    }

    private void draw() {
        list.removeAll();
        List<SampleSet.Summary> kept = sets.list(pipeline);
        kept.forEach(set -> list.add(line(set)));
    }

    private Div line(SampleSet.Summary set) {
        var words = new Span(set.name());
        words.addClassName("kept-name");
        var about = new Span(new Span(set.rows() + (set.rows() == 1 ? " row, " : " rows, ") + set.savedBy() + ", "), new LocalTime(set.savedAt()));
        about.addClassName("field-help");
        var line = new Div(words, about);
        line.addClassName("kept-line");
        line.add(small(named(new Button("Use", e -> use.accept(set)), "Use " + set.name())));
        line.add(small(named(new Button("Rename", e -> {
            var name = field(set.name(), "New name of " + set.name());
            var done = small(new Button("Save name", s -> trying(() -> sets.rename(pipeline, set.id(), name.getValue()))));
            name.addKeyPressListener(Key.ENTER, s -> done.click());
            var back = small(new Button("Leave", s -> draw()));
            line.removeAll();
            line.add(name, done, back);
            name.focus();
        }), "Rename " + set.name())));
        line.add(small(named(new Button("Delete", e -> {
            var sure = small(new Button("Delete '" + set.name() + "'", s -> trying(() -> sets.delete(pipeline, set.id()))));
            sure.addThemeVariants(ButtonVariant.LUMO_ERROR);
            var back = small(new Button("Leave", s -> draw()));
            line.removeAll();
            line.add(new Span("Nobody will have it any more."), sure, back);
        }), "Delete " + set.name())));
        return line;
    }

    private static Button named(Button button, String name) {
        button.setAriaLabel(name);
        return button;
    }
}
