package dev.millrace.ui.inspector;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.kind.NodeKind;
import dev.millrace.kind.SettingSpec;
import dev.millrace.pipeline.Settings;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The form of a node kind: a field per setting, in the kind's order. */
final class SettingsForm extends Div {
    private final Map<String, SettingInput> inputs = new LinkedHashMap<>();
    private final NodeKind kind;
    /** What each field shows; none before the first time. */
    private final Map<String, Optional<Object>> shown = new HashMap<>();

    private SettingsForm(NodeKind kind, BiConsumer<String, Object> onChange) {
        this.kind = kind;
        addClassName("settings-form");
        for (SettingSpec spec : kind.settings()) {
            SettingInput input = SettingInputs.of(spec);
            input.component().getElement().setAttribute("data-setting", spec.name());
            input.onChange(value -> {
                shown.put(spec.name(), new Settings(value == null ? Map.of() : Map.of(spec.name(), value)).get(spec.name()));
                onChange.accept(spec.name(), value);
            });
            inputs.put(spec.name(), input);
            add(input.component());
        }
    }

    static SettingsForm of(NodeKind kind, BiConsumer<String, Object> onChange) {
        return new SettingsForm(kind, onChange);
    }

    /** Puts something right behind the field of a setting. */
    void behind(String setting, Component component) {
        addComponentAtIndex(indexOf(inputs.get(setting).component()) + 1, component);
    }

    /** Fields that show their value already are left alone: somebody may be typing there. */
    void show(Settings settings) {
        for (SettingSpec spec : kind.settings()) {
            Optional<Object> value = settings.get(spec.name()).or(spec::preset);
            if (!value.equals(shown.put(spec.name(), value))) {
                inputs.get(spec.name()).show(value.orElse(null));
            }
        }
    }

    void offer(FormContext context) {
        inputs.values().forEach(input -> input.offer(context));
    }

    void problems(List<Diagnostic> problems) {
        inputs.forEach((name, input) -> input.problems(name, problems));
    }

    /** Puts the cursor into the field of a setting, or the first field. */
    void focus(String path) {
        String name = path.replaceAll("[\\[.].*", "");
        SettingInput input = inputs.getOrDefault(name, inputs.values().stream().findFirst().orElse(null));
        if (input != null) {
            input.focus();
        }
    }
}
