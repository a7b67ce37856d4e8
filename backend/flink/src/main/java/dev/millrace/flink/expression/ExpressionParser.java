package dev.millrace.flink.expression;

import dev.millrace.rel.ExpressionTyper.Problem;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.config.Lex;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlDialect;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWriterConfig;
import org.apache.calcite.sql.dialect.CalciteSqlDialect;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.util.Litmus;
import org.apache.flink.sql.parser.impl.FlinkSqlParserImpl;
import org.apache.flink.sql.parser.validate.FlinkSqlConformance;

/**
 * Parses a text as exactly one scalar expression of Flink SQL. Everything else is refused: queries, statements, aggregates over
 * a window, parameters. What passes is written anew from its tree, and only if that text has the same tree again.
 */
final class ExpressionParser {
    private static final int DEEPEST_TREE = 300;
    static final SqlParser.Config SYNTAX = SqlParser.config()
            .withParserFactory(FlinkSqlParserImpl.FACTORY)
            .withConformance(FlinkSqlConformance.DEFAULT)
            .withLex(Lex.JAVA)
            .withIdentifierMaxLength(256);
    private static final SqlDialect DIALECT = new CalciteSqlDialect(SqlDialect.EMPTY_CONTEXT
            .withConformance(FlinkSqlConformance.DEFAULT)
            .withUnquotedCasing(SYNTAX.unquotedCasing())
            .withQuotedCasing(SYNTAX.quotedCasing())
            .withIdentifierQuoteString("`")) {
        @Override
        public void quoteStringLiteral(StringBuilder sql, String charset, String value) {
            // As it is: Calcite's u&'\\00e9' is not read back as the same tree.
            sql.append('\'').append(value.replace("'", "''")).append('\'');
        }
    };
    /** Functions that are written like a column. */
    private static final Map<String, SqlFunction> NOW = Map.of(
            "CURRENT_TIMESTAMP", SqlStdOperatorTable.CURRENT_TIMESTAMP,
            "CURRENT_DATE", SqlStdOperatorTable.CURRENT_DATE,
            "CURRENT_TIME", SqlStdOperatorTable.CURRENT_TIME,
            "LOCALTIMESTAMP", SqlStdOperatorTable.LOCALTIMESTAMP,
            "LOCALTIME", SqlStdOperatorTable.LOCALTIME);
    static final Set<SqlKind> SCALAR = scalarKinds();

    private ExpressionParser() {}

    private static Set<SqlKind> scalarKinds() {
        Set<SqlKind> kinds = EnumSet.of(SqlKind.AND, SqlKind.OR, SqlKind.NOT, SqlKind.LIKE, SqlKind.RLIKE, SqlKind.SIMILAR,
                SqlKind.BETWEEN, SqlKind.IN, SqlKind.NOT_IN, SqlKind.PLUS, SqlKind.MINUS, SqlKind.TIMES, SqlKind.DIVIDE, SqlKind.MOD,
                SqlKind.MINUS_PREFIX, SqlKind.PLUS_PREFIX, SqlKind.CASE, SqlKind.CAST, SqlKind.SAFE_CAST, SqlKind.ITEM, SqlKind.DOT,
                SqlKind.ROW, SqlKind.ARRAY_VALUE_CONSTRUCTOR, SqlKind.MAP_VALUE_CONSTRUCTOR, SqlKind.EXTRACT, SqlKind.FLOOR,
                SqlKind.CEIL, SqlKind.TRIM, SqlKind.LTRIM, SqlKind.RTRIM, SqlKind.POSITION, SqlKind.TIMESTAMP_ADD, SqlKind.TIMESTAMP_DIFF,
                SqlKind.COALESCE, SqlKind.NULLIF, SqlKind.GREATEST, SqlKind.LEAST, SqlKind.JSON_VALUE_EXPRESSION,
                SqlKind.LITERAL_CHAIN, SqlKind.OTHER, SqlKind.OTHER_FUNCTION, SqlKind.IS_TRUE, SqlKind.IS_FALSE, SqlKind.IS_UNKNOWN,
                SqlKind.IS_NOT_TRUE, SqlKind.IS_NOT_FALSE, SqlKind.IS_NULL, SqlKind.IS_NOT_NULL,
                SqlKind.IS_DISTINCT_FROM, SqlKind.IS_NOT_DISTINCT_FROM, SqlKind.OVERLAPS, SqlKind.CONTAINS, SqlKind.REVERSE);
        kinds.addAll(SqlKind.COMPARISON);
        return kinds;
    }

    /** Makes calls of what is only written like a column, so that it is not written back as one. */
    static final SqlShuttle CALLS = new SqlShuttle() {
        @Override
        public SqlNode visit(SqlIdentifier id) {
            SqlFunction function = now(id);
            return function == null ? id : function.createCall(id.getParserPosition());
        }
    };

    static SqlFunction now(SqlIdentifier id) {
        return id.isSimple() && !id.isComponentQuoted(0) ? NOW.get(id.getSimple().toUpperCase(Locale.ROOT)) : null;
    }

    sealed interface Result {
        record Parsed(ParsedExpression expression) implements Result {}

        record Refused(List<Problem> problems) implements Result {}
    }

    /** @param names columns of the input, to tell a reserved word from a column that needs quotes */
    static Result parse(String text, Collection<String> names) {
        return parse(text, names, SCALAR);
    }

