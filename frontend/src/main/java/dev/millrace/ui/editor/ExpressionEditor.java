package dev.millrace.ui.editor;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.component.dependency.NpmPackage;
import dev.millrace.rel.ExpressionTyper.FunctionHelp;
import dev.millrace.schema.Column;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;

/** A field for one SQL expression, or for one query, with completion and marks under what is wrong. */
@Tag("millrace-expression")
@JsModule("./editor/expression-editor.ts")
@NpmPackage(value = "codemirror", version = "6.0.2")
@NpmPackage(value = "@codemirror/lang-sql", version = "6.10.0")
@NpmPackage(value = "@codemirror/autocomplete", version = "6.20.4")
@NpmPackage(value = "@codemirror/language", version = "6.13.1")
@NpmPackage(value = "@lezer/highlight", version = "1.2.5")
@NpmPackage(value = "@codemirror/lint", version = "6.9.8")
@NpmPackage(value = "@codemirror/state", version = "6.7.6")
@NpmPackage(value = "@codemirror/view", version = "6.43.15")
public class ExpressionEditor extends Component {
    private static final JsonMapper JSON = new JsonMapper();

    /** A mark under the characters from (inclusive) to (exclusive). */
    public record Mark(int from, int to, String message) {}

    private record Option(String name, String type) {}

    public ExpressionEditor(String label, String placeholder) {
        getElement().setAttribute("label", label);
        getElement().setAttribute("placeholder", placeholder);
    }

    /** It is for a whole query, with the words of one. */
    public void forQuery() {
        getElement().setAttribute("query", true);
    }

    /** Called with the text when a person has finished typing. */
    public void onChange(Consumer<String> listener) {
        getElement().addEventListener("expression-changed", e -> listener.accept(e.getEventData().get("event.detail").asString()))
                .addEventData("event.detail");
    }

    public void setValue(String text) {
        getElement().callJsFunction("show", text);
    }

    public void offer(List<Column> columns, List<FunctionHelp> functions) {
        getElement().callJsFunction("offer", JSON.writeValueAsString(columns.stream().map(c -> new Option(c.name(), c.type().toString())).toList()),
                JSON.writeValueAsString(functions));
    }

    public void mark(List<Mark> marks) {
        getElement().callJsFunction("problem", JSON.writeValueAsString(marks));
    }

    public void focus() {
        getElement().callJsFunction("focus");
    }
}
