package dev.millrace.ui.inspector;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.checkbox.Checkbox;
import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.kind.SettingSpec;
import java.util.List;
import java.util.function.Consumer;

/** Yes or no. */
final class YesNoInput implements SettingInput {
    private final Checkbox field = new Checkbox();

    YesNoInput(SettingSpec spec) {
        field.setLabel(spec.label());
        field.setHelperText(spec.help().isEmpty() ? null : spec.help());
    }

    @Override public Component component() {
        return field;
    }

    @Override public void show(Object value) {
        field.setValue("true".equals(String.valueOf(value)));
    }

    @Override public void onChange(Consumer<Object> listener) {
        field.addValueChangeListener(e -> {
            if (e.isFromClient()) {
                listener.accept(e.getValue());
            }
        });
    }

    @Override public void offer(FormContext context) {
        // Nothing to choose from.
    }

    @Override public void problems(String path, List<Diagnostic> problems) {
        SettingInput.tell(field, path, problems);
    }

    @Override public void focus() {
        field.focus();
    }
}
