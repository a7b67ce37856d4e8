package dev.millrace.ui.inspector;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.diagnostic.Location;
import dev.millrace.kind.SettingSpec;
import dev.millrace.kind.SettingType;
import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import dev.millrace.ui.editor.ExpressionEditor;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
    private final Span value = new Span();
    private Asked asked;
    private Runnable ending = () -> { };

    /** What a value was asked for. */
    private record Asked(String text, String row, List<Column> input) {}

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
        value.addClassName("result-value");
        value.getElement().setAttribute("role", "status");
        value.setVisible(false);
        box = new Div(label, editor, wrong, type, value);
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
        if (offered == null || !offered.input().equals(context.input()) || !offered.functions().equals(context.functions())) {
            offered = context;
            editor.offer(context.input(), context.functions());
        }
        Optional<LogicalType> result = text.isBlank() || query ? Optional.empty() : context.typeOf().apply(text);
        type.setText(result.map(found -> "Result: " + found).orElse(""));
        Asked now = result.isPresent() ? context.row().map(row -> new Asked(text, row, context.input())).orElse(null) : null;
        if (!Objects.equals(now, asked)) {
            ask(now, context.values());
        }
    }

    /** The value for a row of the sample, below the field. */
    private void ask(Asked now, ValueFinder values) {
        ending.run();
        asked = now;
        if (now == null) {
            value.setVisible(false);
            value.setText("");
            return;
        }
        ending = values.begin(now.text(), Schema.of(now.input()), now.row(), found -> {
            if (now.equals(asked)) {
                value.setVisible(true);
                value.setText(found.fails() ? "It fails for this row: " + found.words() : "Value: " + found.words());
                value.setClassName("value-fails", found.fails());
            }
        });
    }

    @Override public void problems(String path, List<Diagnostic> problems) {
        SettingInput.tell(wrong, path, problems);
        editor.mark(problems.stream().filter(d -> d.at() instanceof Location.OfSpan span && span.path().equals(path))
                .map(d -> new ExpressionEditor.Mark(((Location.OfSpan) d.at()).from(), ((Location.OfSpan) d.at()).to(), d.message())).toList());
    }

    @Override public void focus() {
        editor.focus();
    }
}
