package dev.millrace.ui.inspector;

import com.vaadin.flow.component.UI;
import dev.millrace.rel.ExpressionTyper;
import dev.millrace.rel.ExpressionTyper.Typing;
import dev.millrace.schema.Expression;
import dev.millrace.schema.Schema;
import dev.millrace.server.preview.RowJson;
import dev.millrace.server.preview.RowValues;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/** Finds values of expressions beside the page's thread, so that typing never waits. */
final class ValueFinder {
    private static final int LONGEST = 400;

    /** @param fails whether the words say why there is no value */
    record Shown(String words, boolean fails) {}

    private final ExpressionTyper typer;
    private final RowValues values;
    private final UnaryOperator<String> filled;

    /** @param filled puts the values of parameters into an expression */
    ValueFinder(ExpressionTyper typer, RowValues values, UnaryOperator<String> filled) {
        this.filled = filled;
        this.typer = typer;
        this.values = values;
    }

    /**
     * @param told on the page's thread
     * @return what ends it, where the value is no longer asked for
     */
    Runnable begin(String expression, Schema columns, String row, Consumer<Shown> told) {
        UI ui = UI.getCurrent();
        String whole = filled.apply(expression);
        var thread = Thread.ofVirtual().name("value").start(() -> {
            try {
                if (typer.type(new Expression(whole), columns) instanceof Typing.Typed(var scalar)) {
                    Shown shown = switch (values.of(scalar, columns, row)) {
                        case RowValues.Value.Found(String json) -> new Shown(text(RowJson.read(json)), false);
                        case RowValues.Value.Failed(String message) -> new Shown(message, true);
                    };
                    ui.access(() -> told.accept(shown));
                }
            } catch (InterruptedException overtaken) {
                Thread.currentThread().interrupt();
            }
        });
        return thread::interrupt;
    }

    private static String text(JsonNode value) {
        String text = RowJson.text(value);
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }
}
