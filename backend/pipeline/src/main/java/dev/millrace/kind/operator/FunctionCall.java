package dev.millrace.kind.operator;

import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.kind.Operator;
import dev.millrace.kind.Scope;
import dev.millrace.kind.function.FunctionName;
import dev.millrace.kind.function.UserFunctions;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Scalar;
import dev.millrace.rel.UserFunction;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import dev.millrace.schema.Suggestion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A node that calls a function, where it is known what functions there are. */
record FunctionCall(OwnFunction node, UserFunctions functions) implements Operator {
    @Override public Optional<Schema> infer(Schema in, Scope at) {
        boolean isFree = in.column(node.column()).isEmpty();
        if (!isFree) {
            at.error(Code.DUPLICATE_COLUMN, "column", "The input has a column '" + node.column() + "' already", "Choose another name");
        }
        return call(in, at).filter(c -> isFree && !node.column().isEmpty()).map(c -> schema(in, c));
    }

    private Schema schema(Schema in, Scalar call) {
        var columns = new ArrayList<>(in.columns());
        columns.add(new Rel.Named(node.column(), call).column());
        return new Schema(columns, in.eventTime(), in.key(), in.changelog());
    }

    @Override public Rel lower(Rel in, Scope at) {
        Scalar call = call(in.schema(), at).orElseThrow();
        var named = new ArrayList<Rel.Named>();
        in.schema().columns().forEach(c -> named.add(new Rel.Named(c.name(), Scope.reference(c))));
        named.add(new Rel.Named(node.column(), call));
        return new Rel.Project(in, named, schema(in.schema(), call));
    }

    private Optional<Scalar> call(Schema in, Scope at) {
        // Typed in any case: what is wrong inside an argument is said though the function is unknown.
        List<Optional<Scalar>> values = new ArrayList<>();
        for (int i = 0; i < node.arguments().size(); i++) {
            values.add(at.scalar(path(i), node.arguments().get(i).value(), in));
        }
        if (!at.isGiven("function")) {
            return Optional.empty();
        }
        Optional<UserFunction> found = functions.find(node.function());
        if (found.isEmpty()) {
            unknown(at);
            return Optional.empty();
        }
        UserFunction function = found.get();
        newer(function, at);
        List<UserFunction.Parameter> parameters = function.parameters();
        if (parameters.size() != values.size()) {
            at.error(Code.BAD_SETTING, "arguments", "'" + function.name() + "' takes " + counted(parameters.size()) + ", not " + values.size(),
                    parameters.isEmpty() ? "Remove the arguments" : "Give one for each of: " + parameters.stream().map(p -> p.name() + " " + p.type()).collect(Collectors.joining(", ")));
            return Optional.empty();
        }
        boolean fits = true;
        for (int i = 0; i < parameters.size(); i++) {
            fits &= values.get(i).isPresent() && fits(parameters.get(i), values.get(i).get(), i, at);
        }
        return fits ? Optional.of(called(function, values.stream().map(Optional::get).toList())) : Optional.empty();
    }

    private static String path(int argument) {
        return "arguments[" + argument + "].value";
    }

    private static String counted(int parameters) {
        return parameters == 0 ? "no arguments" : parameters == 1 ? "1 argument" : parameters + " arguments";
    }

    private void unknown(Scope at) {
        FunctionName name = node.function();
        List<UserFunction> library = functions.all().stream().filter(f -> f.library().equals(name.library())).toList();
        List<UserFunction> version = library.stream().filter(f -> f.version() == name.version()).toList();
        String message = library.isEmpty() ? "There is no library '" + name.library() + "'" : version.isEmpty()
                ? "There is no version " + name.version() + " of the library '" + name.library() + "'" : "Version " + name.version() + " of the library '" + name.library()
                + "' has no function '" + name.name() + "'";
        List<UserFunction> near = !version.isEmpty() ? version : !library.isEmpty() ? library : functions.all();
        at.error(Code.BAD_SETTING, "function", message, near.isEmpty() ? "An administrator uploads libraries on the page Functions"
                : Suggestion.hint(name.toString(), near.stream().map(UserFunction::reference).toList()));
    }

    private void newer(UserFunction used, Scope at) {
        functions.newest(node.function()).filter(n -> n.version() > used.version()).ifPresent(newest ->
                at.info(Code.NEWER_VERSION, "function", "The library '" + used.library() + "' has a version " + newest.version() + "; this uses version " + used.version(),
                        newest.signature().equals(used.signature()) ? "It takes and gives the same" : "It is " + newest.signature()));
    }

    private boolean fits(UserFunction.Parameter parameter, Scalar value, int index, Scope at) {
        if (isWidened(value.type(), parameter.type())) {
            return true;
        }
        at.error(Code.TYPE_MISMATCH, path(index), "'" + parameter.name() + "' takes " + parameter.type() + ", but this gives " + value.type(),
                "Write CAST(" + node.arguments().get(index).value().text().strip() + " AS " + parameter.type() + ")");
        return false;
    }

    /** Whether each value of the type is one of the other, or as near to it as Java's own widening leaves it. */
    private static boolean isWidened(LogicalType from, LogicalType to) {
        return from.equals(to) || switch (to) {
            case LogicalType.BigInt b -> from instanceof LogicalType.Int;
            case LogicalType.Double d -> from instanceof LogicalType.Int || from instanceof LogicalType.BigInt || from instanceof LogicalType.Float;
            case LogicalType.Timestamp t -> from instanceof LogicalType.Timestamp;
            case LogicalType.Instant i -> from instanceof LogicalType.Instant;
            default -> false;
        };
    }

    private static Scalar called(UserFunction function, List<Scalar> values) {
        var arguments = new ArrayList<String>();
        var columns = new HashSet<String>();
        var noNull = new ArrayList<String>();
        for (int i = 0; i < values.size(); i++) {
            Scalar value = values.get(i);
            UserFunction.Parameter parameter = function.parameters().get(i);
            columns.addAll(value.columns());
            String cast = "CAST(" + value.sql() + " AS " + parameter.type() + ")";
            if (!parameter.takesNull()) {
                if (value.nullable()) {
                    noNull.add("(" + value.sql() + ") IS NULL");
                }
                // Never seen by the function; it tells the planner that no NULL reaches it, also in a script, which knows of no required columns.
                cast = "COALESCE(" + cast + ", " + standIn(parameter.type()) + ")";
            }
            arguments.add(cast);
        }
        String plain = "`" + function.sqlName() + "`(" + String.join(", ", arguments) + ")";
        // Java's times have nine digits; here a time is to be one that windows can be cut by.
        String call = function.result().canBeEventTime() ? "CAST(" + plain + " AS " + function.result() + ")" : plain;
        String sql = noNull.isEmpty() ? call : "CASE WHEN " + String.join(" OR ", noNull) + " THEN NULL ELSE " + call + " END";
        return new Scalar(sql, function.result(), function.givesNull() || !noNull.isEmpty(), columns, Set.of(function));
    }

    /** Of the types that Java has without NULL. */
    private static String standIn(LogicalType type) {
        return type.equals(LogicalType.BOOLEAN) ? "FALSE" : "CAST(0 AS " + type + ")";
    }

    @Override public String glimpse() {
        return node.glimpse();
    }
}
