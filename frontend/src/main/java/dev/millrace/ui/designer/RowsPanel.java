package dev.millrace.ui.designer;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.TextFieldVariant;
import dev.millrace.kind.Group;
import dev.millrace.kind.NodeKind;
import dev.millrace.kind.NodeKinds;
import dev.millrace.kind.Port;
import dev.millrace.pipeline.Edge;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.PortRef;
import dev.millrace.server.design.Design;
import dev.millrace.server.preview.Preview;
import dev.millrace.server.preview.Previews;
import dev.millrace.ui.canvas.Wire;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Rows that a sample gives: what comes into the selected node beside what leaves it. Runs anew after each edit while it is open. */
final class RowsPanel extends Div {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Map<String, String> KINDS = Map.of("+I", "new", "-U", "old value", "+U", "new value", "-D", "deleted");

    private final Previews previews;
    private final NodeKinds kinds;
    private final Consumer<Wire.Rates> counts;
    private final IntegerField newest = new IntegerField();
    private final Checkbox closing = new Checkbox("Close windows that are still open");
    private final Button run = new Button("Run again", e -> run());
    private final Button cancel = new Button("Cancel", e -> cancel());
    private final Span status = new Span();
    private final Div notes = new Div();
    private final Div tables = new Div();
    private transient Design design;
    private transient Optional<NodeId> selected = Optional.empty();
    private transient Preview preview;
    private transient Thread running;
    private boolean open;

    /** @param counts is told the rows on each edge */
    RowsPanel(Previews previews, NodeKinds kinds, Consumer<Wire.Rates> counts) {
        this.previews = previews;
        this.kinds = kinds;
        this.counts = counts;
        addClassName("rows");
        newest.addThemeVariants(TextFieldVariant.LUMO_SMALL);
        newest.setAriaLabel("Newest records of each topic");
        newest.setMin(1);
        newest.setMax(Previews.MOST);
        newest.setValue(200);
        newest.addValueChangeListener(e -> run());
        closing.addValueChangeListener(e -> run());
        closing.setTooltipText("A deployment would wait for later rows before it closes them");
        run.addThemeVariants(ButtonVariant.LUMO_SMALL);
        cancel.addThemeVariants(ButtonVariant.LUMO_SMALL);
        cancel.setVisible(false);
        status.getElement().setAttribute("role", "status");
        status.addClassName("field-help");
        var bar = new Div(new Span("Newest"), newest, new Span("records of each topic"), closing, run, cancel, status);
        bar.addClassName("rows-bar");
        tables.addClassName("rows-tables");
        add(bar, notes, tables);
    }

    /** The panel is in view from now on, or no longer. */
    void opened(boolean nowOpen) {
        if (open == nowOpen) {
            return;
        }
        open = nowOpen;
        if (open) {
            run();
        } else {
            cancel();
            preview = null;
            counts.accept(new Wire.Rates(Map.of(), Map.of()));
        }
    }

    void select(List<String> ids) {
        selected = ids.size() == 1 ? NodeId.parse(ids.getFirst()) : Optional.empty();
        if (open) {
            draw();
        }
    }

    /** A newer drawing: where it means something else, its rows are others. */
    void show(Design newDesign) {
        boolean same = design != null && design.pipeline().nodes().equals(newDesign.pipeline().nodes())
                && design.pipeline().edges().equals(newDesign.pipeline().edges());
        design = newDesign;
        if (open && !same) {
            run();
        }
    }

    private void run() {
        if (!open || design == null) {
            return;
        }
        cancel();
        UI ui = UI.getCurrent();
        var compilation = design.compilation();
        int most = newest.getValue() == null ? 200 : Math.clamp(newest.getValue(), 1, Previews.MOST);
        boolean close = closing.getValue();
        status.setText("Running the sample…");
        cancel.setVisible(true);
        var mine = Thread.ofVirtual().name("preview").unstarted(() -> {
            Preview found = previews.preview(compilation, most, close);
            Thread me = Thread.currentThread();
            ui.access(() -> {
                if (running == me) {
                    running = null;
                    done(found);
                }
            });
        });
        running = mine;
        mine.start();
    }

    private void cancel() {
        if (running != null) {
            running.interrupt();
            running = null;
            status.setText("Cancelled.");
        }
        cancel.setVisible(false);
    }

