package dev.millrace.ui.editor;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.component.dependency.NpmPackage;
import dev.millrace.rel.ExpressionTyper.FunctionHelp;
import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
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
    private static final int LONGEST_TYPE = 60;

    /** A mark under the characters from (inclusive) to (exclusive). */
    public record Mark(int from, int to, String message) {}

    private record Option(String name, Shape shape) {
        static List<Option> of(List<Column> columns) {
            return columns.stream().map(c -> new Option(c.name(), Shape.of(c.type()))).toList();
        }
    }

    /** As in the editor: what can be taken out of a value; null where nothing can. */
    private record Shape(String type, List<Option> fields, String holds, Shape inside) {
        static Shape of(LogicalType type) {
            return switch (type) {
                case LogicalType.Row(List<Column> columns) -> new Shape(brief(type), Option.of(columns), null, null);
                case LogicalType.Array(LogicalType element) -> new Shape(brief(type), null, "array", of(element));
                case LogicalType.Map(LogicalType key, LogicalType value) -> new Shape(brief(type), null, "map", of(value));
                default -> new Shape(type.toString(), null, null, null);
            };
        }

        /** A nested type can be as long as a page. */
        private static String brief(LogicalType type) {
            String all = type.toString();
            return all.length() <= LONGEST_TYPE ? all : all.substring(0, LONGEST_TYPE) + "…";
        }
    }

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
        getElement().callJsFunction("offer", JSON.writeValueAsString(Option.of(columns)),
                JSON.writeValueAsString(functions));
    }

    public void mark(List<Mark> marks) {
        getElement().callJsFunction("problem", JSON.writeValueAsString(marks));
    }

    public void focus() {
        getElement().callJsFunction("focus");
    }
}
