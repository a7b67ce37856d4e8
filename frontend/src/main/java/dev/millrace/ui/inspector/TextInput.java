package dev.millrace.ui.inspector;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.component.textfield.TextFieldBase;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.kind.SettingSpec;
import dev.millrace.kind.SettingType;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Anything typed as text: texts of one line or several, numbers, durations, times. */
final class TextInput implements SettingInput {
    private static final int PAUSE = 500;
    private final TextFieldBase<?, String> field;
    private final Function<String, Object> parse;

    TextInput(SettingSpec spec, String placeholder, Function<String, Object> parse) {
        this.parse = parse;
        this.field = spec.type() instanceof SettingType.Text(boolean multiline) && multiline ? new TextArea() : new TextField();
        field.setLabel(spec.label());
        field.setHelperText(spec.help().isEmpty() ? null : spec.help());
        field.setPlaceholder(placeholder);
        field.setWidthFull();
        field.setManualValidation(true);
        field.setRequiredIndicatorVisible(spec.required());
        field.setValueChangeMode(ValueChangeMode.LAZY);
        field.setValueChangeTimeout(PAUSE);
    }

    /** A whole number where it is one, else the text as typed, so that the compiler can say what is wrong with it. */
    static Object number(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            return text;
        }
    }

    @Override public Component component() {
        return field;
    }

    @Override public void show(Object value) {
        field.setValue(value == null ? "" : String.valueOf(value));
    }

    @Override public void onChange(Consumer<Object> listener) {
        field.addValueChangeListener(e -> {
            if (e.isFromClient()) {
                listener.accept(e.getValue().isBlank() ? null : parse.apply(e.getValue()));
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
