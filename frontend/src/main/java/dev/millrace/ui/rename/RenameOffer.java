package dev.millrace.ui.rename;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import dev.millrace.compile.FollowThrough;
import dev.millrace.compile.Renaming;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.EditRefused;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.PipelineEdit;
import dev.millrace.server.design.Design;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Once a column has another name, offers to rename it where it is read too: every place with what will stand there, and one click for all.
 * It goes by itself where the rename is undone or nothing is left to do.
 */
public final class RenameOffer extends Div {
    private final Renaming renaming;
    private final Consumer<PipelineEdit> apply;
    private final Span head = new Span();
    private final FollowList places;
    private final Div sinks = new Div();
    private final Button take = new Button();
    private final Set<NodeId> keeping = new HashSet<>();
    private List<Node> earlier = List.of();
    private FollowThrough offered;

    /**
     * @param apply makes an edit that can be undone
     * @param go shows a setting of a node
     */
    public RenameOffer(Renaming renaming, NodeKinds kinds, Consumer<PipelineEdit> apply, BiConsumer<NodeId, String> go) {
        this.renaming = renaming;
        this.apply = apply;
        this.places = new FollowList(kinds, go);
        addClassName("offer");
        getElement().setAttribute("role", "region");
        getElement().setAttribute("aria-label", "Rename where it is read");
        head.addClassName("offer-head");
        head.getElement().setAttribute("role", "status");
        sinks.addClassName("offer-sinks");
        take.addThemeVariants(ButtonVariant.LUMO_PRIMARY, ButtonVariant.LUMO_SMALL);
        take.addClickListener(e -> take());
        var leave = new Button("Leave them", e -> answered());
        leave.addThemeVariants(ButtonVariant.LUMO_SMALL);
        var buttons = new Div(take, leave);
        buttons.addClassName("offer-buttons");
        var line = new Div(head, buttons);
        line.addClassName("offer-line");
        add(line, places, sinks);
        setVisible(false);
    }

    /** @param nodeBefore one node as it was, oldest first, since a person began to change one of its settings */
    public void watch(List<Node> nodeBefore, Design now) {
        earlier = List.copyOf(nodeBefore);
        keeping.clear();
        show(now);
    }

    /** A newer design, by whoever. */
    public void show(Design now) {
        offered = null;
        for (Node before : earlier) {
            FollowThrough follow = follow(before, now);
            if (offered == null && !follow.renamed().isEmpty() && !follow.isEmpty()) {
                offered = follow;
                draw(follow, before, now);
            }
        }
        setVisible(offered != null);
    }

    private FollowThrough follow(Node before, Design now) {
        if (now.pipeline().node(before.id()).filter(n -> n.kind().equals(before.kind()) && !n.equals(before)).isEmpty()) {
            return renaming.nothing();
        }
        try {
            return renaming.after(now.pipeline(), before, keeping);
        } catch (EditRefused full) {
            return renaming.nothing();
        }
    }

    private void draw(FollowThrough follow, Node before, Design now) {
        String names = new TreeMap<>(follow.renamed()).entrySet().stream().map(r -> "'" + r.getKey() + "' is now '" + r.getValue() + "'").collect(Collectors.joining(", "));
        int many = follow.places().size();
        String old = follow.renamed().size() == 1 ? "'" + follow.renamed().keySet().iterator().next() + "'" : "the old names";
        head.setText(names + ". " + (many == 0 ? "What may use " + old + " cannot be read:" : many == 1 ? "1 place uses " + old + ":" : many + " places use " + old + ":"));
        take.setVisible(many > 0);
        take.setText(many == 1 ? "Rename there too" : "Rename in " + many + " places");
        places.show(follow, now.pipeline());
        sinks.removeAll();
        var known = new HashSet<>(keeping);
        follow.outside().forEach(o -> known.add(o.sink()));
        known.stream().sorted().forEach(sink -> sinks.add(keep(sink, follow, now)));
    }

    private Checkbox keep(NodeId sink, FollowThrough follow, Design now) {
        String names = follow.outside().stream().filter(o -> o.sink().equals(sink)).findFirst().map(o -> o.names().keySet()).orElse(follow.renamed().keySet())
                .stream().sorted().map(n -> "'" + n + "'").collect(Collectors.joining(", "));
        var box = new Checkbox("'" + sink + "' goes on writing " + names, keeping.contains(sink));
        box.addValueChangeListener(e -> {
            if (e.getValue()) {
                keeping.add(sink);
            } else {
                keeping.remove(sink);
            }
            show(now);
        });
        return box;
    }

    private void take() {
        if (offered != null) {
            PipelineEdit edit = offered.edit();
            answered();
            apply.accept(edit);
        }
    }

    private void answered() {
        earlier = List.of();
        offered = null;
        setVisible(false);
    }
}
