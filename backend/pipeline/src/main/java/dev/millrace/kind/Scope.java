package dev.millrace.kind;

import dev.millrace.rel.ExpressionTyper;
import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.diagnostic.Location;
import dev.millrace.diagnostic.Severity;
import dev.millrace.pipeline.NodeId;
import dev.millrace.rel.Scalar;
import dev.millrace.schema.Column;
import dev.millrace.schema.Expression;
import dev.millrace.schema.Identifiers;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import dev.millrace.schema.Suggestion;
import java.util.Optional;
import java.util.Set;

/**
 * What a kind sees while its node is compiled: it looks up columns, types expressions and says what is wrong, at the setting
 * that is wrong. Settings that are missing or unreadable were reported before; nothing more is said about them.
 */
public final class Scope {
    private final NodeId node;
    private final ExpressionTyper typer;
    private final Diagnostics.Collector found;
    private final Set<String> alreadyReported;

    public Scope(NodeId node, ExpressionTyper typer, Diagnostics.Collector found, Set<String> alreadyReported) {
        this.node = node;
        this.typer = typer;
        this.found = found;
        this.alreadyReported = Set.copyOf(alreadyReported);
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

    /** The column of that name, or a diagnostic with what there is. */
    public Optional<Column> column(String path, String name, Schema in) {
        var column = in.column(name);
        if (column.isEmpty()) {
            error(Code.UNKNOWN_COLUMN, path, "No column '" + name + "'; the input has " + in.names(), Suggestion.hint(name, in.names()));
        }
        return column;
    }

    /** The expression typed over the input, or diagnostics at the characters that are wrong. */
    public Optional<Scalar> scalar(String path, Expression expression, Schema in) {
        if (muted(path)) {
            return Optional.empty();
        }
        return switch (typer.type(expression, in)) {
            case ExpressionTyper.Typing.Typed(Scalar scalar) -> Optional.of(scalar);
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
        var scalar = scalar(path, condition.expression(), in);
        if (scalar.isPresent() && !scalar.get().type().equals(LogicalType.BOOLEAN)) {
            found.error(Code.TYPE_MISMATCH, new Location.OfSpan(node, path, 0, condition.expression().text().length()),
                    "A condition is true or false, but this gives " + scalar.get().type(),
                    "Compare it with something, such as " + condition.expression().text().strip() + " > 0");
            return Optional.empty();
        }
        return scalar;
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
