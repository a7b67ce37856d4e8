package dev.millrace.ui.designer;

import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.html.Code;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextField;
import dev.millrace.pipeline.Parameter;
import dev.millrace.template.Opening;
import java.util.Optional;

/** A value of the drawing that others may be asked for; where it is, also how. */
final class OpeningRow extends Div {
    private static final int LONGEST = 60;

    private final transient Opening opening;
    private final transient Parameter preset;
    private final Checkbox open;
    private final TextField label = new TextField("Asked as");
    private final TextField help = new TextField("Help");
    private final Checkbox required = new Checkbox("Must be given");

    /** @param earlier as what an earlier version asked for it; empty where it did not */
    OpeningRow(Opening opening, Optional<Parameter> earlier) {
        this.opening = opening;
        this.preset = earlier.orElse(opening.suggested());
        addClassName("opening");
        getElement().setAttribute("data-opening", opening.node() + "." + opening.setting() + (opening.isLiteral() ? " " + opening.value() : ""));
        open = new Checkbox(opening.isLiteral() ? shortened(opening.value()) + " in “" + opening.label() + "”" : opening.label());
        open.setValue(earlier.isPresent());
        var value = new Code(shortened(opening.written()));
        value.setTitle(opening.written());
        var type = new Span(opening.suggested().type().word().replace('-', ' '));
        type.addClassName("field-help");
        var head = new Div(open, value, type);
        head.addClassName("opening-head");
        label.setValue(preset.label());
        label.setMaxLength(200);
        help.setValue(preset.help());
        help.setMaxLength(Parameter.LONGEST_TEXT);
        help.setPlaceholder("Said below the field");
        required.setValue(preset.required());
        var how = new Div(label, help, required);
        how.addClassName("opening-how");
        how.setVisible(earlier.isPresent());
        open.addValueChangeListener(e -> how.setVisible(e.getValue()));
        add(head, how);
    }

    private static String shortened(String text) {
        String line = text.replaceAll("\\s+", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
    }

    Optional<Opening.Chosen> chosen() {
        return open.getValue() ? Optional.of(new Opening.Chosen(opening, new Parameter(preset.name(), label.getValue().strip(), help.getValue().strip(), preset.type(),
                required.getValue(), opening.suggested().value(), preset.min(), preset.max(), preset.options()))) : Optional.empty();
    }
}