    private void done(Preview found) {
        preview = found;
        cancel.setVisible(false);
        status.setText(found.failure().isPresent() ? "" : String.format("%.1f s", found.took().toMillis() / 1000.0));
        notes.removeAll();
        found.failure().ifPresent(failure -> {
            var words = new Paragraph(failure.node().map(n -> "'" + n + "' failed: ").orElse("") + failure.message());
            words.addClassName("error-text");
            words.getElement().setAttribute("role", "alert");
            notes.add(words);
        });
        found.notes().forEach(note -> {
            var words = new Paragraph(note);
            words.addClassName("hint-text");
            notes.add(words);
        });
        var edges = new HashMap<String, List<Double>>();
        for (Edge edge : design.pipeline().edges()) {
            Preview.Rows rows = found.ports().get(design.compilation().origin(edge.from()));
            if (rows != null && design.compilation().carries(edge)) {
                edges.put(edge.id(), List.of(Wire.SAMPLE, (double) rows.count()));
            }
        }
        counts.accept(new Wire.Rates(edges, Map.of()));
        draw();
    }

    private void draw() {
        tables.removeAll();
        if (preview == null || design == null) {
            return;
        }
        Optional<Node> node = selected.flatMap(design.pipeline()::node);
        if (node.isEmpty()) {
            tables.add(new Paragraph("Select a node to see its rows."));
            return;
        }
        NodeId id = node.get().id();
        if (!design.compilation().running().nodes().containsKey(id)) {
            tables.add(new Paragraph(switch (node.get().use()) {
                case BYPASSED -> "This node is bypassed: rows pass it as they come.";
                case CUT -> "This node is cut out.";
                case ENABLED -> "This node is left out: all that feeds it is cut out.";
            }));
            return;
        }
        if (!preview.ran().contains(id)) {
            tables.add(new Paragraph("This node did not run: it or a node before it has errors or lacks an input."));
            return;
        }
        design.pipeline().into(id).forEach(edge -> table("In: " + edge.from(), preview.ports().get(design.compilation().origin(edge.from())), "No row came in."));
        for (Port port : kinds.ports(node.get()).outputs()) {
            table("Out: " + port.title(), preview.ports().get(new PortRef(id, port.name())), keepsRowsBack(node.get()) && !closing.getValue()
                    ? "No row left here yet: what it gathers is still open at the end of the sample." : "No row left here.");
        }
    }

    /** Windows and the like hand on only what is complete. */
    private boolean keepsRowsBack(Node node) {
        return kinds.find(node.kind()).map(NodeKind::group).filter(g -> g == Group.WINDOWS || g == Group.JOINS || g == Group.STATEFUL).isPresent();
    }

    private void table(String title, Preview.Rows rows, String none) {
        if (rows == null) {
            return;
        }
        var section = new Section(new H3(title + " (" + rows.count() + (rows.count() == 1 ? " row" : " rows")
                + (rows.count() > rows.first().size() ? ", the first " + rows.first().size() + " shown" : "") + ")"));
        section.getElement().setAttribute("aria-label", title);
        if (rows.first().isEmpty()) {
            section.add(new Paragraph(none));
        } else {
            section.add(grid(rows.first()));
        }
        tables.add(section);
    }

    private record Shown(String kind, JsonNode row) {}

    private static Grid<Shown> grid(List<Preview.Row> rows) {
        var shown = rows.stream().map(r -> new Shown(r.kind(), JSON.readTree(r.json()))).toList();
        var grid = new Grid<Shown>();
        grid.addThemeVariants(GridVariant.LUMO_COMPACT, GridVariant.LUMO_ROW_STRIPES);
        grid.setSelectionMode(Grid.SelectionMode.NONE);
        if (shown.stream().anyMatch(r -> !r.kind().equals("+I"))) {
            grid.addColumn(r -> r.kind() + " " + KINDS.getOrDefault(r.kind(), "")).setHeader("Change").setAutoWidth(true).setFlexGrow(0);
        }
        var names = new LinkedHashSet<String>();
        shown.forEach(r -> names.addAll(r.row().propertyNames()));
        for (String name : names) {
            grid.addColumn(r -> text(r.row().path(name))).setHeader(name).setAutoWidth(true).setResizable(true)
                    .setTooltipGenerator(r -> text(r.row().path(name)));
        }
        grid.setItems(shown);
        return grid;
    }

    private static String text(JsonNode value) {
        return value.isMissingNode() || value.isNull() ? "NULL" : value.isString() ? value.stringValue() : value.toString();
    }
}
