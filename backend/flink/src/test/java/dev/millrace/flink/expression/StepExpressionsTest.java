package dev.millrace.flink.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.rel.ExpressionTyper.Typing;
import dev.millrace.schema.Column;
import dev.millrace.schema.Expression;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expressions over the rows that steps of a pattern matched. */
class StepExpressionsTest {
    private static final FlinkExpressions TYPER = new FlinkExpressions();
    private static final Schema INPUT = Schema.of(Column.of("card", LogicalType.STRING), Column.of("amount", LogicalType.BIGINT),
            Column.of("ts", LogicalType.TIMESTAMP)).withEventTime("ts");
    private static final List<String> STEPS = List.of("small", "big");

    private static Typing type(String text) {
        return TYPER.typeOverSteps(new Expression(text), INPUT, STEPS);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "amount > 10 | BOOLEAN | amount",
        "big.amount - small.amount | BIGINT | amount",
        "LAST(small.amount, 1) IS NULL | BOOLEAN | amount",
        "FIRST(small.ts) | TIMESTAMP(3) | ts",
        "COUNT(small.card) | BIGINT | card",
        "SUM(small.amount) + 1 | BIGINT | amount",
        "UPPER(big.card) | STRING | card"
    })
    void typesValuesOfSteps(String text, String type, String reads) {
        assertThat(type(text)).as(text).isInstanceOfSatisfying(Typing.Typed.class, t -> {
            assertThat(t.scalar().type()).hasToString(type);
            assertThat(t.scalar().columns()).containsExactly(reads);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "TRUE) PATTERN (small) DEFINE small AS TRUE) UNION ALL SELECT * FROM secret --", "(SELECT 1)", "EXISTS (SELECT 1 FROM secret)",
        "big.amount AS x, small.amount", "TRUE, big AS TRUE", "small", "other.amount", "small.nothing", "SUM(small.amount * big.amount)",
        "SUM(amount)", "COUNT(DISTINCT small.card)", "COUNT(small.*)", "LAST(1)", "SUM(amount) OVER (ORDER BY ts)", "big.amount +", "secret.k", ""
    })
    void refusesWhatIsNotOneValueOfSteps(String text) {
        assertThat(type(text)).as(text).isInstanceOfSatisfying(Typing.Refused.class, r -> assertThat(r.problems()).isNotEmpty().allSatisfy(p -> {
            assertThat(p.message()).isNotBlank();
            assertThat(p.from()).isBetween(0, p.to());
            assertThat(p.to()).isLessThanOrEqualTo(text.length());
        }));
    }
}
