package dev.millrace.flink.expression;

import dev.millrace.rel.ExpressionTyper.Problem;
import dev.millrace.schema.Schema;
import dev.millrace.schema.Suggestion;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Which columns of an input an expression over the steps of a pattern reads, and which there are not. */
final class StepColumns {
    private static final Set<String> AGGREGATES = Set.of("COUNT", "SUM", "AVG", "MIN", "MAX");

    private final ParsedExpression expression;
    private final Schema input;
    private final List<String> steps;
    private final List<Problem> problems = new ArrayList<>();
    private final Set<String> read = new HashSet<>();

    StepColumns(ParsedExpression expression, Schema input, List<String> steps) {
        this.expression = expression;
        this.input = input;
        this.steps = steps;
        List<SqlNode> parts = below(expression.tree());
        parts.stream().filter(SqlIdentifier.class::isInstance).forEach(n -> name((SqlIdentifier) n));
        if (problems.isEmpty()) {
            parts.stream().filter(SqlCall.class::isInstance).forEach(n -> call((SqlCall) n));
        }
    }

    List<Problem> problems() {
        return problems;
    }

    /** Columns of the input. */
    Set<String> read() {
        return read;
    }

    private void name(SqlIdentifier name) {
        String first = name.names.getFirst();
        if (steps.contains(first)) {
            if (name.names.size() == 1) {
                problem(name.getParserPosition(), "'" + first + "' is a step, not a value", "Write a column of it, such as " + first + "." + input.names().getFirst());
            } else {
                column(name.names.get(1), name.getComponentParserPosition(1));
            }
        } else if (input.column(first).isEmpty() && name.names.size() > 1) {
            problem(name.getComponentParserPosition(0), "There is no step '" + first + "'", Suggestion.hint(first, steps));
        } else {
            column(first, name.getComponentParserPosition(0));
        }
    }

    private void column(String name, SqlParserPos at) {
        if (input.column(name).isEmpty()) {
            problem(at, "No column '" + name + "'; the input has [" + String.join(", ", input.names()) + "]", "");
        }
        read.add(name);
    }

    /** What the planner would say only once it runs: an aggregate is over the rows of one step, and over all of them. */
    private void call(SqlCall call) {
        boolean aggregate = AGGREGATES.contains(call.getOperator().getName().toUpperCase(Locale.ROOT));
        if (!aggregate && call.getKind() != SqlKind.FIRST && call.getKind() != SqlKind.LAST) {
            return;
        }
        if (call.getFunctionQuantifier() != null) {
            problem(call.getParserPosition(), "DISTINCT cannot be used over the rows of a step", "Leave it out");
        }
        var named = new HashSet<String>();
        for (SqlNode node : below(call)) {
            if (node instanceof SqlIdentifier name) {
                named.add(steps.contains(name.names.getFirst()) ? name.names.getFirst() : "");
            }
        }
        if (named.size() != 1 || named.contains("")) {
            problem(call.getParserPosition(), call.getOperator().getName() + " is over the rows of one step",
                    "Write a step and a column, such as " + steps.getFirst() + "." + input.names().getFirst());
        }
    }

    private void problem(SqlParserPos at, String message, String hint) {
        problems.add(Positions.problem(expression.text(), at, message, hint));
    }

    private static List<SqlNode> below(SqlNode root) {
        List<SqlNode> all = new ArrayList<>();
        Deque<SqlNode> todo = new ArrayDeque<>(List.of(root));
        while (!todo.isEmpty()) {
            SqlNode node = todo.pop();
            all.add(node);
            List<SqlNode> parts = switch (node) {
                case SqlCall call -> call.getOperandList();
                case SqlNodeList list -> list.getList();
                default -> List.of();
            };
            parts.reversed().stream().filter(p -> p != null).forEach(todo::push);
        }
        return all;
    }
}
