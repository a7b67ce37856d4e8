package dev.millrace.kind.operator;

import dev.millrace.kind.Group;
import dev.millrace.kind.Kind;
import dev.millrace.kind.Operator;
import dev.millrace.kind.Scope;
import dev.millrace.kind.Setting;
import dev.millrace.kind.function.FunctionName;
import dev.millrace.kind.function.UserFunctions;
import dev.millrace.rel.Rel;
import dev.millrace.schema.Expression;
import dev.millrace.schema.Schema;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Calls a function of an uploaded jar for each row and puts what it gives into a column behind the others. Where an argument is NULL that the
 * function cannot take, it is not called, and the result is NULL.
 *
 * <pre>
 *   (lat, lon)  ──▶  geo@1.distance(lat, lon, 52.52, 13.405)  ──▶  (lat, lon, distance)
 * </pre>
 *
 * What functions there are is known only where the kinds are asked ({@link #among}); by itself it knows of none.
 */
@Kind(id = "operator.function", title = "Own function", group = Group.CODE, icon = "function",
        summary = "Calls a function of a Java library that was uploaded, for each row")
public record OwnFunction(
        @Setting(label = "Function", help = "Library, version and name, such as geo@1.distance; the page Functions has all of them") FunctionName function,
        @Setting(label = "Arguments", help = "One expression for each parameter, in their order") List<Argument> arguments,
        @Setting(label = "Result column", help = "Name of the new column") String column) implements Operator {

    static final OwnFunction EXAMPLE = new OwnFunction(new FunctionName("shop", 1, "withTax"), List.of(new Argument(new Expression("amount"))), "gross");

    public record Argument(@Setting(label = "Value") Expression value) {}

    /** The same node where these functions are known. */
    public Operator among(UserFunctions functions) {
        return functions == UserFunctions.NONE ? this : new FunctionCall(this, functions);
    }

    @Override public Optional<Schema> infer(Schema in, Scope at) {
        return new FunctionCall(this, UserFunctions.NONE).infer(in, at);
    }

    @Override public Rel lower(Rel in, Scope at) {
        return new FunctionCall(this, UserFunctions.NONE).lower(in, at);
    }

    @Override public String glimpse() {
        return column + " = " + function.library() + "." + function.name()
                + arguments.stream().map(a -> a.value().text().strip()).collect(Collectors.joining(", ", "(", ")"));
    }
}
