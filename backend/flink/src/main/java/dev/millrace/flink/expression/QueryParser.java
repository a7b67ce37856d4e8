package dev.millrace.flink.expression;

import dev.millrace.rel.ExpressionTyper.Problem;
import dev.millrace.schema.Schema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.util.Litmus;

/**
 * Parses a text as exactly one query over given tables. Statements, hints, other tables and functions that reach outside are
 * refused. What passes is written anew from its tree, and only if that text has the same tree again; comments fall away with that.
 */
final class QueryParser {
    private static final int LONGEST = 20_000;
    private static final int MOST_BRACKETS = 60;

    private QueryParser() {}

    sealed interface Result {
        /** @param reads the columns that may be read of each table that is named */
        record Parsed(ParsedExpression query, Map<String, Set<String>> reads, QueryRules found) implements Result {}

        record Refused(List<Problem> problems) implements Result {}
    }

    static Result parse(String text, Map<String, Schema> tables) {
        if (text.isBlank()) {
            return refused(0, text.length(), "The query is empty", "Write for example SELECT * FROM " + tables.keySet().iterator().next());
        }
        if (text.length() > LONGEST || depth(text) > MOST_BRACKETS) {
            return refused(0, text.length(), "The query is longer than " + LONGEST + " characters, or has more than " + MOST_BRACKETS
                    + " brackets in one another", "Split it over several nodes");
        }
        List<String> names = tables.entrySet().stream().flatMap(t -> java.util.stream.Stream.concat(java.util.stream.Stream.of(t.getKey()), t.getValue().names().stream()))
                .toList();
        try {
            SqlNode tree = SqlParser.create(text, ExpressionParser.SYNTAX).parseQuery();
            if (!tree.isA(SqlKind.QUERY)) {
                return refused(0, text.length(), "This is a statement and not a query", "Write one query, which begins with SELECT or WITH");
            }
            var rules = new QueryRules(text, tables);
            rules.check(tree);
            if (!rules.problems().isEmpty()) {
                return new Result.Refused(rules.problems());
            }
            tree = tree.accept(ExpressionParser.CALLS);
            String sql = ExpressionParser.write(tree);
            SqlNode written = SqlParser.create(sql, ExpressionParser.SYNTAX).parseQuery().accept(ExpressionParser.CALLS);
            if (!tree.equalsDeep(written, Litmus.IGNORE)) {
                return refused(0, text.length(), "This query cannot be read without doubt", "Add brackets to say what belongs together, or write it more simply");
            }
            String runs = ExpressionParser.write(tree.accept(new DecimalGuard()));
            return new Result.Parsed(new ParsedExpression(text, tree, sql, written, runs, Set.of()), reads(rules, tables), rules);
        } catch (SqlParseException e) {
            return new Result.Refused(List.of(ExpressionParser.complaint(e, text, names, "query")));
        } catch (StackOverflowError e) {
            return refused(0, text.length(), "The query is nested too deep", "Split it over several nodes");
        }
    }

    private static Result refused(int from, int to, String message, String hint) {
        return new Result.Refused(List.of(new Problem(from, to, message, hint)));
    }

    /** Columns with a name that stands anywhere in the query: more than it reads, at times, and never less. */
    private static Map<String, Set<String>> reads(QueryRules rules, Map<String, Schema> tables) {
        var reads = new HashMap<String, Set<String>>();
        rules.tables().forEach(t -> reads.put(t, tables.get(t).names().stream().filter(c -> rules.readsAll() || rules.names().contains(c))
                .collect(Collectors.toSet())));
        return reads;
    }

    private static int depth(String text) {
        int depth = 0;
        int most = 0;
        for (char c : text.toCharArray()) {
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            most = Math.max(most, depth);
        }
        return most;
    }
}
