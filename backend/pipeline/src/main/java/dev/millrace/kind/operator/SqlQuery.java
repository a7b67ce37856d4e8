package dev.millrace.kind.operator;

import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.kind.Group;
import dev.millrace.kind.Kind;
import dev.millrace.kind.ManyInputsOperator;
import dev.millrace.kind.Port;
import dev.millrace.kind.PositiveDuration;
import dev.millrace.kind.Scope;
import dev.millrace.kind.Setting;
import dev.millrace.kind.SqlText;
import dev.millrace.rel.ExpressionTyper.Query;
import dev.millrace.rel.Rel;
import dev.millrace.schema.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/**
 * One query of Flink SQL, for what no other node draws. Each input is a table of the name it is given here, and there are no
 * others.
 *
 * <pre>
 *   orders   ──▶ orders   ┐ SELECT o.id, o.amount, p.at
 *                         ├ FROM orders o JOIN payments p ON o.id = p.id  ──▶ out   id, amount, at
 *   payments ──▶ payments ┘
 * </pre>
 *
 * <p>The columns, the event time, the key and whether rows change later follow from the query, as Flink plans it.
 */
@Kind(id = "operator.sql", title = "SQL", group = Group.CODE, icon = "code",
        summary = "Runs one query of Flink SQL over its named inputs")
public record SqlQuery(
        @Setting(label = "Inputs", atLeastOne = true, help = "Each becomes a port of the node and a table of the query") List<Input> inputTables,
        @Setting(label = "Query", help = "One SELECT over the inputs, such as SELECT id, amount FROM orders WHERE amount > 100") SqlText query,
        @Setting(label = "Keep for", help = "Where the query groups, joins or ranks: what is not touched for this long is forgotten; empty: nothing is")
        Optional<PositiveDuration> keepFor) implements ManyInputsOperator {

    static final SqlQuery EXAMPLE = new SqlQuery(List.of(new Input("orders")), new SqlText("SELECT id, amount FROM orders WHERE amount > 100"), Optional.empty());
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,39}");
    private static final String UNNAMED = "in";

    /** {@code name} names the port and the table. */
    public record Input(@Setting(label = "Name", help = "Lower-case letters, digits and underscores") String name) {}

    @Override public List<Port> inputs() {
        var ports = new ArrayList<Port>();
        var seen = new HashSet<String>();
        inputTables.stream().map(Input::name).filter(n -> NAME.matcher(n).matches() && seen.add(n)).forEach(n -> ports.add(Port.input(n, n)));
        return ports.isEmpty() ? List.of(Port.input(UNNAMED, "Rows")) : ports;
    }

    @Override public Optional<Schema> infer(SequencedMap<String, Schema> in, Scope at) {
        var seen = new HashSet<String>();
        for (int i = 0; i < inputTables.size(); i++) {
            String name = inputTables.get(i).name();
            String path = "inputTables[" + i + "].name";
            if (!NAME.matcher(name).matches()) {
                at.error(Code.BAD_SETTING, path, "'" + name + "' cannot name an input", "Begin with a letter, and use lower-case letters, digits and underscores");
            } else if (!seen.add(name)) {
                at.error(Code.DUPLICATE_NAME, path, "Two inputs are called '" + name + "'", "Choose another name");
            }
        }
        Optional<Query> typed = at.query("query", query.text(), in);
        typed.ifPresent(q -> {
            for (int i = 0; i < inputTables.size(); i++) {
                String name = inputTables.get(i).name();
                if (in.containsKey(name) && !q.reads().containsKey(name)) {
                    at.error(Code.BAD_SETTING, "inputTables[" + i + "].name", "The query does not read '" + name + "'", "Name it behind FROM, or remove the input");
                }
            }
            if (q.keepsState()) {
                at.unboundedState("keepFor", keepFor, "what it groups, joins or ranks");
            }
        });
        return typed.map(Query::schema);
    }

    @Override public Rel lower(SequencedMap<String, Rel> in, Scope at) {
        var schemas = new LinkedHashMap<String, Schema>();
        in.forEach((name, rel) -> schemas.put(name, rel.schema()));
        Query typed = at.query("query", query.text(), schemas).orElseThrow();
        return new Rel.Query(in, typed.sql(), typed.reads(), keepFor.map(PositiveDuration::value), typed.schema());
    }

    @Override public String glimpse() {
        return query.text().strip();
    }
}
