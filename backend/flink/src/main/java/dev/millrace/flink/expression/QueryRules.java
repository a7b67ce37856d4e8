package dev.millrace.flink.expression;

import dev.millrace.rel.ExpressionTyper.Problem;
import dev.millrace.schema.Schema;
import dev.millrace.schema.Suggestion;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSnapshot;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.parser.SqlParserPos;

/** What a query may consist of: all that is not named here is refused. Notes what it reads on the way. */
final class QueryRules {
    /** The table functions there are; each cuts a table into windows. */
    private static final Set<String> WINDOWS = Set.of("TUMBLE", "HOP", "CUMULATE", "SESSION");
    private static final Set<SqlKind> VALUES = values();

    private final String text;
    private final Map<String, Schema> inputs;
    private final List<Problem> problems = new ArrayList<>();
    private final Set<String> tables = new LinkedHashSet<>();
    private final Set<String> names = new HashSet<>();
    private final List<List<String>> keys = new ArrayList<>();
    private boolean all;

    QueryRules(String text, Map<String, Schema> inputs) {
        this.text = text;
        this.inputs = inputs;
    }

    private static Set<SqlKind> values() {
        Set<SqlKind> kinds = EnumSet.copyOf(ExpressionParser.SCALAR);
        kinds.addAll(SqlKind.AGGREGATE);
        kinds.addAll(Set.of(SqlKind.AS, SqlKind.OVER, SqlKind.WINDOW, SqlKind.FILTER, SqlKind.WITHIN_GROUP, SqlKind.EXISTS, SqlKind.SCALAR_QUERY,
                SqlKind.DESCENDING, SqlKind.NULLS_FIRST, SqlKind.NULLS_LAST, SqlKind.GROUPING_SETS, SqlKind.ROLLUP, SqlKind.CUBE, SqlKind.SOME,
                SqlKind.ALL));
        return kinds;
    }

    void check(SqlNode query) {
        query(query, Set.of());
    }

    List<Problem> problems() {
        return problems;
    }

    /** Inputs that are read. */
    Set<String> tables() {
        return tables;
    }

    /** All that is named in the query, columns among them. */
    Set<String> names() {
        return names;
    }

    /** Whether columns are read that are not named. */
    boolean readsAll() {
        return all;
    }

    /** What rows are grouped or ranked by, which may make the result unique. */
    List<List<String>> keys() {
        return keys;
    }

    private void query(SqlNode node, Set<String> known) {
        switch (node) {
            case SqlSelect select -> select(select, known);
            case SqlOrderBy order -> {
                query(order.query, known);
                values(order.orderList, known);
                values(order.offset, known);
                values(order.fetch, known);
            }
            case SqlWith with -> with(with, known);
            case SqlBasicCall call when SqlKind.SET_QUERY.contains(call.getKind()) -> call.getOperandList().forEach(o -> query(o, known));
            default -> no(node, "'" + word(node) + "' cannot be part of a query here", "Read rows from an input, and from nothing else");
        }
    }

    private void with(SqlWith with, Set<String> known) {
        Set<String> more = new HashSet<>(known);
        for (SqlNode node : with.withList) {
            var item = (SqlWithItem) node;
            if (item.recursive.booleanValue()) {
                no(item, "A query cannot read itself", "Leave out RECURSIVE");
            }
            query(item.query, Set.copyOf(more));
            more.add(item.name.getSimple());
        }
        query(with.body, more);
    }

    private void select(SqlSelect select, Set<String> known) {
        if (select.hasHints()) {
            no(select.getHints(), "Hints cannot be in a query", "Remove it");
            return;
        }
        if (select.getFrom() == null) {
            no(select, "This reads no input", "Add FROM and one of " + inputs.keySet());
            return;
        }
        from(select.getFrom(), known);
        values(select.getSelectList(), known);
        values(select.getWhere(), known);
        values(select.getGroup(), known);
        values(select.getHaving(), known);
        values(select.getWindowList(), known);
        values(select.getQualify(), known);
        values(select.getOrderList(), known);
        values(select.getOffset(), known);
        values(select.getFetch(), known);
        noteKey(select.getGroup());
    }

    private void noteKey(SqlNodeList grouped) {
        if (grouped != null) {
            keys.add(grouped.getList().stream().filter(SqlIdentifier.class::isInstance).map(n -> ((SqlIdentifier) n).names.getLast()).distinct().toList());
        }
    }

    private void from(SqlNode node, Set<String> known) {
        switch (node) {
            case SqlIdentifier name -> table(name, known);
            case SqlJoin join -> {
                if (join.isNatural()) {
                    no(join, "NATURAL joins by whatever columns have the same name", "Write which columns must be equal behind ON or USING");
                }
                from(join.getLeft(), known);
                from(join.getRight(), known);
                values(join.getCondition(), known);
            }
            case SqlSnapshot snapshot -> {
                from(snapshot.getTableRef(), known);
                values(snapshot.getPeriod(), known);
            }
            case SqlBasicCall call when call.getKind() == SqlKind.AS -> from(call.operand(0), known);
            case SqlBasicCall call when call.getKind() == SqlKind.LATERAL -> from(call.operand(0), known);
            case SqlBasicCall call when call.getKind() == SqlKind.UNNEST -> call.getOperandList().forEach(o -> values(o, known));
            case SqlBasicCall call when call.getKind() == SqlKind.COLLECTION_TABLE -> window(call.operand(0), known);
            case SqlCall call when call.getKind() == SqlKind.TABLE_REF -> no(node, "Hints cannot be in a query", "Remove it");
            default -> {
                if (node.isA(SqlKind.QUERY)) {
                    query(node, known);
                } else {
                    no(node, "'" + word(node) + "' cannot be read from", "Read one of " + inputs.keySet());
                }
            }
        }
    }

