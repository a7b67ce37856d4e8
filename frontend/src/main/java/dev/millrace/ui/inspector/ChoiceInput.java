package dev.millrace.ui.inspector;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.select.Select;
import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.kind.SettingSpec;
import dev.millrace.kind.SettingType.Choice;
import java.util.List;
import java.util.function.Consumer;

/** One of a few values. */
final class ChoiceInput implements SettingInput {
    private final Select<Choice.Option> field = new Select<>();
    private final List<Choice.Option> options;

    ChoiceInput(SettingSpec spec, List<Choice.Option> options) {
        this.options = options;
        field.setLabel(spec.label());
        field.setHelperText(spec.help().isEmpty() ? null : spec.help());
        field.setItems(options);
        field.setItemLabelGenerator(Choice.Option::label);
        field.setWidthFull();
        field.setManualValidation(true);
    }

    @Override public Component component() {
        return field;
    }

    @Override public void show(Object value) {
        field.setValue(options.stream().filter(o -> o.value().equals(value)).findFirst().orElse(null));
    }

    @Override public void onChange(Consumer<Object> listener) {
        field.addValueChangeListener(e -> {
            if (e.isFromClient()) {
                listener.accept(e.getValue() == null ? null : e.getValue().value());
            }
        });
    }

    @Override public void offer(FormContext context) {
        // The options are fixed.
    }

    @Override public void problems(String path, List<Diagnostic> problems) {
        SettingInput.tell(field, path, problems);
    }

    @Override public void focus() {
        field.focus();
    }
}
