package dev.millrace.ui.deployments;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.confirmdialog.ConfirmDialog;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import dev.millrace.pipeline.NodeId;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.FlinkGateway;
import dev.millrace.server.deployment.NotNow;
import dev.millrace.server.deployment.Savepoint;
import dev.millrace.server.deployment.Savepoints;
import dev.millrace.server.deployment.UnknownSavepoint;
import dev.millrace.server.design.Author;
import dev.millrace.ui.shell.LocalTime;
import dev.millrace.ui.shell.Notices;
import dev.millrace.ui.shell.Places;
import dev.millrace.ui.shell.Words;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The kept state of a pipeline: taken, listed and deleted here. It is looked up beside the page, since that may take seconds. */
final class SavepointsPanel extends Div {
    private final transient Savepoints savepoints;
    private final transient Author author;
    private final Grid<Savepoint> grid = new Grid<>();
    private final Paragraph none = new Paragraph("None yet. One is taken when the deployment is stopped, and whenever you ask.");
    private final Button take;
    private transient Deployment deployment;
    private transient Function<NodeId, String> called = NodeId::inWords;

    /** @param why what the person says why, when a savepoint is asked for */
    SavepointsPanel(Savepoints savepoints, Author author, Supplier<String> why) {
        this.savepoints = savepoints;
        this.author = author;
        addClassName("savepoints");
        take = new Button("Take a savepoint", e -> refusable(() -> savepoints.take(deployment.id(), author, why.get())));
        take.setTooltipText("Keeps the state as it is now; the job runs on");
        take.addThemeVariants(ButtonVariant.LUMO_SMALL);
        grid.addComponentColumn(s -> s.takenAt().<Component>map(LocalTime::new).orElseGet(() -> new Span(s.state() == Savepoint.State.FAILED ? "not taken" : "being taken")))
                .setHeader("Taken").setAutoWidth(true).setFlexGrow(0);
        grid.addColumn(SavepointsPanel::what).setHeader("What").setFlexGrow(2);
        grid.addComponentColumn(s -> Places.link(Places.of(s.deployment()), "r" + s.revision())).setHeader("Revision").setAutoWidth(true).setFlexGrow(0);
        grid.addColumn(s -> s.bytes().isPresent() ? Words.bytes(s.bytes().getAsLong()) : "–").setHeader("Size").setAutoWidth(true).setFlexGrow(0);
        grid.addComponentColumn(this::holds).setHeader("Holds state of").setFlexGrow(2);
        grid.addComponentColumn(this::delete).setHeader("").setAutoWidth(true).setFlexGrow(0);
        grid.addThemeVariants(GridVariant.LUMO_COMPACT, GridVariant.LUMO_WRAP_CELL_CONTENT);
        grid.setAllRowsVisible(true);
        grid.setSelectionMode(Grid.SelectionMode.NONE);
        grid.getElement().setAttribute("aria-label", "Savepoints and checkpoints of the pipeline");
        var head = new Div(new H2("Savepoints and checkpoints"), take);
        head.addClassName("section-head");
        add(head, none, grid);
        fill(List.of());
    }

    /**
     * @param now the deployment of the page, whenever it has changed
     * @param called what people call a node
     */
    void show(Deployment now, Function<NodeId, String> called) {
        deployment = now;
        this.called = called;
        take.setEnabled(now.state() == Deployment.State.RUNNING && now.wanted() == Deployment.Wanted.RUNNING);
        getUI().ifPresent(this::look);
    }

    @Override
    protected void onAttach(AttachEvent attach) {
        if (deployment != null) {
            look(attach.getUI());
        }
    }

    private void look(UI ui) {
        var pipeline = deployment.pipeline();
        Thread.ofVirtual().start(() -> {
            List<Savepoint> found = savepoints.list(pipeline);
            ui.access(() -> fill(found));
        });
    }

    private void fill(List<Savepoint> found) {
        none.setVisible(found.isEmpty());
        grid.setVisible(!found.isEmpty());
        grid.setItems(found);
    }

    private static String what(Savepoint s) {
        String kind = switch (s.kind()) {
            case SAVEPOINT -> "Savepoint, asked for by " + s.askedBy();
            case STOP -> "Savepoint at the stop";
            case CHECKPOINT -> "Newest checkpoint of its job";
        };
        return kind + (s.reason().isEmpty() ? "" : ": " + s.reason()) + (s.trouble().isEmpty() ? "" : ". " + s.trouble());
    }

    private Span holds(Savepoint s) {
        var nodes = new Span(s.holds().isEmpty() ? "–" : s.holds().keySet().stream().map(called).sorted().collect(Collectors.joining(", ")));
        nodes.setTitle(s.holds().entrySet().stream().sorted(Map.Entry.comparingByKey((a, b) -> a.value().compareTo(b.value())))
                .map(e -> e.getKey() + ": " + Words.bytes(e.getValue())).collect(Collectors.joining("\n")));
        return nodes;
    }

    private Button delete(Savepoint s) {
        var button = new Button("Delete", e -> {
            var dialog = new ConfirmDialog("Delete this state?", "It is gone for good: no deployment can begin with it any more.", "Delete", c -> {
                refusable(() -> savepoints.delete(s.id(), author));
                getUI().ifPresent(this::look);
            });
            dialog.setCancelable(true);
            dialog.setConfirmButtonTheme("error primary");
            dialog.open();
        });
        button.setAriaLabel("Delete: " + what(s));
        button.addThemeVariants(ButtonVariant.LUMO_SMALL, ButtonVariant.LUMO_TERTIARY);
        button.setVisible(s.state() == Savepoint.State.KEPT || s.state() == Savepoint.State.FAILED);
        return button;
    }

    private static void refusable(Runnable does) {
        try {
            does.run();
        } catch (NotNow | UnknownSavepoint | FlinkGateway.Unreachable | FlinkGateway.Failed refused) {
            Notices.warn(refused.getMessage());
        }
    }
}
