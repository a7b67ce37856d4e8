package dev.millrace.ui.inspector;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.diagnostic.Location;
import dev.millrace.kind.SettingSpec;
import dev.millrace.kind.SettingType;
import dev.millrace.ui.editor.ExpressionEditor;
import java.util.List;
import java.util.function.Consumer;

/** An expression over the columns of the input, or a query over the inputs. */
final class ExpressionInput implements SettingInput {
    private final ExpressionEditor editor;
    private final Span wrong = new Span();
    private final Span type = new Span();
    private final Div box;
    private FormContext offered;
    /** A query gives rows and not a value. */
    private final boolean query;
    private String text = "";

    ExpressionInput(SettingSpec spec, String placeholder) {
        query = spec.type() instanceof SettingType.QueryText;
        editor = new ExpressionEditor(spec.label(), placeholder);
        if (query) {
            editor.forQuery();
        }
        var label = new Span(spec.label());
        label.addClassName("field-label");
        wrong.addClassName("error-text");
        wrong.getElement().setAttribute("role", "alert");
        type.addClassName("result-type");
        box = new Div(label, editor, wrong, type);
        box.addClassName("expression-field");
        if (!spec.help().isEmpty()) {
            var help = new Span(spec.help());
            help.addClassName("field-help");
            box.add(help);
        }
    }

    @Override public Component component() {
        return box;
    }

    @Override public void show(Object value) {
        text = value == null ? "" : String.valueOf(value);
        editor.setValue(text);
    }

    @Override public void onChange(Consumer<Object> listener) {
        editor.onChange(typed -> {
            text = typed;
            listener.accept(typed.isBlank() ? null : typed);
        });
    }

    @Override public void offer(FormContext context) {
        if (offered == null || !offered.input().equals(context.input())) {
            offered = context;
            editor.offer(context.input(), context.functions());
        }
        type.setText(text.isBlank() || query ? "" : context.typeOf().apply(text).map(found -> "Result: " + found).orElse(""));
    }

    @Override public void problems(String path, List<Diagnostic> problems) {
        wrong.setText(SettingInput.first(path, problems));
        editor.mark(problems.stream().filter(d -> d.at() instanceof Location.OfSpan span && span.path().equals(path))
                .map(d -> new ExpressionEditor.Mark(((Location.OfSpan) d.at()).from(), ((Location.OfSpan) d.at()).to(), d.message())).toList());
    }

    @Override public void focus() {
        editor.focus();
    }
}
