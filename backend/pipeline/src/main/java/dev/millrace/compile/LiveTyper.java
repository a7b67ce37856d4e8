package dev.millrace.compile;

import dev.millrace.rel.ExpressionTyper;
import dev.millrace.rel.LiveParameter;
import dev.millrace.schema.Column;
import dev.millrace.schema.Expression;
import dev.millrace.schema.Identifiers;
import dev.millrace.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** Lets expressions read live parameters, as columns that no schema shows. */
final class LiveTyper implements ExpressionTyper {
    private final ExpressionTyper typer;
    private final Map<String, LiveParameter> parameters;

    private LiveTyper(ExpressionTyper typer, Map<String, LiveParameter> parameters) {
        this.typer = typer;
        this.parameters = parameters;
    }

    /** @param parameters by the names of their columns */
    static ExpressionTyper over(ExpressionTyper typer, Map<String, LiveParameter> parameters) {
        return parameters.isEmpty() ? typer : new LiveTyper(typer, parameters);
    }

    @Override public Typing type(Expression expression, Schema input) {
        return typer.type(expression, with(expression, input));
    }

    /** The input with the columns of those parameters that the text names. */
    private Schema with(Expression expression, Schema input) {
        var columns = new ArrayList<Column>(input.columns());
        parameters.forEach((name, parameter) -> {
            if (expression.text().contains(Identifiers.quote(name)) && input.column(name).isEmpty()) {
                columns.add(parameter.column());
            }
        });
        return new Schema(columns, input.eventTime(), input.key(), input.changelog());
    }

    @Override public Typing typeOverSteps(Expression expression, Schema input, List<String> steps) {
        for (String name : parameters.keySet()) {
            int at = expression.text().indexOf(Identifiers.quote(name));
            if (at >= 0) {
                return new Typing.Refused(List.of(new Problem(at, at + Identifiers.quote(name).length(),
                        "A pattern keeps rows, so a live parameter cannot be compared with them here",
                        "Compute a column with it in a node before, and use that column here")));
            }
        }
        return typer.typeOverSteps(expression, input, steps);
    }

    @Override public QueryTyping typeQuery(String text, SequencedMap<String, Schema> inputs) {
        return typer.typeQuery(text, inputs);
    }

    @Override public List<Problem> castsThatCanFail(Expression expression, Schema input, List<String> steps) {
        return typer.castsThatCanFail(expression, with(expression, input), steps);
    }

    @Override public List<FunctionHelp> functions() {
        return typer.functions();
    }

    @Override public Optional<List<Use>> usesIn(Expression expression, List<String> steps) {
        return typer.usesIn(expression, steps);
    }

    @Override public Optional<List<InputUse>> usesInQuery(String text, SequencedMap<String, Schema> inputs) {
        return typer.usesInQuery(text, inputs);
    }

    /** By the names of their columns, in the order of the drawing. */
    static Map<String, LiveParameter> named(List<LiveParameter> parameters) {
        var named = new LinkedHashMap<String, LiveParameter>();
        parameters.forEach(p -> named.put(p.column().name(), p));
        return named;
    }
}
