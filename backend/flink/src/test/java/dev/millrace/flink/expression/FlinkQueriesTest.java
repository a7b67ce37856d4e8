package dev.millrace.flink.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.rel.ExpressionTyper.Query;
import dev.millrace.rel.ExpressionTyper.QueryTyping;
import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlinkQueriesTest {
    private static final FlinkExpressions TYPER = new FlinkExpressions();
    private static final SequencedMap<String, Schema> INPUTS = new LinkedHashMap<>();

    static {
        INPUTS.put("orders", Schema.of(List.of(new Column("id", LogicalType.BIGINT, false), Column.of("note", LogicalType.STRING),
                Column.of("tags", new LogicalType.Array(LogicalType.STRING)), Column.of("amount", LogicalType.BIGINT), Column.of("ts", LogicalType.TIMESTAMP)))
                .withEventTime("ts"));
        INPUTS.put("totals", Schema.of(List.of(new Column("country", LogicalType.STRING, false), Column.of("total", LogicalType.BIGINT)))
                .withKey(List.of("country")).updating());
    }

    private static Query query(String text) {
        QueryTyping typing = TYPER.typeQuery(text, INPUTS);
        assertThat(typing).as(text).isInstanceOf(QueryTyping.Typed.class);
        return ((QueryTyping.Typed) typing).query();
    }

    @Test
    void aQueryThatOnlyAddsRowsKeepsTheEventTime() {
        Query query = query("SELECT o.ts AS moment, UPPER(note) AS n -- shout\nFROM orders o WHERE amount > 1");
        assertThat(query.schema().isUpdating()).isFalse();
        assertThat(query.schema().eventTime()).contains("moment");
        assertThat(query.schema()).hasToString("(moment TIMESTAMP(3), n STRING)");
        assertThat(query.reads()).containsExactly(Map.entry("orders", Set.of("ts", "note", "amount")));
        assertThat(query.keepsState()).isFalse();
        assertThat(query.sql()).doesNotContain("shout");
    }

    @Test
    void whichThreadAsksDoesNotMatter() throws Exception {
        query("SELECT id FROM orders");
        for (int least : new int[] {3, 4, 5}) {
            var asked = new FutureTask<>(() -> query("SELECT country, total * 10 AS tens FROM totals WHERE total > " + least));
            Thread.ofPlatform().start(asked);
            assertThat(asked.get().schema().key()).containsExactly("country");
        }
    }

    @Test
    void rowsInTheOrderOfTimeStayInIt() {
        assertThat(query("SELECT id, ts FROM orders ORDER BY ts").schema().eventTime()).contains("ts");
        assertThat(((QueryTyping.Refused) TYPER.typeQuery("SELECT id, 'x' AS kind, ts FROM orders ORDER BY ts", INPUTS)).problems()).singleElement()
                .satisfies(p -> {
                    assertThat(p.message()).contains("'kind' is CHAR(1)");
                    assertThat(p.from()).isEqualTo(11);
                });
    }

    @Test
    void aStarReadsAllAndACountOfRowsNone() {
        assertThat(query("SELECT * FROM totals").reads().get("totals")).containsExactlyInAnyOrder("country", "total");
        assertThat(query("SELECT COUNT(*) AS n FROM orders").reads().get("orders")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "SELECT note, COUNT(*) AS n FROM orders GROUP BY note | note",
            "SELECT country, total + 1 AS more FROM totals | country",
            "SELECT total FROM totals | ",
            "SELECT COUNT(*) AS n FROM orders | ",
            "SELECT id, amount FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY id ORDER BY ts DESC) AS r FROM orders) WHERE r = 1 | id",
            "SELECT t.country, u.total FROM totals t JOIN totals u ON t.country = u.country | country",
            "SELECT id, country FROM orders LEFT JOIN totals ON note = country | "})
    void changingRowsAreUniqueByWhatThePlannerSays(String line) {
        String[] parts = line.split("\\|", -1);
        Query query = query(parts[0]);
        assertThat(query.schema().isUpdating()).isTrue();
        assertThat(query.schema().key()).isEqualTo(parts[1].isBlank() ? List.of() : List.of(parts[1].strip()));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "SELECT * FROM orders, LATERAL TABLE(steal(id))", "SELECT (SELECT MAX(k) FROM secrets) AS k FROM orders",
            "WITH orders AS (SELECT * FROM secrets) SELECT * FROM orders", "SELECT * FROM orders JOIN secrets ON TRUE", "SELECT * FROM `typing`.`queries`.`orders`",
            "SELECT * FROM information_schema.tables", "TABLE secrets", "SHOW TABLES", "EXPLAIN SELECT * FROM orders", "DESCRIBE orders", "USE CATALOG x", "ADD JAR 'x'",
            "EXECUTE STATEMENT SET BEGIN INSERT INTO a SELECT * FROM orders; END", "SELECT * FROM orders /* ; */; DROP TABLE orders", "CALL sys.reset()",
            "SELECT * FROM orders UNION ALL SELECT * FROM secrets", "SELECT id FROM orders WHERE id IN (SELECT id FROM secrets)", "SELECT ? AS x FROM orders",
            "SELECT id FROM orders NATURAL JOIN totals", "SELECT * FROM orders TABLESAMPLE BERNOULLI(10)", "SELECT STREAM id FROM secrets", "", "  ", "((((", "SELECT",
            "SELECT * FROM orders MATCH_RECOGNIZE (ORDER BY ts MEASURES A.id AS i PATTERN (A) DEFINE A AS TRUE)", "SELECT * FROM TABLE(secrets)",
            "SELECT * FROM TABLE(TUMBLE(TABLE secrets, DESCRIPTOR(ts), INTERVAL '1' MINUTE))", "CREATE TABLE x AS SELECT * FROM orders"})
    void nothingButAQueryOverTheInputsPasses(String text) {
        QueryTyping typing = TYPER.typeQuery(text, INPUTS);
        assertThat(typing).isInstanceOf(QueryTyping.Refused.class);
        assertThat(((QueryTyping.Refused) typing).problems()).isNotEmpty().allSatisfy(p -> {
            assertThat(p.message()).isNotBlank();
            assertThat(p.from()).isBetween(0, text.length());
            assertThat(p.to()).isBetween(p.from(), text.length());
        });
    }

    @Test
    void damagedQueriesAreTypedOrRefusedAndNeverMore() {
        var random = new Random(7);
        String whole = "WITH a AS (SELECT id, UNNEST_1.t FROM orders CROSS JOIN UNNEST(tags) AS UNNEST_1 (t)) SELECT t, COUNT(DISTINCT id) AS n FROM a WHERE t LIKE 'x%' GROUP BY t";
        query(whole);
        for (int i = 0; i < 300; i++) {
            var text = new StringBuilder(whole);
            for (int cut = random.nextInt(3); cut >= 0; cut--) {
                int at = random.nextInt(text.length());
                text.replace(at, Math.min(text.length(), at + random.nextInt(12)), random.nextBoolean() ? "" : String.valueOf((char) (32 + random.nextInt(96))));
            }
            assertThat(TYPER.typeQuery(text.toString(), INPUTS)).as(text.toString()).isNotNull();
        }
    }
}
