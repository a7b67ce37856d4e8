package dev.millrace.flink.expression;

import dev.millrace.flink.expression.Positions.Span;
import dev.millrace.rel.ColumnUses.InputUse;
import dev.millrace.schema.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSnapshot;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Which names in a query are those of its inputs and of their columns. A name that the query gives itself, by AS, is none; a column that
 * passes a query in brackets under its own name is still the input's.
 *
 * <pre>
 *   SELECT o.delay AS d, late FROM (SELECT delay AS late, id FROM orders) AS o WHERE o.id > 1
 *                                          orders.delay  orders.id                   orders.id
 * </pre>
 *
 * What cannot be told apart is not named; whoever writes a query anew has to have it typed again.
 */
final class QueryNames {
    private final String text;
    private final SequencedMap<String, Schema> inputs;
    private final Map<Span, List<InputUse>> uses = new HashMap<>();

    /** Where the name of a column comes from. */
    private record Origin(String input, String column) {}

    /** Columns by name; empty where the query itself has given the name. */
    private record Table(String name, SequencedMap<String, Optional<Origin>> columns) {}

    /** What can be named at some place: tables, and around them those of the query outside. */
    private record Scope(List<Table> tables, Map<String, Table> known, Scope outside) {
        Scope with(List<Table> more) {
            return new Scope(more, known, outside);
        }
    }

    private QueryNames(String text, SequencedMap<String, Schema> inputs) {
        this.text = text;
        this.inputs = inputs;
    }

    static List<InputUse> of(String text, SqlNode tree, SequencedMap<String, Schema> inputs) {
        var names = new QueryNames(text, inputs);
        names.query(tree, new Scope(List.of(), Map.of(), null));
        return names.uses.values().stream().flatMap(List::stream).sorted(Comparator.comparingInt(InputUse::from)).toList();
    }

    /** Notes what is named, and gives the columns of the result. */
    private SequencedMap<String, Optional<Origin>> query(SqlNode node, Scope scope) {
        switch (node) {
            case SqlSelect select -> {
                return select(select, scope, null);
            }
            case SqlOrderBy order -> {
                if (order.query instanceof SqlSelect select) {
                    return select(select, scope, order.orderList);
                }
                var columns = query(order.query, scope);
                values(order.orderList, new Scope(List.of(new Table("", columns)), scope.known(), scope.outside()));
                return columns;
            }
            case SqlWith with -> {
                var known = new HashMap<>(scope.known());
                for (SqlNode each : with.withList) {
                    var item = (SqlWithItem) each;
                    var columns = query(item.query, new Scope(List.of(), known, scope.outside()));
                    known.put(item.name.getSimple(), new Table(item.name.getSimple(), item.columnList == null ? columns : given(item.columnList.getList())));
                }
                return query(with.body, new Scope(List.of(), known, scope.outside()));
            }
            case SqlCall call when SqlKind.SET_QUERY.contains(call.getKind()) -> {
                // The names of the result are those of the first.
                var all = call.getOperandList().stream().map(o -> query(o, scope)).toList();
                return all.getFirst();
            }
            default -> {
                return new LinkedHashMap<>();
            }
        }
    }

    private SequencedMap<String, Optional<Origin>> select(SqlSelect select, Scope around, SqlNodeList order) {
        Scope outer = around.tables().isEmpty() ? around : new Scope(List.of(), around.known(), around);
        var tables = new ArrayList<Table>();
        from(select.getFrom(), tables, outer);
        Scope scope = outer.with(tables);
        for (SqlNode clause : new SqlNode[] {select.getSelectList(), select.getWhere(), select.getGroup(), select.getHaving(), select.getWindowList(),
                select.getQualify()}) {
            values(clause, scope);
        }
        var columns = new LinkedHashMap<String, Optional<Origin>>();
        for (SqlNode item : select.getSelectList()) {
            result(item, scope, columns);
        }
        // ORDER BY sees the names of the result before those of the tables.
        var withResult = new ArrayList<Table>();
        var ownNames = new LinkedHashMap<>(columns);
        withResult.add(new Table("", ownNames));
        withResult.addAll(tables);
        values(order == null ? select.getOrderList() : order, outer.with(withResult));
        return columns;
    }

