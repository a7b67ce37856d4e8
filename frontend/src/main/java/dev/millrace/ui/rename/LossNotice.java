package dev.millrace.ui.rename;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Span;
import dev.millrace.compile.LostColumns;
import dev.millrace.compile.LostColumns.Lost;
import dev.millrace.compile.LostColumns.Reader;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.NodeId;
import dev.millrace.schema.Suggestion;
import dev.millrace.server.design.Design;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** Says who reads the columns that an edit has taken away, with the places and Undo. It goes once none of them is broken any more. */
public final class LossNotice extends Div {
    private final LostColumns lostColumns;
    private final NodeKinds kinds;
    private final BiConsumer<NodeId, String> go;
    private final Span head = new Span();
    private final Div places = new Div();
    private List<Lost> shown = List.of();

    /** @param undo takes the edit back @param go shows a setting of a node */
    public LossNotice(LostColumns lostColumns, NodeKinds kinds, Runnable undo, BiConsumer<NodeId, String> go) {
        this.lostColumns = lostColumns;
        this.kinds = kinds;
        this.go = go;
        addClassNames("offer", "offer-loss");
        getElement().setAttribute("role", "region");
        getElement().setAttribute("aria-label", "What reads the lost columns");
        head.addClassName("offer-head");
        head.getElement().setAttribute("role", "status");
        places.addClassName("follow-list");
        var back = new Button("Undo", e -> {
            hide();
            undo.run();
        });
        back.addThemeVariants(ButtonVariant.LUMO_SMALL);
        back.setAriaLabel("Undo, and have the columns back");
        var close = new Button("Leave it", e -> hide());
        close.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
        var buttons = new Div(back, close);
        buttons.addClassName("offer-buttons");
        var line = new Div(head, buttons);
        line.addClassName("offer-line");
        add(line, places);
        setVisible(false);
    }

    private void hide() {
        shown = List.of();
        setVisible(false);
    }

    /** After an edit that this person made. */
    public void made(Design before, Design after) {
        List<Lost> lost = lostColumns.between(before.compilation(), after.compilation());
        if (!lost.isEmpty()) {
            shown = lost;
            draw(after);
        }
        show(after);
    }

    /** A newer design, by whoever. */
    public void show(Design now) {
        boolean isOver = shown.stream().noneMatch(l -> l.removed() ? now.pipeline().node(l.node()).isEmpty()
                : l.readers().stream().anyMatch(r -> now.compilation().diagnostics().hasErrors(r.node())));
        if (isOver) {
            shown = List.of();
        }
        setVisible(!shown.isEmpty());
    }

    private void draw(Design now) {
        Set<NodeId> nodes = new LinkedHashSet<>();
        Set<String> columns = new LinkedHashSet<>();
        shown.forEach(l -> {
            columns.addAll(l.columns());
            l.readers().forEach(r -> nodes.add(r.node()));
        });
        String what = shown.stream().anyMatch(l -> !l.removed()) ? "'" + Suggestion.listed(columns).replace(", ", "', '") + (columns.size() == 1 ? "' is gone" : "' are gone")
                : "'" + shown.getFirst().node() + "'" + (shown.size() == 1 ? "" : " and " + (shown.size() - 1) + " more") + (shown.size() == 1 ? " is gone" : " are gone");
        String made = shown.stream().anyMatch(l -> !l.removed()) ? columns.size() == 1 ? " reads it:" : " reads them:" : " reads columns made there:";
        head.setText(what + ". " + (nodes.size() == 1 ? "1 node" + made : nodes.size() + " nodes" + made.replace("reads", "read")));
        places.removeAll();
        Map<NodeId, Set<String>> byNode = new LinkedHashMap<>();
        shown.forEach(l -> l.readers().forEach(r -> byNode.computeIfAbsent(r.node(), n -> new LinkedHashSet<>()).add(r.path())));
        byNode.forEach((node, paths) -> {
            var id = new Span(node.value());
            id.addClassName("node-id");
            var fields = new Span(String.join(" · ", paths.stream().map(p -> now.pipeline().node(node).map(n -> PlaceWords.of(kinds, n, p)).orElse(p)).filter(w -> !w.isEmpty()).toList()));
            var row = new NativeButton("", e -> go.accept(node, paths.iterator().next()));
            row.add(id, fields);
            row.addClassNames("problem", "follow-place");
            places.add(row);
        });
    }
}
