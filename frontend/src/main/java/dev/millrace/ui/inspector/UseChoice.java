package dev.millrace.ui.inspector;

import com.vaadin.flow.component.select.Select;
import dev.millrace.compile.Bypass;
import dev.millrace.compile.Compilation;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.Node;
import java.util.Optional;
import java.util.function.Consumer;

/** Whether a node takes part: enabled, bypassed or cut out. What cannot be chosen is said with its reason. */
final class UseChoice extends Select<Node.Use> {
    private final NodeKinds kinds;

    UseChoice(NodeKinds kinds, Consumer<Node.Use> onChange) {
        this.kinds = kinds;
        setLabel("Takes part");
        setWidthFull();
        getElement().setAttribute("data-use", "");
        setItems(Node.Use.values());
        setItemLabelGenerator(use -> switch (use) {
            case ENABLED -> "Yes";
            case BYPASSED -> "Bypassed: rows pass as they come";
            case CUT -> "Cut out, with what hangs on it";
        });
        addValueChangeListener(e -> {
            if (e.isFromClient() && e.getValue() != null) {
                onChange.accept(e.getValue());
            }
        });
    }

    void show(Node node, Compilation compilation) {
        Optional<String> refusal = Bypass.refusal(kinds, node);
        setItemEnabledProvider(use -> use != Node.Use.BYPASSED || refusal.isEmpty());
        setValue(node.use());
        setHelperText(compilation.isLeftOut(node.id()) ? "Left out now: all that feeds it is cut out." : refusal.map(why -> why + ".").orElse(""));
    }
}