    private static void result(SqlNode item, Scope scope, SequencedMap<String, Optional<Origin>> columns) {
        switch (item) {
            case SqlIdentifier star when star.isStar() -> scope.tables().stream().filter(t -> star.names.size() == 1 || t.name().equals(star.names.getFirst()))
                    .forEach(t -> t.columns().forEach(columns::putIfAbsent));
            case SqlIdentifier name -> columns.put(name.names.getLast(), column(name, scope).map(At::origin).orElse(Optional.empty()));
            case SqlCall as when as.getKind() == SqlKind.AS -> columns.put(((SqlIdentifier) as.operand(1)).getSimple(), Optional.empty());
            default -> { }
        }
    }

    private void from(SqlNode node, List<Table> tables, Scope scope) {
        switch (node) {
            case SqlJoin join -> {
                from(join.getLeft(), tables, scope);
                from(join.getRight(), tables, scope);
                values(join.getCondition(), scope.with(tables));
            }
            case SqlBasicCall as when as.getKind() == SqlKind.AS -> {
                var inner = new ArrayList<>(tables);
                int before = inner.size();
                from(as.operand(0), inner, scope);
                String name = ((SqlIdentifier) as.operand(1)).getSimple();
                if (as.operandCount() > 2) {
                    tables.add(new Table(name, given(as.getOperandList().subList(2, as.operandCount()))));
                } else {
                    var columns = new LinkedHashMap<String, Optional<Origin>>();
                    inner.subList(before, inner.size()).forEach(t -> columns.putAll(t.columns()));
                    tables.add(new Table(name, columns));
                }
            }
            case null -> { }
            default -> tables.add(table(node, tables, scope));
        }
    }

    private Table table(SqlNode node, List<Table> before, Scope scope) {
        return switch (node) {
            case SqlIdentifier name when scope.known().containsKey(name.names.getLast()) -> scope.known().get(name.names.getLast());
            case SqlIdentifier name when name.isSimple() && inputs.containsKey(name.getSimple()) -> {
                note(name.getParserPosition(), name.getSimple(), Optional.empty());
                yield input(name.getSimple());
            }
            case SqlSnapshot snapshot -> {
                values(snapshot.getPeriod(), scope.with(before));
                yield table(snapshot.getTableRef(), before, scope);
            }
            case SqlCall call when call.getKind() == SqlKind.LATERAL || call.getKind() == SqlKind.COLLECTION_TABLE || call.getKind() == SqlKind.EXPLICIT_TABLE ->
                    table(call.operand(0), before, scope);
            case SqlCall call when call.getKind() == SqlKind.AS -> {
                var inner = new ArrayList<>(before);
                from(call, inner, scope);
                yield inner.getLast();
            }
            case SqlCall call when call.getKind() == SqlKind.UNNEST -> {
                values(call, scope.with(before));
                yield new Table("", new LinkedHashMap<>());
            }
            case SqlCall call when call.isA(SqlKind.QUERY) -> new Table("", query(call, scope.with(before)));
            case SqlCall call -> window(call, before, scope);
            default -> new Table("", new LinkedHashMap<>());
        };
    }

    /** TUMBLE(TABLE orders, DESCRIPTOR(ts), …): the columns of its table, and the bounds of its windows. */
    private Table window(SqlCall call, List<Table> before, Scope scope) {
        var columns = new LinkedHashMap<String, Optional<Origin>>();
        for (SqlNode operand : call.getOperandList()) {
            SqlNode argument = operand.getKind() == SqlKind.ARGUMENT_ASSIGNMENT ? ((SqlCall) operand).operand(0) : operand;
            if (argument.getKind() == SqlKind.SET_SEMANTICS_TABLE) {
                var set = (SqlCall) argument;
                columns.putAll(table(set.operand(0), before, scope).columns());
                var inside = List.of(new Table("", columns));
                set.getOperandList().stream().skip(1).forEach(o -> values(o, scope.with(inside)));
            } else if (argument.getKind() == SqlKind.EXPLICIT_TABLE || argument.isA(SqlKind.QUERY)) {
                columns.putAll(table(argument, before, scope).columns());
            } else {
                values(argument, scope.with(List.of(new Table("", columns))));
            }
        }
        return new Table("", columns);
    }

