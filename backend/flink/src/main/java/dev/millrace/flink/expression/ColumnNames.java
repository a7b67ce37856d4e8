package dev.millrace.flink.expression;

import dev.millrace.rel.ColumnUses.InputUse;
import dev.millrace.rel.ColumnUses.Use;
import dev.millrace.flink.expression.Positions.Span;
import dev.millrace.schema.Schema;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;

/** Where a text names columns, by its parse tree. */
final class ColumnNames {
    private ColumnNames() {}

    static Optional<List<Use>> of(String text, List<String> steps) {
        var parsed = steps.isEmpty() ? ExpressionParser.parse(text, List.of()) : ExpressionParser.parseOverSteps(text, steps);
        return parsed instanceof ExpressionParser.Result.Parsed(ParsedExpression expression) ? Optional.of(uses(expression, steps)) : Optional.empty();
    }

    private static List<Use> uses(ParsedExpression expression, List<String> steps) {
        List<Use> found = new ArrayList<>();
        Deque<SqlNode> todo = new ArrayDeque<>(List.of(expression.tree()));
        while (!todo.isEmpty()) {
            SqlNode node = todo.pop();
            if (node instanceof SqlIdentifier name) {
                int part = name.names.size() > 1 && steps.contains(name.names.getFirst()) ? 1 : 0;
                Span span = Positions.span(expression.text(), name.getComponentParserPosition(part));
                found.add(new Use(span.from(), span.to(), name.names.get(part)));
            }
            Positions.parts(node).stream().filter(Objects::nonNull).forEach(todo::push);
        }
        found.sort(Comparator.comparingInt(Use::from));
        return found;
    }

    static Optional<List<InputUse>> ofQuery(String text, SequencedMap<String, Schema> inputs) {
        if (!(QueryParser.parse(text, inputs) instanceof QueryParser.Result.Parsed)) {
            return Optional.empty();
        }
        try {
            // Parsed again, as what was checked is rewritten in part and has lost places.
            return Optional.of(QueryNames.of(text, SqlParser.create(text, ExpressionParser.SYNTAX).parseQuery(), inputs));
        } catch (SqlParseException e) {
            throw new IllegalStateException("It was parsed a moment ago", e);
        }
    }
}
