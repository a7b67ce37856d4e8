package dev.millrace.ui.inspector;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.kind.SettingSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A list of entries with several fields each: columns, aggregates, branches. */
final class EntriesInput implements SettingInput {
    private final SettingSpec spec;
    private final List<SettingSpec> fields;
    private final Div rows = new Div();
    private final Span wrong = new Span();
    private final Div box;
    private final List<Map<String, SettingInput>> inputs = new ArrayList<>();
    private List<Map<String, Object>> values = new ArrayList<>();
    private Consumer<Object> listener = v -> { };
    private FormContext context;

    EntriesInput(SettingSpec spec, List<SettingSpec> fields) {
        this.spec = spec;
        this.fields = fields;
        var label = new Span(spec.label() + (spec.required() ? " *" : ""));
        label.addClassName("field-label");
        wrong.addClassName("error-text");
        wrong.getElement().setAttribute("role", "alert");
        var add = new Button("Add", e -> {
            values.add(new LinkedHashMap<>());
            draw();
            inputs.getLast().values().iterator().next().focus();
        });
        add.setAriaLabel("Add to " + spec.label());
        add.addThemeVariants(ButtonVariant.LUMO_SMALL);
        add.addClassName("add-entry");
        box = new Div(label, rows, wrong, add);
        box.addClassName("entries");
        box.getElement().setAttribute("role", "group");
        box.getElement().setAttribute("aria-label", spec.label());
        if (!spec.help().isEmpty()) {
            var help = new Span(spec.help());
            help.addClassName("field-help");
            box.addComponentAtIndex(1, help);
        }
    }

    @Override public Component component() {
        return box;
    }

    @Override public void show(Object value) {
        values = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (Object entry : list) {
                var copy = new LinkedHashMap<String, Object>();
                if (entry instanceof Map<?, ?> map) {
                    map.forEach((k, v) -> copy.put(String.valueOf(k), v));
                }
                values.add(copy);
            }
        }
        draw();
    }

    private void draw() {
        rows.removeAll();
        inputs.clear();
        for (int i = 0; i < values.size(); i++) {
            int index = i;
            var row = new Div();
            row.addClassName("entry");
            var rowInputs = new LinkedHashMap<String, SettingInput>();
            for (SettingSpec field : fields) {
                SettingInput input = SettingInputs.of(field);
                Object value = values.get(i).get(field.name());
                if (context != null) {
                    input.offer(context);
                }
                input.show(value == null ? field.preset().orElse(null) : value);
                input.onChange(v -> change(index, field.name(), v));
                rowInputs.put(field.name(), input);
                row.add(input.component());
            }
            inputs.add(rowInputs);
            row.add(buttons(index));
            rows.add(row);
        }
    }

    private Div buttons(int index) {
        var up = small("↑", "Move entry " + (index + 1) + " of " + spec.label() + " up", () -> swap(index, index - 1));
        up.setEnabled(index > 0);
        var down = small("↓", "Move entry " + (index + 1) + " of " + spec.label() + " down", () -> swap(index, index + 1));
        down.setEnabled(index < values.size() - 1);
        var remove = small("✕", "Remove entry " + (index + 1) + " of " + spec.label(), () -> {
            values.remove(index);
            draw();
            tell();
        });
        var buttons = new Div(up, down, remove);
        buttons.addClassName("entry-buttons");
        return buttons;
    }

    private static Button small(String sign, String name, Runnable action) {
        var button = new Button(sign, e -> action.run());
        button.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
        button.setAriaLabel(name);
        button.setTooltipText(name);
        return button;
    }

    private void swap(int one, int other) {
        Collections.swap(values, one, other);
        draw();
        tell();
    }

    private void change(int index, String field, Object value) {
        if (value == null) {
            values.get(index).remove(field);
        } else {
            values.get(index).put(field, value);
        }
        tell();
    }

    private void tell() {
        listener.accept(values.stream().map(LinkedHashMap::new).toList());
    }

    @Override public void onChange(Consumer<Object> newListener) {
        listener = newListener;
    }

    @Override public void offer(FormContext newContext) {
        context = newContext;
        inputs.forEach(row -> row.values().forEach(input -> input.offer(newContext)));
    }

    @Override public void problems(String path, List<Diagnostic> problems) {
        wrong.setText(SettingInput.first(path, problems));
        for (int i = 0; i < inputs.size(); i++) {
            String prefix = path + "[" + i + "].";
            inputs.get(i).forEach((name, input) -> input.problems(prefix + name, problems));
        }
    }

    @Override public void focus() {
        if (inputs.isEmpty()) {
            box.getChildren().filter(Button.class::isInstance).findFirst().ifPresent(b -> ((Button) b).focus());
        } else {
            inputs.getFirst().values().iterator().next().focus();
        }
    }
}
