package dev.millrace.kind;

import dev.millrace.rel.ExpressionTyper;
import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.diagnostic.Location;
import dev.millrace.diagnostic.Severity;
import dev.millrace.pipeline.Edge;
import dev.millrace.pipeline.NodeId;
import dev.millrace.rel.Scalar;
import dev.millrace.schema.Column;
import dev.millrace.schema.Expression;
import dev.millrace.schema.Identifiers;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import dev.millrace.schema.Suggestion;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What a kind sees while its node is compiled: it looks up columns, types expressions and says what is wrong, at the setting
 * that is wrong. Settings that are missing or unreadable were reported before; nothing more is said about them.
 */
public final class Scope {
    private final NodeId node;
    private final ExpressionTyper typer;
    private final Diagnostics.Collector found;
    private final Set<String> alreadyReported;
    private final List<Edge> inputs;
    private final Consumer<Read> reads;

    public Scope(NodeId node, ExpressionTyper typer, Diagnostics.Collector found, Set<String> alreadyReported) {
        this(node, typer, found, alreadyReported, List.of());
    }

    /** @param inputs the edges whose schemas the node is given, in that order */
    public Scope(NodeId node, ExpressionTyper typer, Diagnostics.Collector found, Set<String> alreadyReported, List<Edge> inputs) {
        this(node, typer, found, alreadyReported, inputs, read -> { });
    }

    /** @param reads is told of every setting in which columns are named */
    public Scope(NodeId node, ExpressionTyper typer, Diagnostics.Collector found, Set<String> alreadyReported, List<Edge> inputs, Consumer<Read> reads) {
        this.reads = reads;
        this.node = node;
        this.typer = typer;
        this.found = found;
        this.alreadyReported = Set.copyOf(alreadyReported);
        this.inputs = List.copyOf(inputs);
    }

    public void error(Code code, String path, String message, String hint) {
        say(code, Severity.ERROR, new Location.OfSetting(node, path), path, message, hint);
    }

    public void warning(Code code, String path, String message, String hint) {
        say(code, Severity.WARNING, new Location.OfSetting(node, path), path, message, hint);
    }

    public void info(Code code, String path, String message, String hint) {
        say(code, Severity.INFO, new Location.OfSetting(node, path), path, message, hint);
    }

    /** An error about the node as a whole. */
    public void error(Code code, String message, String hint) {
        found.error(code, new Location.OfNode(node), message, hint);
    }

    /** A warning about the node as a whole. */
    public void warning(Code code, String message, String hint) {
        found.warning(code, new Location.OfNode(node), message, hint);
    }

    /** What is worth knowing of the node as a whole. */
    public void info(Code code, String message, String hint) {
        found.add(new Diagnostic(code, Severity.INFO, new Location.OfNode(node), message, hint));
    }

    /** An error where a source has no end and the pipeline runs in batch mode. @param path the setting that would give it one */
    public void needsEnd(String path, String what, String hint) {
        error(Code.UNBOUNDED_IN_BATCH, path, what + ", so in batch mode no node behind it would ever begin", hint);
    }

    /**
     * An error where the input changes rows it has sent before.
     *
     * @param who the node in words, with what it needs new rows for: "A window counts each row once, when its slice ends"
     * @param hint what to do instead
     */
    public void needsAppend(Schema in, String who, String hint) {
        if (in.isUpdating()) {
            error(Code.CHANGELOG_NOT_ACCEPTED, "The input changes rows it has sent before. " + who, hint);
        }
    }

    /** A warning where a node keeps something for every key it ever saw. */
    public void unboundedState(String path, Optional<PositiveDuration> ttl, String what) {
        if (ttl.isEmpty()) {
            warning(Code.UNBOUNDED_STATE, path, "It keeps " + what + " for ever, and so grows without end",
                    "Set how long to keep what does not change, such as 1 day");
        }
    }

    /** An error about one of several inputs, at its edge. */
    public void inputError(int input, Code code, String message, String hint) {
        found.error(code, new Location.OfEdge(inputs.get(input)), message, hint);
    }

    /** What people call an input: the port its rows come from, "orders.out". */
    public String inputName(int input) {
        return inputs.get(input).from().toString();
    }

    /** Whether the setting was filled in and could be read; where not, its value is only a stand-in. */
    public boolean isGiven(String path) {
        return !muted(path);
    }

    /** Tells that columns are named in a setting, where the lookup itself is not the scope's. */
    public void reads(Read read) {
        if (!muted(read.path())) {
            reads.accept(read);
        }
    }

    /** The column of that name, or a diagnostic with what there is. */
    public Optional<Column> column(String path, String name, Schema in) {
        return column(path, name, in, "the input");
    }

    /** @param where what has these columns, "the left input" */
    public Optional<Column> column(String path, String name, Schema in, String where) {
        var column = in.column(name);
        reads(new Read.Name(path, name, in));
        if (column.isEmpty()) {
            error(Code.UNKNOWN_COLUMN, path, "No column '" + name + "'; " + where + " has [" + Suggestion.listed(in.names()) + "]",
                    Suggestion.hint(name, in.names()));
        }
        return column;
    }

    /** The expression typed over the input, or diagnostics at the characters that are wrong. */
    public Optional<Scalar> scalar(String path, Expression expression, Schema in) {
        reads(new Read.InExpression(path, in, List.of()));
        return muted(path) ? Optional.empty() : typed(path, expression, typer.type(expression, in), in, List.of());
    }

