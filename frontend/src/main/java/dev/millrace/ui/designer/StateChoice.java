package dev.millrace.ui.designer;

import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.NodeId;
import dev.millrace.server.deployment.Start;
import dev.millrace.server.deployment.StateOutlook;
import dev.millrace.server.deployment.StateOutlooks;
import dev.millrace.server.design.Design;
import dev.millrace.state.StateVerdict;
import dev.millrace.ui.state.StateWords;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Says what becomes of the state of each node, and asks for agreement where it is lost. */
final class StateChoice extends Div {
    private final transient StateOutlooks outlooks;
    private final transient Design design;
    private transient Optional<String> unreadable = Optional.empty();
    private final Map<NodeId, Checkbox> losses = new LinkedHashMap<>();

    StateChoice(StateOutlooks outlooks, Design design) {
        this.outlooks = outlooks;
        this.design = design;
        addClassName("state-choice");
        setId("state-choice");
        getElement().setAttribute("role", "group");
        getElement().setAttribute("aria-label", "State");
    }

    /** Shows it for another beginning. */
    void show(Start start) {
        removeAll();
        losses.clear();
        StateOutlook outlook = outlooks.look(design.id(), design.revision(), start);
        unreadable = outlook.unreadable().map(why -> why.all().getFirst()).map(d -> d.message() + ". " + d.hint());
        unreadable.ifPresent(why -> {
            var words = new Paragraph(why);
            words.addClassName("error-text");
            words.getElement().setAttribute("role", "alert");
            add(words);
        });
        // Of a first deployment there is nothing to say.
        if (outlook.of().isEmpty() || outlook.verdicts().isEmpty()) {
            return;
        }
        var title = new Span("State of each node");
        title.addClassName("field-label");
        add(title);
        List<StateVerdict> asBefore = outlook.verdicts().stream().filter(v -> v.outcome() == StateVerdict.Outcome.KEPT && v.notes().isEmpty()).toList();
        var list = new UnorderedList();
        outlook.verdicts().stream().filter(v -> !asBefore.contains(v)).forEach(v -> list.add(item(v, outlook)));
        if (!asBefore.isEmpty()) {
            var item = new ListItem(StateWords.badge(StateVerdict.Outcome.KEPT), new Span(asBefore.stream().map(v -> name(v.node())).collect(Collectors.joining(", "))));
            list.add(item);
        }
        add(list);
    }

    private ListItem item(StateVerdict verdict, StateOutlook outlook) {
        var name = new Span(name(verdict.node()));
        name.addClassName("state-node");
        var item = new ListItem(StateWords.badge(verdict.outcome()), name, new Paragraph(outlook.reason(verdict)));
        verdict.notes().forEach(note -> {
            var words = new Paragraph(note);
            words.addClassName("hint-text");
            item.add(words);
        });
        if (outlook.begins() && verdict.losesState()) {
            var agree = new Checkbox(exists(verdict.node()) ? "Let it begin empty" : "Let it go");
            agree.setAriaLabel(agree.getLabel() + ": " + name(verdict.node()));
            agree.setId("drop-" + verdict.node());
            losses.put(verdict.node(), agree);
            item.add(agree);
        }
        return item;
    }

    private boolean exists(NodeId node) {
        return design.compilation().running().nodes().containsKey(node);
    }

    private String name(NodeId node) {
        return design.pipeline().node(node).map(Node::label).filter(label -> !label.isBlank()).orElseGet(node::inWords);
    }

    /** Why it cannot be deployed so, or what still has to be agreed to; empty where neither is. */
    Optional<String> trouble() {
        if (unreadable.isPresent()) {
            return unreadable;
        }
        String open = losses.entrySet().stream().filter(e -> !e.getValue().getValue()).map(e -> name(e.getKey())).collect(Collectors.joining(", "));
        return open.isEmpty() ? Optional.empty() : Optional.of("State would be lost: tick what may begin empty (" + open + "), or change the pipeline so that it stays");
    }

    /** Nodes to whose loss the person has agreed. */
    Set<NodeId> dropped() {
        return losses.entrySet().stream().filter(e -> e.getValue().getValue()).map(Map.Entry::getKey).collect(Collectors.toSet());
    }
}
