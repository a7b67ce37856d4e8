package dev.millrace.ui.inspector;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.diagnostic.Severity;
import dev.millrace.kind.SettingSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A list of entries with several fields each: columns, aggregates, branches. Of steps in a sequence, only the chosen one is shown. */
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
    private final Optional<StepStrip> strip;
    private final Set<Integer> wrongSteps = new HashSet<>();
    private int chosen;

    EntriesInput(SettingSpec spec, List<SettingSpec> fields) {
        this.spec = spec;
        this.fields = fields;
        var label = new Span(spec.label() + (spec.required() ? " *" : ""));
        label.addClassName("field-label");
        wrong.addClassName("error-text");
        wrong.getElement().setAttribute("role", "alert");
        var add = new Button("Add", e -> {
            values.add(new LinkedHashMap<>());
            chosen = values.size() - 1;
            draw();
            inputs.getLast().values().iterator().next().focus();
        });
        add.setAriaLabel("Add to " + spec.label());
        add.addThemeVariants(ButtonVariant.LUMO_SMALL);
        add.addClassName("add-entry");
        strip = spec.inSequence() ? Optional.of(new StepStrip(this::choose, this::move)) : Optional.empty();
        box = new Div(label, rows, wrong, add);
        strip.ifPresent(s -> box.addComponentAtIndex(1, s));
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
        wrongSteps.clear();
        showChosen();
    }

    /** Where entries are steps, their row is drawn anew, and of their fields those of the chosen step are shown. */
    private void showChosen() {
        strip.ifPresent(s -> {
            chosen = Math.clamp(chosen, 0, Math.max(0, values.size() - 1));
            s.show(values, chosen, wrongSteps);
            for (int i = 0; i < values.size(); i++) {
                rows.getComponentAt(i).setVisible(i == chosen);
            }
        });
    }

    private void choose(int place) {
        chosen = place;
        showChosen();
        inputs.get(place).values().iterator().next().focus();
    }

    private void move(int from, int to) {
        if (from != to && from < values.size() && to < values.size()) {
            values.add(to, values.remove(from));
            chosen = to;
            draw();
            tell();
        }
    }

    private Div buttons(int index) {
        var up = small(strip.isPresent() ? "←" : "↑", "Move entry " + (index + 1) + " of " + spec.label() + " up", () -> move(index, index - 1));
        up.setEnabled(index > 0);
        var down = small(strip.isPresent() ? "→" : "↓", "Move entry " + (index + 1) + " of " + spec.label() + " down", () -> move(index, index + 1));
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

    private void change(int index, String field, Object value) {
        if (value == null) {
            values.get(index).remove(field);
        } else {
            values.get(index).put(field, value);
        }
        showChosen();
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
        SettingInput.tell(wrong, path, problems);
        Set<Integer> before = Set.copyOf(wrongSteps);
        for (int i = 0; i < inputs.size(); i++) {
            String prefix = path + "[" + i + "].";
            inputs.get(i).forEach((name, input) -> input.problems(prefix + name, problems));
            boolean isWrong = problems.stream().anyMatch(d -> d.severity() != Severity.INFO && d.at().settingOf().filter(at -> at.startsWith(prefix)).isPresent());
            if (isWrong) {
                wrongSteps.add(i);
            } else {
                wrongSteps.remove(i);
            }
        }
        if (!before.equals(wrongSteps)) {
            showChosen();
        }
    }

    @Override public void focus() {
        if (inputs.isEmpty()) {
            box.getChildren().filter(Button.class::isInstance).findFirst().ifPresent(b -> ((Button) b).focus());
        } else if (strip.isPresent()) {
            choose(wrongSteps.isEmpty() ? chosen : Collections.min(wrongSteps));
        } else {
            inputs.getFirst().values().iterator().next().focus();
        }
    }
}
