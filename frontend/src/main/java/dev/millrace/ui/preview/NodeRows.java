package dev.millrace.ui.preview;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import dev.millrace.kind.Group;
import dev.millrace.kind.NodeKind;
import dev.millrace.kind.NodeKinds;
import dev.millrace.kind.Port;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.PortRef;
import dev.millrace.server.design.Design;
import dev.millrace.server.preview.Preview;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What comes into a node beside what leaves it. What has not changed since it was drawn last is left as it stands. */
final class NodeRows extends Div {
    private final NodeKinds kinds;
    private Map<Part, Component> drawn = Map.of();

    /** One table. @param rows equal rows need not be drawn again */
    private record Part(String title, List<Preview.Row> rows, long count, String none) {}

    NodeRows(NodeKinds kinds) {
        this.kinds = kinds;
        addClassName("rows-tables");
    }

    void clear(String words) {
        drawn = Map.of();
        removeAll();
        if (!words.isEmpty()) {
            add(new Paragraph(words));
        }
    }

    /** @param closing whether open windows were closed at the end of the sample */
    void show(Preview preview, Design design, Optional<NodeId> selected, boolean closing) {
        Optional<Node> node = selected.flatMap(design.pipeline()::node);
        if (node.isEmpty()) {
            clear("Select a node to see its rows.");
            return;
        }
        NodeId id = node.get().id();
        if (!design.compilation().running().nodes().containsKey(id)) {
            clear(switch (node.get().use()) {
                case BYPASSED -> "This node is bypassed: rows pass it as they come.";
                case CUT -> "This node is cut out.";
                case ENABLED -> "This node is left out: all that feeds it is cut out.";
            });
            return;
        }
        if (!preview.ran().contains(id)) {
            clear("This node did not run: it or a node before it has errors or lacks an input.");
            return;
        }
        var parts = new ArrayList<Part>();
        design.pipeline().into(id).forEach(edge -> part("In: " + edge.from(), preview.ports().get(design.compilation().origin(edge.from())), "No row came in.")
                .ifPresent(parts::add));
        for (Port port : kinds.ports(node.get()).outputs()) {
            part("Out: " + port.title(), preview.ports().get(new PortRef(id, port.name())), keepsRowsBack(node.get()) && !closing
                    ? "No row left here yet: what it gathers is still open at the end of the sample." : "No row left here.").ifPresent(parts::add);
        }
        draw(parts);
    }

    private void draw(List<Part> parts) {
        var now = new HashMap<Part, Component>();
        var children = new ArrayList<Component>();
        for (Part part : parts) {
            Component section = drawn.containsKey(part) && !now.containsKey(part) ? drawn.get(part) : section(part);
            now.put(part, section);
            children.add(section);
        }
        if (!getChildren().toList().equals(children)) {
            getChildren().filter(c -> !children.contains(c)).toList().forEach(this::remove);
            for (int i = 0; i < children.size(); i++) {
                if (i >= getComponentCount() || getComponentAt(i) != children.get(i)) {
                    addComponentAtIndex(i, children.get(i));
                }
            }
        }
        drawn = now;
    }

    /** Windows and the like hand on only what is complete. */
    private boolean keepsRowsBack(Node node) {
        return kinds.find(node.kind()).map(NodeKind::group).filter(g -> g == Group.WINDOWS || g == Group.JOINS || g == Group.STATEFUL).isPresent();
    }

    private static Optional<Part> part(String title, Preview.Rows rows, String none) {
        return Optional.ofNullable(rows).map(r -> new Part(title, r.first(), r.count(), none));
    }

    private static Section section(Part part) {
        int shown = part.rows().size();
        var section = new Section(new H3(part.title() + " (" + part.count() + (part.count() == 1 ? " row" : " rows")
                + (part.count() > shown ? ", the first " + shown + " shown" : "") + ")"));
        section.getElement().setAttribute("aria-label", part.title());
        section.add(part.rows().isEmpty() ? new Paragraph(part.none()) : new RowsGrid(part.rows(), null, ""));
        return section;
    }
}