    private Table input(String name) {
        var columns = new LinkedHashMap<String, Optional<Origin>>();
        inputs.get(name).names().forEach(c -> columns.put(c, Optional.of(new Origin(name, c))));
        return new Table(name, columns);
    }

    private static SequencedMap<String, Optional<Origin>> given(List<SqlNode> names) {
        var columns = new LinkedHashMap<String, Optional<Origin>>();
        names.forEach(n -> columns.put(((SqlIdentifier) n).getSimple(), Optional.empty()));
        return columns;
    }

    private void values(SqlNode node, Scope scope) {
        switch (node) {
            case null -> { }
            case SqlDataTypeSpec type -> { }
            case SqlIdentifier name when ExpressionParser.now(name) != null || name.isStar() -> star(name, scope);
            case SqlIdentifier name -> name(name, scope);
            case SqlNodeList list -> list.forEach(n -> values(n, scope));
            case SqlWindow window -> {
                values(window.getPartitionList(), scope);
                values(window.getOrderList(), scope);
            }
            case SqlCall call when call.isA(SqlKind.QUERY) && call.getKind() != SqlKind.UNNEST -> query(call, scope);
            case SqlCall call when call.getKind() == SqlKind.AS -> values(call.operand(0), scope);
            case SqlCall call when call.getKind() == SqlKind.OVER && call.operand(1) instanceof SqlIdentifier -> values(call.operand(0), scope);
            case SqlCall call -> call.getOperandList().forEach(n -> values(n, scope));
            default -> { }
        }
    }

    /** {@code orders.*} names its input. */
    private void star(SqlIdentifier name, Scope scope) {
        if (name.names.size() > 1) {
            tableName(name, scope);
        }
    }

    private void name(SqlIdentifier name, Scope scope) {
        column(name, scope).ifPresent(at -> {
            if (at.part() > 0) {
                tableName(name, scope);
            }
            at.origins().forEach(o -> note(name.getComponentParserPosition(at.part()), o.input(), Optional.of(o.column())));
        });
    }

    /** A table is named by its own name where it has no other; that is the input's. */
    private void tableName(SqlIdentifier name, Scope scope) {
        String first = name.names.getFirst();
        for (Scope s = scope; s != null; s = s.outside()) {
            Optional<Table> table = s.tables().stream().filter(t -> t.name().equals(first)).findFirst();
            if (table.isPresent()) {
                if (inputs.containsKey(first) && table.get().columns().equals(input(first).columns()) && !s.known().containsKey(first)) {
                    note(name.getComponentParserPosition(0), first, Optional.empty());
                }
                return;
            }
        }
    }

    /** @param part which part of the identifier is the column @param origins several where USING names two columns at once */
    private record At(int part, List<Origin> origins) {
        Optional<Origin> origin() {
            return origins.stream().findFirst();
        }
    }

    private static Optional<At> column(SqlIdentifier name, Scope scope) {
        for (Scope s = scope; s != null; s = s.outside()) {
            String first = name.names.getFirst();
            Optional<Table> named = name.names.size() < 2 ? Optional.empty() : s.tables().stream().filter(t -> t.name().equals(first)).findFirst();
            if (named.isPresent()) {
                return Optional.of(new At(1, named.get().columns().getOrDefault(name.names.get(1), Optional.empty()).stream().toList()));
            }
            List<Optional<Origin>> having = s.tables().stream().filter(t -> t.columns().containsKey(first)).map(t -> t.columns().get(first)).toList();
            if (!having.isEmpty()) {
                // The result's own column comes first; otherwise a name in several tables is one of USING.
                boolean ofResult = s.tables().getFirst().name().isEmpty() && s.tables().getFirst().columns().containsKey(first);
                return Optional.of(new At(0, (ofResult ? having.subList(0, 1) : having).stream().flatMap(Optional::stream).distinct().toList()));
            }
        }
        return Optional.empty();
    }

    private void note(SqlParserPos at, String input, Optional<String> column) {
        Span span = Positions.span(text, at);
        var use = new InputUse(span.from(), span.to(), input, column);
        List<InputUse> here = uses.computeIfAbsent(span, s -> new ArrayList<>());
        if (!here.contains(use)) {
            here.add(use);
        }
    }
}