    /** The same, with FIRST and LAST of the rows that a step of a pattern matched. */
    static Result parseOverSteps(String text, Collection<String> names) {
        Set<SqlKind> kinds = EnumSet.copyOf(SCALAR);
        kinds.addAll(Set.of(SqlKind.FIRST, SqlKind.LAST));
        return parse(text, names, kinds);
    }

    private static Result parse(String text, Collection<String> names, Set<SqlKind> allowed) {
        Optional<Problem> screened = Screening.of(text);
        if (screened.isPresent()) {
            return new Result.Refused(List.of(screened.get()));
        }
        try {
            SqlNode tree = SqlParser.create(text, SYNTAX).parseExpression();
            List<Problem> problems = new ArrayList<>();
            Set<String> columns = new LinkedHashSet<>();
            inspect(tree, text, allowed, problems, columns);
            if (!problems.isEmpty()) {
                return new Result.Refused(problems);
            }
            tree = tree.accept(CALLS);
            String sql = write(tree);
            SqlNode written = SqlParser.create(sql, SYNTAX).parseExpression().accept(CALLS);
            if (!tree.equalsDeep(written, Litmus.IGNORE)) {
                return refused(0, text.length(), "This expression cannot be read without doubt", "Add brackets to say what belongs together");
            }
            return new Result.Parsed(new ParsedExpression(text, tree, sql, written, write(tree.accept(new DecimalGuard())), columns));
        } catch (SqlParseException e) {
            return new Result.Refused(List.of(complaint(e, text, names, "expression")));
        } catch (StackOverflowError e) {
            // The parser recurses by nesting; the text is bounded, but a thread's stack can be small.
            return refused(0, text.length(), "The expression is nested too deep", "Split it over several nodes");
        }
    }

    private static Result refused(int from, int to, String message, String hint) {
        return new Result.Refused(List.of(new Problem(from, to, message, hint)));
    }

    static String write(SqlNode tree) {
        return tree.toSqlString(c -> c.withDialect(DIALECT)
                .withQuoteAllIdentifiers(true)
                .withAlwaysUseParentheses(false)
                .withSelectListItemsOnSeparateLines(false)
                .withClauseStartsLine(false)
                .withLineFolding(SqlWriterConfig.LineFolding.WIDE)
                .withLineLength(0)
                .withIndentation(0)).getSql();
    }

    /** Walks the tree without recursion, so that depth is a count and not a stack. */
    private static void inspect(SqlNode root, String text, Set<SqlKind> allowed, List<Problem> problems, Set<String> columns) {
        record At(SqlNode node, int depth) {}
        Deque<At> todo = new ArrayDeque<>();
        todo.push(new At(root, 1));
        while (!todo.isEmpty()) {
            At at = todo.pop();
            if (at.depth() > DEEPEST_TREE) {
                problems.add(new Problem(0, text.length(), "The expression is nested too deep", "Split it over several nodes"));
                return;
            }
            switch (at.node()) {
                case null -> { }
                case SqlLiteral literal -> { }
                case SqlDataTypeSpec type -> { }
                case SqlIntervalQualifier unit -> { }
                case SqlIdentifier name when name.isStar() -> problems.add(Positions.problem(text, name.getParserPosition(),
                        "'*' stands for rows, not for a value", "Name a column"));
                case SqlIdentifier name when now(name) != null -> { }
                case SqlIdentifier name -> columns.add(name.names.getFirst());
                case SqlNodeList list -> list.forEach(n -> todo.push(new At(n, at.depth() + 1)));
                case SqlCall call when (call instanceof SqlBasicCall || call instanceof SqlCase) && allowed.contains(call.getKind()) ->
                        call.getOperandList().forEach(n -> todo.push(new At(n, at.depth() + 1)));
                default -> problems.add(Positions.problem(text, at.node().getParserPosition(), notScalar(at.node()),
                        "An expression computes one value from the columns of one row"));
            }
        }
    }

    private static String notScalar(SqlNode node) {
        if (node.isA(SqlKind.QUERY)) {
            return "A query cannot be part of an expression";
        }
        return switch (node.getKind()) {
            case OVER -> "An aggregate over a window of rows cannot be part of an expression";
            case EXISTS, CURSOR, ARRAY_QUERY_CONSTRUCTOR, MULTISET_QUERY_CONSTRUCTOR, MAP_QUERY_CONSTRUCTOR ->
                    "A query cannot be part of an expression";
            case DYNAMIC_PARAM -> "'?' has no meaning here";
            default -> "'" + node.getKind().sql.toUpperCase(Locale.ROOT) + "' cannot be part of an expression";
        };
    }

    static Problem complaint(SqlParseException e, String text, Collection<String> names, String what) {
        if (e.getPos() == null) {
            return new Problem(0, text.length(), "This is no " + what, "");
        }
        Positions.Span span = Positions.span(text, e.getPos());
        String found = text.substring(span.from(), span.to()).strip();
        if (found.isEmpty() || String.valueOf(e.getMessage()).startsWith("Encountered \"<EOF>\"")) {
            return new Problem(found.isEmpty() ? span.from() : span.to(), span.to(), "The " + what + " ends too early", "Something is missing at the end");
        }
        String word = found.lines().findFirst().orElse(found);
        for (String name : names) {
            if (name.equalsIgnoreCase(word)) {
                return new Problem(span.from(), span.to(), "'" + word + "' is a word of SQL, so it does not name the column here",
                        "Write `" + name + "` in back quotes");
            }
        }
        return new Problem(span.from(), span.to(), "'" + word + "' does not belong here", "");
    }
}
