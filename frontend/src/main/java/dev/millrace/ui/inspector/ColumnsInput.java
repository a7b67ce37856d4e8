package dev.millrace.ui.inspector;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.kind.SettingSpec;
import dev.millrace.schema.Column;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Consumer;

/** Several columns. */
final class ColumnsInput implements SettingInput {
    private final MultiSelectComboBox<String> field = new MultiSelectComboBox<>();
    private final boolean own;
    private List<String> offered = List.of();

    ColumnsInput(SettingSpec spec, boolean own) {
        this.own = own;
        field.setLabel(spec.label());
        field.setHelperText(spec.help().isEmpty() ? null : spec.help());
        field.setWidthFull();
        field.setManualValidation(true);
        field.setRequiredIndicatorVisible(spec.required());
        // Who types a name and Enter before the list has come has still said which column; a wrong one is a problem at the field.
        field.setAllowCustomValue(true);
    }

    @Override public Component component() {
        return field;
    }

    @Override public void show(Object value) {
        var chosen = new LinkedHashSet<String>();
        if (value instanceof List<?> list) {
            list.forEach(entry -> chosen.add(String.valueOf(entry)));
        }
        var items = new LinkedHashSet<>(offered);
        items.addAll(chosen);
        field.setItems(new ArrayList<>(items));
        field.setValue(chosen);
    }

    @Override public void onChange(Consumer<Object> listener) {
        field.addValueChangeListener(e -> {
            if (e.isFromClient()) {
                listener.accept(new ArrayList<>(e.getValue()));
            }
        });
        field.addCustomValueSetListener(e -> {
            var chosen = new LinkedHashSet<>(field.getValue());
            if (!e.getDetail().isBlank() && chosen.add(e.getDetail().strip())) {
                show(new ArrayList<>(chosen));
                listener.accept(new ArrayList<>(chosen));
            }
        });
    }

    @Override public void offer(FormContext context) {
        var names = context.columns(own).stream().map(Column::name).toList();
        if (!names.equals(offered)) {
            offered = names;
            show(new ArrayList<>(field.getValue()));
        }
    }

    @Override public void problems(String path, List<Diagnostic> problems) {
        SettingInput.tell(field, at -> at.startsWith(path), problems);
    }

    @Override public void focus() {
        field.focus();
    }
}
