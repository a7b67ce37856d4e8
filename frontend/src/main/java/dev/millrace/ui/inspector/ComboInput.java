package dev.millrace.ui.inspector;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.combobox.ComboBox;
import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.kind.SettingSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** A name with suggestions: a column, a topic, a type. What is not in the list can be typed. */
final class ComboInput implements SettingInput {
    private final ComboBox<String> field = new ComboBox<>();
    private final Function<FormContext, Map<String, String>> suggestions;
    private Map<String, String> offered = Map.of();
    private boolean onlyAmongSeveral;
    private Consumer<Object> listener = v -> { };

    /** @param suggestions name to what is shown behind it, such as a column's type; in order */
    ComboInput(SettingSpec spec, String placeholder, Function<FormContext, Map<String, String>> suggestions) {
        this.suggestions = suggestions;
        field.setLabel(spec.label());
        field.setHelperText(spec.help().isEmpty() ? null : spec.help());
        field.setPlaceholder(placeholder);
        field.setAllowCustomValue(true);
        field.setWidthFull();
        field.setManualValidation(true);
        field.setClearButtonVisible(!spec.required());
        field.setRequiredIndicatorVisible(spec.required());
        field.setItemLabelGenerator(item -> item);
        field.setRenderer(new com.vaadin.flow.data.renderer.TextRenderer<>(
                item -> offered.getOrDefault(item, "").isEmpty() ? item : item + "   " + offered.get(item)));
        field.addCustomValueSetListener(e -> {
            keep(e.getDetail());
            field.setValue(e.getDetail());
            listener.accept(e.getDetail().isBlank() ? null : e.getDetail().strip());
        });
        field.addValueChangeListener(e -> {
            if (e.isFromClient()) {
                listener.accept(e.getValue() == null || e.getValue().isBlank() ? null : e.getValue());
            }
        });
    }

    /** Not shown while there is nothing to choose between and nothing chosen. */
    ComboInput onlyAmongSeveral() {
        onlyAmongSeveral = true;
        draw();
        return this;
    }

    private void draw() {
        field.setVisible(!onlyAmongSeveral || offered.size() > 1 || field.getValue() != null);
    }

    private void keep(String value) {
        var items = new ArrayList<>(offered.keySet());
        if (value != null && !value.isBlank() && !items.contains(value)) {
            items.addFirst(value);
        }
        field.setItems(items);
    }

    @Override public Component component() {
        return field;
    }

    @Override public void show(Object value) {
        String text = value == null ? null : String.valueOf(value);
        keep(text);
        field.setValue(text);
        draw();
    }

    @Override public void onChange(Consumer<Object> newListener) {
        listener = newListener;
    }

    @Override public void offer(FormContext context) {
        Map<String, String> now = suggestions.apply(context);
        if (!now.equals(offered)) {
            offered = now;
            show(field.getValue());
        }
    }

    @Override public void problems(String path, List<Diagnostic> problems) {
        SettingInput.tell(field, path, problems);
    }

    @Override public void focus() {
        field.focus();
    }
}