    /** The same over rows that were matched to steps of a pattern. */
    public Optional<Scalar> overSteps(String path, Expression expression, Schema in, List<String> steps) {
        reads(new Read.InExpression(path, in, steps));
        return muted(path) ? Optional.empty() : typed(path, expression, typer.typeOverSteps(expression, in, steps), in, steps);
    }

    /** The same as a condition. */
    public Optional<Scalar> overSteps(String path, Condition condition, Schema in, List<String> steps) {
        return trueOrFalse(path, condition, overSteps(path, condition.expression(), in, steps));
    }

    /** The query typed over the inputs by their names, or diagnostics at the characters that are wrong. */
    public Optional<ExpressionTyper.Query> query(String path, String text, SequencedMap<String, Schema> in) {
        if (muted(path)) {
            return Optional.empty();
        }
        reads(new Read.InQuery(path, in));
        return switch (typer.typeQuery(text, in)) {
            case ExpressionTyper.QueryTyping.Typed(ExpressionTyper.Query query) -> Optional.of(query);
            case ExpressionTyper.QueryTyping.Refused(var problems) -> {
                problems.forEach(p -> found.error(Code.BAD_EXPRESSION, new Location.OfSpan(node, path, p.from(), p.to()), p.message(), p.hint()));
                yield Optional.empty();
            }
        };
    }

    private Optional<Scalar> typed(String path, Expression expression, ExpressionTyper.Typing typing, Schema in, List<String> steps) {
        return switch (typing) {
            case ExpressionTyper.Typing.Typed(Scalar scalar) -> {
                typer.castsThatCanFail(expression, in, steps)
                        .forEach(p -> found.warning(Code.CAST_CAN_FAIL, new Location.OfSpan(node, path, p.from(), p.to()), p.message(), p.hint()));
                yield Optional.of(scalar);
            }
            case ExpressionTyper.Typing.Refused(var problems) -> {
                for (var problem : problems) {
                    found.error(Code.BAD_EXPRESSION, new Location.OfSpan(node, path, problem.from(), problem.to()), problem.message(),
                            problem.hint().isEmpty() ? meant(expression, problem, in) : problem.hint());
                }
                yield Optional.empty();
            }
        };
    }

    /** Where the characters that are wrong look like a slip for a column's name, that name. */
    private static String meant(Expression expression, ExpressionTyper.Problem problem, Schema in) {
        int end = Math.min(problem.to(), expression.text().length());
        String wrong = expression.text().substring(Math.min(problem.from(), end), end).replace("`", "");
        return in.column(wrong).isPresent() || wrong.isBlank() ? ""
                : Suggestion.closest(wrong, in.names()).map(c -> "Did you mean '" + c + "'?").orElse("");
    }

    /** The expression typed as a condition; anything but BOOLEAN is a diagnostic. */
    public Optional<Scalar> condition(String path, Condition condition, Schema in) {
        return trueOrFalse(path, condition, scalar(path, condition.expression(), in));
    }

    private Optional<Scalar> trueOrFalse(String path, Condition condition, Optional<Scalar> scalar) {
        if (scalar.isPresent() && !scalar.get().type().equals(LogicalType.BOOLEAN)) {
            found.error(Code.TYPE_MISMATCH, new Location.OfSpan(node, path, 0, condition.expression().text().length()),
                    "A condition is true or false, but this gives " + scalar.get().type(),
                    "Compare it with something, such as " + condition.expression().text().strip() + " > 0");
            return Optional.empty();
        }
        return scalar;
    }

    /** Takes a name for an output column; where it is taken already, that is said. @param taken grows by the name */
    public boolean isNew(String path, String name, Set<String> taken, String hint) {
        if (taken.add(name)) {
            return true;
        }
        error(Code.DUPLICATE_COLUMN, path, "Two output columns would be called '" + name + "'", hint);
        return false;
    }

    /** The column converted to another type, NULL where a value does not fit; a conversion that does not exist is a diagnostic. */
    public Optional<Scalar> cast(String path, Column column, LogicalType type, Schema in) {
        if (muted(path)) {
            return Optional.empty();
        }
        var tried = typer.type(new Expression("TRY_CAST(" + Identifiers.quote(column.name()) + " AS " + type + ")"), in);
        if (tried instanceof ExpressionTyper.Typing.Typed(Scalar scalar)) {
            return Optional.of(scalar);
        }
        error(Code.TYPE_MISMATCH, path, "'" + column.name() + "' is " + column.type() + " and cannot become " + type,
                "Choose another type, or compute the value under Compute");
        return Optional.empty();
    }

    /** The value of an input column as it is. */
    public static Scalar reference(Column column) {
        return new Scalar(Identifiers.quote(column.name()), column.type(), column.nullable(), Set.of(column.name()));
    }

    private void say(Code code, Severity severity, Location at, String path, String message, String hint) {
        if (!muted(path)) {
            found.add(new Diagnostic(code, severity, at, message, hint));
        }
    }

    private boolean muted(String path) {
        return alreadyReported.stream().anyMatch(p -> path.equals(p) || path.startsWith(p + "[") || path.startsWith(p + "."));
    }
}
