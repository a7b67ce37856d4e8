package dev.millrace.flink.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.compile.Compilation;
import dev.millrace.compile.Compiler;
import dev.millrace.compile.Renaming;
import dev.millrace.fixture.Fixture;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.PortRef;
import dev.millrace.rel.ColumnUses.InputUse;
import dev.millrace.rel.ColumnUses.Use;
import dev.millrace.rel.ExpressionTyper.QueryTyping;
import dev.millrace.schema.Column;
import dev.millrace.schema.Expression;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnNamesTest {
    private static final FlinkExpressions TYPER = new FlinkExpressions();
    private static final Compiler COMPILER = new Compiler(NodeKinds.shipped(), TYPER);

    private static List<String> names(String text, String... steps) {
        return TYPER.usesIn(new Expression(text), List.of(steps)).orElseThrow().stream().map(u -> text.substring(u.from(), u.to())).toList();
    }

    @Test
    void aNameIsAColumnOnlyWhereItStandsForOne() {
        assertThat(names("customer.city = 'delay' OR `delay` > CHAR_LENGTH(delay) -\n delay")).containsExactly("customer", "`delay`", "delay", "delay");
        assertThat(names("CASE WHEN CURRENT_DATE = d THEN CAST(n AS INT) ELSE TIMESTAMPDIFF(HOUR, a, b) END")).containsExactly("d", "n", "a", "b");
        assertThat(names("tags[i] = labels['i']")).containsExactly("tags", "i", "labels");
        assertThat(names("LAST(up.price, 1) < up.price AND price > 1", "up")).containsExactly("price", "price", "price");
        assertThat(TYPER.usesIn(new Expression("`größe ``x` > 1"), List.of())).contains(List.of(new Use(0, 11, "größe `x")));
        assertThat(TYPER.usesIn(new Expression("delay >"), List.of())).isEmpty();
        assertThat(TYPER.usesIn(new Expression("(SELECT 1)"), List.of())).isEmpty();
    }

    private static SequencedMap<String, Schema> inputs(String orders, String id, String amount, String ts, String tags, String payments) {
        SequencedMap<String, Schema> inputs = new LinkedHashMap<>();
        inputs.put(orders, Schema.of(Column.of(id, LogicalType.BIGINT), Column.of(amount, LogicalType.INT), Column.of(ts, LogicalType.TIMESTAMP),
                Column.of(tags, new LogicalType.Array(LogicalType.STRING))).withEventTime(ts));
        inputs.put(payments, Schema.of(Column.of("id", LogicalType.BIGINT), Column.of("paid", LogicalType.TIMESTAMP)).withEventTime("paid"));
        return inputs;
    }

    /** Every column of the first input, and both inputs, get other names; the query written anew is planned to the same types. */
    @ParameterizedTest
    @ValueSource(strings = {
            "SELECT id, amount AS a FROM orders WHERE amount > 1",
            "SELECT * FROM orders",
            "SELECT o.id, o.amount + 1 AS amount FROM orders AS o ORDER BY o.ts",
            "SELECT orders.id, payments.id AS other FROM orders JOIN payments ON orders.id = payments.id",
            "SELECT late FROM (SELECT amount AS late, id FROM orders) AS o WHERE o.id > 1",
            "SELECT amount FROM (SELECT amount, id FROM orders) WHERE id IN (SELECT id FROM payments)",
            "WITH big AS (SELECT id, amount FROM orders WHERE amount > 5) SELECT b.amount, big.id FROM big, big AS b WHERE b.id = big.id",
            "SELECT window_start, SUM(amount) AS n FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(ts), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end",
            "SELECT w.id FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(ts), INTERVAL '1' MINUTE)) AS w",
            "SELECT id, COUNT(*) AS n FROM orders GROUP BY id HAVING SUM(amount) > 3",
            "SELECT id, tag FROM orders CROSS JOIN UNNEST(tags) AS t (tag)",
            "SELECT id, SUM(amount) OVER (PARTITION BY id ORDER BY ts) AS n FROM orders",
            "SELECT id, amount FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY id ORDER BY amount DESC) AS place FROM orders) WHERE place = 1",
            "SELECT id FROM orders UNION ALL SELECT id FROM payments",
            "SELECT id FROM orders AS o WHERE EXISTS (SELECT 1 FROM payments WHERE payments.id = o.id AND paid > ts)",
            "SELECT a.id FROM orders a, payments b WHERE a.id = b.id AND a.ts BETWEEN b.paid - INTERVAL '1' HOUR AND b.paid"})
    void aQueryReadsTheSameUnderOtherNames(String query) {
        var was = inputs("orders", "id", "amount", "ts", "tags", "payments");
        var is = inputs("bestellungen", "the id", "betrag", "at", "words", "zahlungen");
        List<InputUse> uses = TYPER.usesInQuery(query, was).orElseThrow();
        var text = new StringBuilder(query);
        uses.stream().sorted(Comparator.comparingInt(InputUse::from).reversed()).forEach(u -> text.replace(u.from(), u.to(), "`" + renamed(u, was, is) + "`"));
        QueryTyping typed = TYPER.typeQuery(text.toString(), is);
        assertThat(typed).as(text.toString()).isInstanceOf(QueryTyping.Typed.class);
        assertThat(types(typed)).isEqualTo(types(TYPER.typeQuery(query, was)));
    }

    private static String renamed(InputUse use, SequencedMap<String, Schema> was, SequencedMap<String, Schema> is) {
        String input = List.copyOf(is.keySet()).get(List.copyOf(was.keySet()).indexOf(use.input()));
        return use.column().map(c -> is.get(input).names().get(was.get(use.input()).names().indexOf(c))).orElse(input);
    }

    private static List<LogicalType> types(QueryTyping typing) {
        return ((QueryTyping.Typed) typing).query().schema().columns().stream().map(Column::type).toList();
    }

    @Test
    void whatTheQueryNamesItselfIsItsOwn() {
        var inputs = inputs("orders", "id", "amount", "ts", "tags", "payments");
        String query = "SELECT o.amount AS id, late AS x FROM (SELECT amount, amount AS late FROM orders) AS o WHERE late > 1";
        assertThat(TYPER.usesInQuery(query, inputs).orElseThrow().stream().map(u -> u.from() + " " + query.substring(u.from(), u.to()) + " " + u.column().orElse("")))
                .containsExactly("9 amount amount", "46 amount amount", "54 amount amount", "74 orders ");
        assertThat(TYPER.usesInQuery("SELECT id FROM orders JOIN payments USING (id)", inputs).orElseThrow().stream().map(u -> u.input() + u.column()).toList())
                .contains("orders" + Optional.of("id"), "payments" + Optional.of("id"));
    }

    /** With the engine's own parser: what renames a column leaves every kind as sound as it was. */
    @TestFactory
    Stream<DynamicTest> everyKindFollows() {
        return Fixture.all().stream().map(f -> DynamicTest.dynamicTest(f.name(), () -> {
            Compilation now = f.compile(TYPER);
            if (now.diagnostics().hasErrors()) {
                return;
            }
            for (PortRef output : now.schemas().keySet()) {
                if (output.port().equals("bad") || !now.pipeline().nodes().containsKey(output.node())) {
                    continue;
                }
                Schema schema = now.schemas().get(output);
                String column = schema.names().get(Math.floorMod(f.name().hashCode(), schema.names().size()));
                var compiler = new Compiler(f.kinds(), TYPER);
                var renamed = new Renaming(compiler).rename(now, output, column, "renamed to", Set.of());
                Compilation then = compiler.compile(renamed.edit().apply(now.pipeline()));
                assertThat(then.diagnostics().hasErrors()).as(output + " " + column + ": " + then.diagnostics() + renamed).isFalse();
            }
        }));
    }
}
