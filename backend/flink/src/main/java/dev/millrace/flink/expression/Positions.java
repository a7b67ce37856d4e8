package dev.millrace.flink.expression;

import dev.millrace.rel.ExpressionTyper.Problem;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Lines and columns of the parser, counted from one, and the characters they mean. */
final class Positions {
    private Positions() {}

    /** Characters {@code from} (inclusive) to {@code to} (exclusive). */
    record Span(int from, int to) {
        boolean contains(Span other) {
            return from <= other.from && other.to <= to;
        }

        int length() {
            return to - from;
        }
    }

    static Problem problem(String text, SqlParserPos at, String message, String hint) {
        Span span = span(text, at);
        return new Problem(span.from(), span.to(), message, hint);
    }

    static Span span(String text, SqlParserPos at) {
        return span(text, at.getLineNum(), at.getColumnNum(), at.getEndLineNum(), at.getEndColumnNum());
    }

    static Span span(String text, int line, int column, int endLine, int endColumn) {
        int from = Math.clamp(offset(text, line, column), 0, text.length());
        int to = Math.clamp(offset(text, endLine, endColumn) + 1L, from, text.length());
        return new Span(from, to);
    }

    private static int offset(String text, int line, int column) {
        int start = 0;
        for (int l = 1; l < line; l++) {
            int newline = text.indexOf('\n', start);
            if (newline < 0) {
                break;
            }
            start = newline + 1;
        }
        return start + column - 1;
    }

    /**
     * Where a stretch of the rewritten expression stands in the text that was typed: the smallest part of the tree that holds
     * the whole stretch, in the one tree and in the other.
     */
    static Span original(ParsedExpression expression, Span inSql) {
        return find(expression, expression.written(), expression.tree(), inSql)
                .orElse(new Span(0, expression.text().length()));
    }

    /** The first name of every identifier, by where it stands in the typed text; in order. */
    static SortedMap<Span, String> identifiers(ParsedExpression expression) {
        SortedMap<Span, String> found = new TreeMap<>(Comparator.comparingInt(Span::from).thenComparingInt(Span::to));
        Deque<SqlNode> todo = new ArrayDeque<>(List.of(expression.tree()));
        while (!todo.isEmpty()) {
            SqlNode node = todo.pop();
            if (node instanceof SqlIdentifier name) {
                found.put(span(expression.text(), name.getComponentParserPosition(0)), name.names.getFirst());
            }
            parts(node).stream().filter(Objects::nonNull).forEach(todo::push);
        }
        return found;
    }

    private static Optional<Span> find(ParsedExpression e, SqlNode written, SqlNode typed, Span wanted) {
        Iterator<SqlNode> originals = parts(typed).iterator();
        for (SqlNode part : parts(written)) {
            SqlNode original = originals.hasNext() ? originals.next() : null;
            if (part != null && original != null) {
                Optional<Span> inside = find(e, part, original, wanted);
                if (inside.isPresent()) {
                    return inside;
                }
            }
        }
        boolean holds = written.getParserPosition() != null && span(e.sql(), written.getParserPosition()).contains(wanted);
        return holds ? Optional.of(span(e.text(), typed.getParserPosition())) : Optional.empty();
    }

    static List<SqlNode> parts(SqlNode node) {
        return switch (node) {
            case SqlCall call -> call.getOperandList();
            case SqlNodeList list -> list.getList();
            default -> List.of();
        };
    }
}
