package dev.millrace.ui.preview;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import dev.millrace.compile.Compilation;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.NodeId;
import dev.millrace.server.design.Design;
import dev.millrace.server.preview.KeptRows;
import dev.millrace.server.preview.Preview;
import dev.millrace.server.preview.Previews;
import dev.millrace.server.preview.SampleTiming;
import dev.millrace.server.sample.SampleChoice;
import dev.millrace.server.sample.SampleRefused;
import dev.millrace.server.sample.SampleSets;
import dev.millrace.server.sample.Sampling;
import dev.millrace.server.sample.SourceSample;
import dev.millrace.server.sample.TakenSample;
import dev.millrace.ui.canvas.Wire;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Rows that a sample gives: what comes into the selected node beside what leaves it. Runs anew after each edit while it is open. */
public final class RowsPanel extends Div {
    private final Previews previews;
    private final Sampling sampling;
    private final Consumer<Wire.Rates> counts;
    private final Consumer<Optional<Preview>> shown;
    private final SampleChooser chooser;
    private final Div sampleBox = new Div();
    private final Button sample = new Button("Sample", e -> toggleSample());
    private final Checkbox closing = new Checkbox("Close windows that are still open");
    private final Checkbox oneByOne = new Checkbox("Rows come one by one");
    private final Button run = new Button("Run again", e -> runAnew());
    private final Button cancel = new Button("Cancel", e -> cancel());
    private final Span status = new Span();
    private final Div notes = new Div();
    private final NodeRows rows;
    private transient Design design;
    private transient Optional<NodeId> selected = Optional.empty();
    private transient TakenSample taken = TakenSample.NONE;
    private transient Preview preview;
    private transient Thread running;
    private boolean open;

    /**
     * @param author who keeps samples
     * @param counts is told the rows on each edge
     * @param shown is told what is shown now
     */
    public RowsPanel(Design design, Previews previews, Sampling sampling, SampleSets sets, String author, NodeKinds kinds, Consumer<Wire.Rates> counts,
            Consumer<Optional<Preview>> shown) {
        this.design = design;
        this.previews = previews;
        this.sampling = sampling;
        this.counts = counts;
        this.shown = shown;
        this.rows = new NodeRows(kinds);
        addClassName("rows");
        chooser = new SampleChooser(design.id(), sampling, sets, this::run);
        sampleBox.add(chooser, new KeptSamples(design.id(), sets, author, this::current, chooser::use, () -> chooser.keptChanged(this.design)));
        sampleBox.addClassName("sample-box");
        sampleBox.setVisible(false);
        sample.addThemeVariants(ButtonVariant.LUMO_SMALL);
        sample.getElement().setAttribute("aria-expanded", "false");
        sample.setTooltipText("Choose which rows the sources give");
        closing.addValueChangeListener(e -> run());
        closing.setTooltipText("A deployment would wait for later rows before it closes them");
        oneByOne.addValueChangeListener(e -> run());
        oneByOne.setTooltipText("Event time moves with each row, so rows out of order come late. Otherwise the sample comes in one go, as a backlog does");
        run.addThemeVariants(ButtonVariant.LUMO_SMALL);
        run.setTooltipText("Takes the sample anew");
        cancel.addThemeVariants(ButtonVariant.LUMO_SMALL);
        cancel.setVisible(false);
        status.getElement().setAttribute("role", "status");
        status.addClassName("field-help");
        var bar = new Div(sample, oneByOne, closing, run, cancel, status);
        bar.addClassName("rows-bar");
        add(bar, sampleBox, notes, rows);
    }

    private void toggleSample() {
        boolean shown = !sampleBox.isVisible();
        sampleBox.setVisible(shown);
        sample.getElement().setAttribute("aria-expanded", Boolean.toString(shown));
    }

    /** The panel is in view from now on, or no longer. */
    public void opened(boolean nowOpen) {
        if (open == nowOpen) {
            return;
        }
        open = nowOpen;
        if (open) {
            run();
        } else {
            cancel();
            preview = null;
            counts.accept(Wire.Rates.NONE);
            shown.accept(Optional.empty());
        }
    }

    public void select(List<String> ids) {
        selected = ids.size() == 1 ? NodeId.parse(ids.getFirst()) : Optional.empty();
        if (open) {
            draw();
        }
    }

    /** A newer drawing: where it means something else, its rows are others. */
    public void show(Design newDesign) {
        boolean same = design.pipeline().nodes().equals(newDesign.pipeline().nodes()) && design.pipeline().edges().equals(newDesign.pipeline().edges());
        design = newDesign;
        if (open && !same) {
            run();
        }
    }

    /** Topics have newer records by now. */
    private void runAnew() {
        taken = TakenSample.NONE;
        run();
    }

    private void run() {
        if (!open) {
            return;
        }
        cancel();
        chooser.show(design);
        sample.setText("Sample: " + chooser.words());
        SampleChoice choice;
        try {
            choice = chooser.choice();
        } catch (SampleRefused refused) {
            refused(refused);
            return;
        }
        UI ui = UI.getCurrent();
        var compilation = design.compilation();
        TakenSample before = taken;
        var timing = new SampleTiming(closing.getValue(), oneByOne.getValue());
        status.setText("Running the sample…");
        cancel.setVisible(true);
        var mine = Thread.ofVirtual().name("preview").unstarted(() -> take(ui, compilation, choice, before, timing));
        running = mine;
        mine.start();
    }

    private void take(UI ui, Compilation compilation, SampleChoice choice, TakenSample before, SampleTiming timing) {
        Thread me = Thread.currentThread();
        Runnable told;
        try {
            TakenSample now = sampling.take(compilation, choice, before);
            Preview found = previews.preview(compilation, now, timing);
            told = () -> done(now, found);
        } catch (SampleRefused refused) {
            told = () -> refused(refused);
        }
        Runnable then = told;
        ui.access(() -> {
            if (running == me) {
                running = null;
                then.run();
            }
        });
    }

    private void cancel() {
        if (running != null) {
            running.interrupt();
            running = null;
            status.setText("Cancelled.");
        }
        cancel.setVisible(false);
    }

    /** The rows of an earlier sample stay, since what was asked for now gives none. */
    private void refused(SampleRefused why) {
        cancel.setVisible(false);
        status.setText("");
        notes.removeAll();
        notes.add(ResultRows.words(why.getMessage(), "error-text"));
    }

    private void done(TakenSample of, Preview found) {
        taken = of;
        preview = found;
        cancel.setVisible(false);
        status.setText(found.failure().isPresent() ? "" : String.format(Locale.ROOT, "%.1f s", found.took().toMillis() / 1000.0));
        notes.removeAll();
        found.failure().ifPresent(failure -> notes.add(ResultRows.words(failure.node().map(n -> "'" + n + "' failed: ").orElse("") + failure.message(), "error-text")));
        found.notes().forEach(note -> notes.add(ResultRows.words(note, "hint-text")));
        counts.accept(SampleCounts.of(found, design));
        // One that failed may lack the very rows that an expression is tried with.
        if (found.failure().isEmpty()) {
            shown.accept(Optional.of(found));
        }
        draw();
    }

    private Map<NodeId, SourceSample> current() {
        return KeptRows.of(taken, Optional.ofNullable(preview));
    }

    private void draw() {
        if (preview == null) {
            rows.clear("");
        } else {
            rows.show(preview, design, selected);
        }
    }
}
