package dev.millrace.ui.designer;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.component.textfield.TextFieldVariant;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.millrace.diagnostic.Severity;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.design.Design;
import dev.millrace.ui.canvas.Drawing;
import java.util.List;
import java.util.Optional;

/** The bar above a drawing: its name, when it was saved, what is wrong, and what can be done with it as a whole. */
final class DesignerBar extends Div {
    /** What its buttons do. */
    interface Actions {
        void rename(String name);

        void undo();

        void redo();

        void openProblems();

        void openRows();

        void makeTemplate();

        /** Deploys a pipeline, publishes a fragment. */
        void deploy();
    }

    private final TextField name = new TextField();
    private final Span saved = new Span();
    private final Button undo;
    private final Button redo;
    private final Button problemCount;
    private final Button lossCount;
    private final Button deploy;

    /** @param live how the pipeline's deployment does @param run how it is to run */
    DesignerBar(Actions actions, LiveBar live, RunMenu run) {
        addClassName("designer-bar");
        name.addThemeVariants(TextFieldVariant.LUMO_SMALL);
        name.setAriaLabel("Name of the pipeline");
        name.setMaxLength(200);
        name.setValueChangeMode(ValueChangeMode.ON_CHANGE);
        name.addClassName("pipeline-name");
        name.addValueChangeListener(e -> {
            if (e.isFromClient() && !e.getValue().isBlank()) {
                actions.rename(e.getValue().strip());
            }
        });
        saved.addClassName("saved");
        saved.getElement().setAttribute("role", "status");
        undo = quiet("Undo", "Ctrl + Z", actions::undo);
        redo = quiet("Redo", "Ctrl + Y", actions::redo);
        problemCount = quiet("", "F8 goes from one to the next", actions::openProblems);
        lossCount = quiet("", "", actions::deploy);
        lossCount.addClassName("has-errors");
        lossCount.setId("loss-count");
        deploy = new Button("Deploy", e -> actions.deploy());
        deploy.addThemeVariants(ButtonVariant.LUMO_PRIMARY, ButtonVariant.LUMO_SMALL);
        var preview = new Button("Preview", e -> actions.openRows());
        preview.addThemeVariants(ButtonVariant.LUMO_SMALL);
        preview.setTooltipText("Rows of a sample at every node, without touching a sink");
        var gap = new Span();
        gap.addClassName("gap");
        add(name, saved, undo, redo, problemCount, gap, live, quiet("Make a template…", "Others make pipelines of their own from it", actions::makeTemplate), run, preview,
                lossCount, deploy);
    }

    private static Button quiet(String label, String tooltip, Runnable action) {
        var button = new Button(label, e -> action.run());
        button.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
        button.setTooltipText(tooltip.isEmpty() ? null : tooltip);
        return button;
    }

    /** A newer design, by whoever. */
    void show(Design design, Drawing drawing) {
        if (!name.getValue().equals(design.pipeline().name())) {
            name.setValue(design.pipeline().name());
        }
        saved.getElement().executeJs("""
                clearInterval(this.ticking);
                const words = () => { const s = Math.max(0, Math.round((Date.now() - $0) / 1000));
                  this.textContent = 'Saved ' + (s < 2 ? 'just now' : s < 60 ? s + ' s ago' : s < 3600 ? Math.floor(s / 60) + ' min ago' : 'at ' + new Date($0).toLocaleString()) + ', revision ' + $1; };
                words(); this.ticking = setInterval(words, 5000);""", (double) design.savedAt().toEpochMilli(), (double) design.revision());
        undo.setEnabled(drawing.canUndo());
        redo.setEnabled(drawing.canRedo());
        long errors = design.compilation().diagnostics().all().stream().filter(d -> d.severity() == Severity.ERROR).count();
        problemCount.setText(errors == 0 ? "No errors" : errors == 1 ? "1 error" : errors + " errors");
        problemCount.setClassName("has-errors", errors > 0);
    }

    /**
     * What deploying would mean.
     *
     * @param fragment whether it is one, which is published and not deployed
     * @param lost nodes that would lose their state
     */
    void offer(boolean fragment, Optional<Deployment> deployment, List<String> lost) {
        boolean running = deployment.filter(d -> !d.state().isOver()).isPresent();
        boolean waiting = deployment.filter(d -> d.state() == Deployment.State.WAITING).isPresent();
        deploy.setText(fragment ? "Publish" : "Deploy");
        deploy.setEnabled(!waiting || fragment);
        lossCount.setText(lost.size() == 1 ? "1 loses state" : lost.size() + " lose state");
        lossCount.setVisible(!lost.isEmpty() && !fragment);
        lossCount.setTooltipText("If deployed: " + String.join(", ", lost));
        deploy.setTooltipText(fragment ? "Others use it as one node" : waiting ? "An upgrade is on its way: wait until it runs"
                : running ? "This takes the place of the running deployment, with its state" : null);
    }
}
