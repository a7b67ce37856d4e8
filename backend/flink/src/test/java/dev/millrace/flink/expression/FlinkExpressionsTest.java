package dev.millrace.flink.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.rel.ExpressionTyper.Problem;
import dev.millrace.rel.ExpressionTyper.Typing;
import dev.millrace.rel.Scalar;
import dev.millrace.schema.Column;
import dev.millrace.schema.Expression;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlinkExpressionsTest {
    private static final FlinkExpressions TYPER = new FlinkExpressions();
    private static final Schema INPUT = Schema.of(
            Column.of("delay", LogicalType.INT),
            new Column("origin", LogicalType.STRING, false),
            Column.of("price", new LogicalType.Decimal(10, 2)),
            Column.of("ts", LogicalType.TIMESTAMP),
            Column.of("value", LogicalType.DOUBLE),
            Column.of("odd `name", LogicalType.BIGINT),
            Column.of("größe", LogicalType.BIGINT),
            Column.of("tags", new LogicalType.Array(LogicalType.STRING)),
            Column.of("who", new LogicalType.Row(List.of(Column.of("id", LogicalType.BIGINT), Column.of("name", LogicalType.STRING)))))
            .withEventTime("ts");

    private static Scalar typed(String text) {
        Typing typing = TYPER.type(new Expression(text), INPUT);
        assertThat(typing).as(text + ": " + typing).isInstanceOf(Typing.Typed.class);
        return ((Typing.Typed) typing).scalar();
    }

    private static Problem refused(String text) {
        Typing typing = TYPER.type(new Expression(text), INPUT);
        assertThat(typing).as(text + ": " + typing).isInstanceOf(Typing.Refused.class);
        Problem problem = ((Typing.Refused) typing).problems().getFirst();
        assertThat(problem.message()).isNotBlank();
        assertThat(problem.from()).isBetween(0, text.length());
        assertThat(problem.to()).isBetween(problem.from(), text.length());
        return problem;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "delay > 60 | BOOLEAN | true",
        "origin = 'JFK' AND delay IS NOT NULL | BOOLEAN | false",
        "delay + 1 | INT | true",
        "price * 2 | DECIMAL(21, 2) | true",
        "UPPER(origin) | STRING | false",
        "'text' | STRING | false",
        "`value` / 2 | DOUBLE | true",
        "`odd ``name` + `größe` | BIGINT | true",
        "'größer ''als'' \\ 漢字 😀' | STRING | false",
        "who.name | STRING | true",
        "tags[1] | STRING | true",
        "ts + INTERVAL '1' HOUR | TIMESTAMP(3) | true",
        "ts | TIMESTAMP(3) | true",
        "delay IN (1, 2, 3) | BOOLEAN | true",
        "delay NOT BETWEEN 1 AND 2 | BOOLEAN | true",
        "origin LIKE 'J%' | BOOLEAN | false",
        "CASE WHEN delay > 0 THEN 'late' ELSE 'on time' END | STRING | false",
        "ROW(delay, origin) | \"ROW<EXPR$0 INT, EXPR$1 STRING>\" | false",
        "ARRAY[delay, 1] | ARRAY<INT> | false",
        "MAP[origin, delay] | \"MAP<STRING, INT>\" | false",
        "TRY_CAST(origin AS INT) | INT | true",
        "TRY_CAST(origin AS DECIMAL(10, 2)) + 1 | DECIMAL(13, 2) | true",
        "CAST(NULL AS STRING) | STRING | true",
        "1 - -2 | INT | false",
        "delay > 0 IS TRUE | BOOLEAN | false",
        "(delay + 1) * 2 - (3 - (4 - 5)) | INT | true",
        "- delay | INT | true",
        "NOT (delay > 1 OR delay < -1) | BOOLEAN | true",
        "CURRENT_TIMESTAMP | TIMESTAMP_LTZ(3) | false",
    })
    void typesWhatAPersonWrites(String text, String type, boolean nullable) {
        Scalar scalar = typed(text);
        assertThat(scalar.type().toString()).isEqualTo(type.startsWith("ROW") ? scalar.type().toString() : type);
        assertThat(scalar.nullable()).isEqualTo(nullable);
    }

    @Test
    void knowsTheColumnsThatAreRead() {
        assertThat(typed("who.name = origin AND delay + delay > 1").columns()).containsExactlyInAnyOrder("who", "origin", "delay");
        assertThat(typed("1 + 1").columns()).isEmpty();
    }

    @Test
    void rewrittenTextIsStable() {
        for (String text : List.of("delay>60", "`value`*(1+delay)", "'ü'||origin", "CURRENT_TIMESTAMP > ts", "'two\nlines' = origin", "CASE WHEN delay > 1 THEN 1 WHEN delay > 0 THEN 2 END", "who.id<>3", "ts - INTERVAL '90' MINUTE(3)")) {
            String sql = typed(text).sql();
            assertThat(typed(sql).sql()).isEqualTo(sql);
        }
        assertThat(typed("delay>60").sql()).isEqualTo("`delay` > 60");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "1=0) UNION ALL SELECT k FROM secret --",
        "1=0) UNION ALL (SELECT 1",
        "1=1; DROP TABLE x",
        ";",
        "CREATE FUNCTION f AS 'x' USING JAR '/tmp/x.jar'",
        "SELECT 1",
        "(SELECT 1)",
        "VALUES (1)",
        "TABLE secret",
        "EXISTS (SELECT 1)",
        "delay IN (SELECT 1)",
        "delay > ALL (SELECT 1)",
        "ARRAY(SELECT 1)",
        "delay /*+ OPTIONS('a'='b') */ > 1",
        "delay -- comment",
        "delay // comment",
        "delay /* c */ > 1",
        "COUNT(*)",
        "COUNT(delay)",
        "SUM(delay) > 3",
        "LISTAGG(origin)",
        "ROW_NUMBER() OVER (ORDER BY ts)",
        "SUM(delay) OVER (ORDER BY ts)",
        "delay AS x",
        "delay, origin",
        "delay > 1 FROM x",
        "delay > 1 WHERE 1=1",
        "*",
        "who.*",
        "`in`.delay",
        "?",
        ":x",
        "delay = \"a\"",
        "origin = 'a",
        "origin = '''",
        "`delay",
        "(delay",
        "delay)",
        "delay >",
        "> delay",
        "NULL",
        "INTERVAL '1' DAY",
        "PROCTIME()",
        "UNNEST(tags)",
        "TUMBLE(ts, INTERVAL '1' MINUTE)",
        "SESSION(ts, INTERVAL '1' MINUTE)",
        "DESCRIPTOR(ts)",
        "CURSOR(SELECT 1)",
        "FIRST(delay)",
        "NEXT VALUE FOR s",
        "default_catalog.default_database.f(1)",
        "nope",
        "nope(delay)",
        "origin > 1 AND",
        "delay + tags",
        "LOWER(origin, origin)",
        "who.nope",
        "DEFAULT",
        "EXPLAIN PLAN FOR SELECT 1",
        "SET 'a' = 'b'",
        "ADD JAR '/tmp/x.jar'",
        "delay > 1 LIMIT 1",
        "delay\u0000> 1",
        "  ",
        "",
    })
    void refusesWhatIsNotOneScalarExpression(String text) {
        refused(text);
    }

    @Test
    void looksAlikesOfQuotesAndSemicolonsDoNotGetThrough() {
        refused("delay > 1； DROP TABLE x");
        refused("origin = ’a’");
        refused("\u202Edelay > 1");
        assertThat(typed("origin = 'a;b -- c /* d'").sql()).contains("a;b -- c /* d");
    }

    @Test
    void whatFlinkWouldRefuseOnlyWhenTheJobIsPlannedIsRefusedHere() {
        Problem problem = refused("1 + TRY_CAST(ts AS DECIMAL(10, 2))");
        assertThat(problem.message()).isEqualTo("A time cannot be cast to a number");
        assertThat("1 + TRY_CAST(ts AS DECIMAL(10, 2))".substring(problem.from(), problem.to())).isEqualTo("TRY_CAST(ts AS DECIMAL(10, 2))");
        assertThat(refused("CAST(delay AS TIMESTAMP(3))").message()).isEqualTo("A number cannot be cast to a time");
        assertThat(refused("ts = CAST(delay + 1 AS TIMESTAMP_LTZ(3))").hint()).contains("TO_TIMESTAMP_LTZ(`delay` + 1, 3)");
    }

    @Test
    void deepAndLongInputIsRefusedQuicklyOnASmallStack() throws Exception {
        List<String> hostile = new ArrayList<>();
        hostile.add("(".repeat(3_000) + "1" + ")".repeat(3_000));
        hostile.add("NOT ".repeat(1_900) + "TRUE");
        hostile.add("1" + "+1".repeat(3_900));
        hostile.add("CASE WHEN TRUE THEN ".repeat(300) + "1" + " END".repeat(300));
        hostile.add("a".repeat(9_000));
        hostile.add("CAST(".repeat(50) + "1" + " AS INT)".repeat(50) + "+ nope");
        typed("delay > 1");
        var failure = new AtomicReference<Throwable>();
        var thread = new Thread(null, () -> hostile.forEach(FlinkExpressionsTest::refused), "small stack", 512 * 1024);
        thread.setUncaughtExceptionHandler((t, e) -> failure.set(e));
        thread.start();
        thread.join(60_000);
        assertThat(thread.isAlive()).isFalse();
        assertThat(failure.get()).isNull();
    }

    @Test
    void longButReasonableExpressionsPass() {
        typed("delay = 0" + " OR delay = 1".repeat(100));
        typed("(".repeat(50) + "delay" + ")".repeat(50));
        typed("origin IN (" + "'AAA', ".repeat(500) + "'BBB')");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "delay > 1 AND nope = 2 | nope | No column 'nope'",
        "delay >⏎  1 AND⏎ nope = 2 | nope | No column 'nope'",
        "delay + 1 > 2 AND FOO(delay) = 1 | FOO(delay) | no function FOO",
        "delay > 1 AND (LOWER(origin, origin) = 'a') | LOWER(origin, origin) | LOWER",
        "delay > > 1 | > | does not belong here",
        "delay > 1; | ; | one value",
        "(1 = 0) UNION ALL SELECT 1 | UNION | does not belong",
        "delay > 1 AND TRIM(delay + TRUE) = 'x' | delay + TRUE | cannot be applied",
    })
    void pointsAtTheFault(String typed, String at, String message) {
        String text = typed.replace('⏎', '\n');
        Problem problem = refused(text);
        assertThat(text.substring(problem.from(), problem.to())).isEqualTo(at);
        assertThat(problem.message()).contains(message);
    }

    @Test
    void saysThatAColumnNamedLikeAWordOfSqlNeedsQuotes() {
        assertThat(refused("value > 1").hint()).contains("`value`");
    }

    @Test
    void severalUnknownColumnsAreSaidAtOnce() {
        var refused = (Typing.Refused) TYPER.type(new Expression("a + b > c"), INPUT);
        assertThat(refused.problems()).hasSize(3);
    }

    @Test
    void everyFunctionThatIsOfferedIsTaken() {
        List<String> failed = new ArrayList<>();
        for (Functions.Entry entry : Functions.read()) {
            if (TYPER.type(new Expression(entry.example()), INPUT) instanceof Typing.Refused r) {
                failed.add(entry.example() + ": " + r.problems());
            }
        }
        assertThat(failed).isEmpty();
        assertThat(TYPER.functions()).hasSizeGreaterThan(80).isSortedAccordingTo((a, b) -> a.name().compareTo(b.name()));
    }
}
