package dev.millrace.ui.preview;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import dev.millrace.kind.NodeKinds;
import dev.millrace.kind.Port;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.PortRef;
import dev.millrace.server.design.Design;
import dev.millrace.server.preview.Fate;
import dev.millrace.server.preview.NodeFlow;
import dev.millrace.server.preview.Preview;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What comes into a node beside what leaves it, and what became of each row. What has not changed since it was drawn last is left as it
 * stands.
 */
final class NodeRows extends Div {
    private static final int MOST_WINDOWS = 6;
    private final NodeKinds kinds;
    private final Paragraph time = new Paragraph();
    private final Div tables = new Div();
    private Map<Part, Component> drawn = Map.of();

    /**
     * One table.
     *
     * @param words what became of each row; empty where nothing is said
     * @param stayed which rows have not left
     */
    private record Part(String title, String about, List<Preview.Row> rows, List<String> words, List<Boolean> stayed, String none) {}

    NodeRows(NodeKinds kinds) {
        this.kinds = kinds;
        addClassName("node-rows");
        tables.addClassName("rows-tables");
        time.addClassNames("field-help", "node-time");
        add(time, tables);
        clear("");
    }

    void clear(String words) {
        drawn = Map.of();
        time.setVisible(false);
        tables.removeAll();
        if (!words.isEmpty()) {
            tables.add(new Paragraph(words));
        }
    }

    void show(Preview preview, Design design, Optional<NodeId> selected) {
        Optional<Node> node = selected.flatMap(design.pipeline()::node);
        if (node.isEmpty()) {
            clear("Select a node to see its rows.");
            return;
        }
        NodeId id = node.get().id();
        if (design.compilation().running(id).isEmpty()) {
            clear(switch (node.get().use()) {
                case BYPASSED -> "This node is bypassed: rows pass it as they come.";
                case CUT -> "This node is cut out.";
                case ENABLED -> "This node is left out: all that feeds it is cut out.";
            });
            return;
        }
        if (!preview.ran().containsAll(design.compilation().running(id))) {
            clear("This node did not run: it or a node before it has errors or lacks an input.");
            return;
        }
        NodeFlow flow = preview.fates().of(id);
        var titles = kinds.ports(node.get()).outputs().stream().collect(Collectors.toMap(Port::name, Port::title, (a, b) -> a));
        var parts = new ArrayList<Part>();
        design.pipeline().into(id).forEach(edge -> {
            PortRef from = design.compilation().origin(edge.from());
            Optional.ofNullable(preview.ports().get(from)).ifPresent(rows -> parts.add(in("In: " + edge.from(), rows,
                    flow.inputs().stream().filter(i -> i.from().equals(from)).findFirst(), titles)));
        });
        for (Port port : kinds.ports(node.get()).outputs()) {
            var out = new PortRef(id, port.name());
            boolean connected = design.pipeline().edges().stream().anyMatch(e -> e.from().equals(out));
            Optional.ofNullable(preview.ports().get(design.compilation().origin(out))).ifPresent(rows -> parts.add(out("Out: " + port.title(), rows, out, preview, connected, flow)));
        }
        time.setText(time(flow));
        time.setVisible(!time.getText().isEmpty());
        draw(parts);
    }

    private static String time(NodeFlow flow) {
        var words = new ArrayList<String>();
        flow.eventTime().ifPresent(at -> words.add("Event time has come to " + at + "."));
        if (!flow.open().isEmpty()) {
            String some = flow.open().stream().limit(MOST_WINDOWS).map(w -> (w.key().isEmpty() ? "" : w.key() + ": ") + w.start() + " to " + w.end() + " ("
                    + rows(w.rows()) + ")").collect(Collectors.joining("; "));
            words.add((flow.open().size() == 1 ? "One window is open until event time passes its end: " : flow.open().size()
                    + " windows are open until event time passes their end: ") + some + (flow.open().size() > MOST_WINDOWS ? "; …" : "."));
        }
        return String.join(" ", words);
    }

    private static String rows(long count) {
        return count + (count == 1 ? " row" : " rows");
    }

    private static Part in(String title, Preview.Rows rows, Optional<NodeFlow.Input> input, Map<String, String> titles) {
        List<Fate> fates = input.map(NodeFlow.Input::fates).orElse(List.of());
        String about = input.map(i -> (i.dropped() > 0 ? ", " + i.dropped() + " dropped" : "") + (i.waiting() > 0 ? ", " + i.waiting() + " waiting or counted" : ""))
                .orElse("");
        return new Part(title, counted(rows) + about, rows.first(), fates.stream().map(f -> words(f, titles)).toList(),
                fates.stream().map(f -> f.left().isEmpty()).toList(), "No row came in.");
    }

    private static String words(Fate fate, Map<String, String> titles) {
        String left = fate.left().stream().map(l -> titles.getOrDefault(l.port().port(), l.port().port())).distinct().collect(Collectors.joining(", "));
        return left.isEmpty() ? fate.words() : "left by " + left + (fate.words().isEmpty() ? "" : ", " + fate.words());
    }

    private static Part out(String title, Preview.Rows rows, PortRef port, Preview preview, boolean connected, NodeFlow flow) {
        var words = new ArrayList<String>();
        for (int i = 0; connected && i < rows.first().size(); i++) {
            words.add(String.join("; ", preview.fates().ends(port, i)));
        }
        boolean says = words.stream().anyMatch(w -> !w.isEmpty());
        boolean waits = flow.inputs().stream().anyMatch(i -> i.waiting() > 0);
        return new Part(title, counted(rows) + (connected || rows.count() == 0 ? "" : ", dropped: nothing is connected here"), rows.first(),
                says ? words : List.of(), List.of(), waits ? "No row left here yet: what came in waits for event time." : "No row left here.");
    }

    private static String counted(Preview.Rows rows) {
        return rows(rows.count()) + (rows.count() > rows.first().size() ? ", the first " + rows.first().size() + " shown" : "");
    }

    private void draw(List<Part> parts) {
        var now = new HashMap<Part, Component>();
        var children = new ArrayList<Component>();
        for (Part part : parts) {
            Component section = drawn.containsKey(part) && !now.containsKey(part) ? drawn.get(part) : section(part);
            now.put(part, section);
            children.add(section);
        }
        if (!tables.getChildren().toList().equals(children)) {
            tables.getChildren().filter(c -> !children.contains(c)).toList().forEach(tables::remove);
            for (int i = 0; i < children.size(); i++) {
                if (i >= tables.getComponentCount() || tables.getComponentAt(i) != children.get(i)) {
                    tables.addComponentAtIndex(i, children.get(i));
                }
            }
        }
        drawn = now;
    }

    private static Section section(Part part) {
        var section = new Section(new H3(part.title() + " (" + part.about() + ")"));
        section.getElement().setAttribute("aria-label", part.title());
        if (part.rows().isEmpty()) {
            section.add(new Paragraph(part.none()));
            return section;
        }
        var grid = new RowsGrid(part.rows(), part.words(), part.title().startsWith("In") ? "What became of it" : "In the end");
        if (part.stayed().contains(true) && part.stayed().contains(false)) {
            var only = new Checkbox("Only rows that did not leave", e -> grid.only(e.getValue() ? part.stayed() : List.of()));
            section.add(only);
        }
        section.add(grid);
        return section;
    }
}