    private void table(SqlIdentifier name, Set<String> known) {
        String table = name.names.getLast();
        if (name.isSimple() && known.contains(table)) {
            return;
        }
        if (name.isSimple() && inputs.containsKey(table)) {
            tables.add(table);
        } else {
            String hint = Suggestion.hint(name.toString(), List.copyOf(inputs.keySet()));
            no(name, "There is no input '" + name + "'; the inputs are " + inputs.keySet(), hint.isEmpty() ? "A query reads the inputs of its node alone" : hint);
        }
    }

    /** TABLE(TUMBLE(TABLE orders, DESCRIPTOR(ts), INTERVAL '1' MINUTE)) and the like. */
    private void window(SqlNode node, Set<String> known) {
        if (!(node instanceof SqlBasicCall call) || !WINDOWS.contains(call.getOperator().getName().toUpperCase(Locale.ROOT)) || isQualified(call)) {
            no(node, "'" + (node instanceof SqlCall call ? call.getOperator().getName() : word(node)) + "' is no table function that can be used here",
                    "There are TUMBLE, HOP, CUMULATE and SESSION");
            return;
        }
        call.getOperandList().forEach(o -> windowArgument(o, known));
    }

    private void windowArgument(SqlNode node, Set<String> known) {
        switch (node) {
            case SqlBasicCall call when call.getKind() == SqlKind.ARGUMENT_ASSIGNMENT -> windowArgument(call.operand(0), known);
            case SqlBasicCall call when call.getKind() == SqlKind.EXPLICIT_TABLE -> from(call.operand(0), known);
            case SqlBasicCall call when call.getKind() == SqlKind.SET_SEMANTICS_TABLE -> {
                windowArgument(call.operand(0), known);
                call.getOperandList().stream().skip(1).forEach(o -> values(o, known));
            }
            case SqlBasicCall call when call.getKind() == SqlKind.DESCRIPTOR -> call.getOperandList().forEach(o -> values(o, known));
            default -> {
                if (node.isA(SqlKind.QUERY)) {
                    query(node, known);
                } else {
                    values(node, known);
                }
            }
        }
    }

    /** Everything that is computed, and the lists and clauses around it. */
    private void values(SqlNode node, Set<String> known) {
        switch (node) {
            case null -> { }
            case SqlLiteral literal -> { }
            case SqlDataTypeSpec type -> { }
            case SqlIntervalQualifier unit -> { }
            case SqlIdentifier name when ExpressionParser.now(name) != null -> { }
            case SqlIdentifier name -> {
                all |= name.isStar();
                names.addAll(name.names);
            }
            case SqlNodeList list -> list.forEach(n -> values(n, known));
            case SqlWindow window -> {
                if (window.getPartitionList() != null && window.getPartitionList().size() > 0) {
                    noteKey(window.getPartitionList());
                }
                window.getOperandList().forEach(n -> values(n, known));
            }
            case SqlCall call when call.isA(SqlKind.QUERY) -> query(call, known);
            case SqlBasicCall call when isCount(call) -> { }
            case SqlBasicCall call when isQualified(call) -> no(node, "There is no function with a name like this", "Only Flink's own functions can be used");
            case SqlCall call when (call instanceof SqlBasicCall || call instanceof SqlCase) && VALUES.contains(call.getKind()) ->
                    call.getOperandList().forEach(n -> values(n, known));
            default -> no(node, "'" + word(node) + "' cannot be part of a query here", "");
        }
    }

    /** COUNT(*) reads no column. */
    private static boolean isCount(SqlBasicCall call) {
        return call.getOperator().getName().equalsIgnoreCase("COUNT") && call.operandCount() == 1 && call.operand(0) instanceof SqlIdentifier star
                && star.isStar() && !isQualified(call);
    }

    /** A function of a catalog, and not one of Flink's own. */
    private static boolean isQualified(SqlCall call) {
        return call.getOperator() instanceof SqlFunction function && function.getSqlIdentifier() != null && !function.getSqlIdentifier().isSimple();
    }

    private static String word(SqlNode node) {
        return node instanceof SqlCall call && !call.getOperator().getName().isBlank() ? call.getOperator().getName() : node.getKind().sql.toUpperCase(Locale.ROOT);
    }

    private void no(SqlNode node, String message, String hint) {
        SqlParserPos at = node.getParserPosition();
        problems.add(at == null || at.getLineNum() == 0 ? new Problem(0, text.length(), message, hint) : Positions.problem(text, at, message, hint));
    }
}
