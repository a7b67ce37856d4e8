package dev.millrace.flink.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.rel.ExpressionTyper.Typing;
import dev.millrace.schema.Column;
import dev.millrace.schema.Expression;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.junit.jupiter.api.Test;

/** What can be called in an expression is explained where it is typed. */
class FunctionsTest {
    private static final FlinkExpressions TYPER = new FlinkExpressions();
    private static final Schema INPUT = Schema.of(Column.of("note", LogicalType.STRING), Column.of("n", LogicalType.INT), Column.of("ts", LogicalType.TIMESTAMP)).withEventTime("ts");

    /** Names of Flink's that no expression can use: they need many rows, are of the Table API alone, or are written as signs and words. */
    private static final List<Pattern> NOT_CALLED = List.of(
            Pattern.compile("AGG_.*|HIVE_.*|ARRAY_AGG|AVG|COLLECT|COUNT|FIRST_VALUE|LAST_VALUE|LAG|LEAD|LISTAGG|MAX|MIN|PERCENTILE|STDDEV.*|SUM0?|VAR.*|JSON_\\w+AGG_.*|.*_AGG|DISTINCT|OVER"),
            Pattern.compile("AND|OR|NOT|IN|LIKE|SIMILAR|BETWEEN|NOTBETWEEN|IS\\w*|IS_JSON|EQUALS|NOTEQUALS|GREATER\\w*|LESS\\w*|PLUS|MINUS|MINUSPREFIX|TIMES|DIVIDE|AS|ASC|DESC|AT|GET|DEFAULT|ASSIGNMENT"),
            Pattern.compile("[A-Z]*(LOWERCASE|UPPERCASE|CHARLENGTH|CONVERTTZ|DATEFORMAT|CURRENT[A-Z]+|FROMBASE64|TOBASE64|FROMUNIXTIME|UNIXTIMESTAMP|IFTHENELSE|PARSEURL|RANDINTEGER|RANGETO"
                    + "|REGEXPEXTRACT|REGEXPREPLACE|REINTERPRETCAST|ROWTIME|SPLITINDEX|STREAMRECORDTIMESTAMP|STRTOMAP|TEMPORALOVERLAPS|TODATE|TOTIMESTAMP|TRANSLATE3|WITHCOLUMNS|WITHOUTCOLUMNS)"),
            Pattern.compile("PROCTIME|START|END|FLATTEN|SOURCE_WATERMARK|FROM_CHANGELOG|TO_CHANGELOG|ML_PREDICT|OBJECT_OF|OBJECT_UPDATE"),
            // Their values are of types that no column can hold.
            Pattern.compile("BITMAP_.*|PARSE_JSON|TRY_PARSE_JSON|JSON"),
            // It is of a time column alone, and always NULL where rows come from a node in front.
            Pattern.compile("CURRENT_WATERMARK"));

    @Test
    void everyFunctionThatCanBeCalledIsExplained() {
        Set<String> explained = Functions.HELP.stream().map(f -> f.name().toUpperCase(Locale.ROOT)).collect(Collectors.toSet());
        var silent = new TreeSet<String>();
        Arrays.stream(TableEnvironment.create(EnvironmentSettings.inStreamingMode()).listFunctions()).map(f -> f.toUpperCase(Locale.ROOT))
                .filter(f -> !explained.contains(f) && NOT_CALLED.stream().noneMatch(p -> p.matcher(f).matches())).forEach(silent::add);
        assertThat(silent).isEmpty();
        assertThat(Functions.HELP).allSatisfy(f -> {
            assertThat(f.signature()).startsWith(f.name());
            assertThat(f.help()).hasSizeBetween(3, 90).doesNotEndWith(".");
        });
        assertThat(Functions.HELP).extracting(f -> f.signature()).doesNotHaveDuplicates();
    }

    private static String hint(String expression) {
        return ((Typing.Refused) TYPER.type(new Expression(expression), INPUT)).problems().getFirst().hint();
    }

    @Test
    void aSlipInAFunctionAndMissingArgumentsAreSetRight() {
        assertThat(hint("UPER(note)")).isEqualTo("Did you mean UPPER(text)?");
        assertThat(hint("POWER(note)")).contains("POWER(base, exponent)");
    }

    @Test
    void aCastOfTextThatCanFailIsSaid() {
        var found = TYPER.castsThatCanFail(new Expression("1 + cast(note AS INT)"), INPUT, List.of());
        assertThat(found).singleElement().satisfies(p -> {
            assertThat(p.from()).isEqualTo(4);
            assertThat(p.to()).isEqualTo(21);
        });
        for (String safe : List.of("TRY_CAST(note AS INT)", "CAST(n AS STRING)", "CAST('1' AS INT)", "CAST(note AS VARCHAR(3))", "CAST(n AS BIGINT)")) {
            assertThat(TYPER.castsThatCanFail(new Expression(safe), INPUT, List.of())).as(safe).isEmpty();
        }
    }
}
