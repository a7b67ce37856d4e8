package dev.millrace.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypeParserTest {

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "bigint; BIGINT", "Integer; INT", "varchar; STRING", "decimal; DECIMAL(10, 0)", "DECIMAL( 38,38 ); DECIMAL(38, 38)",
        "timestamp; TIMESTAMP(3)", "timestamp_ltz(6); TIMESTAMP_LTZ(6)", "time; TIME(0)", "array<row<id bigint, `odd ``name` string>>; "
        + "ARRAY<ROW<id BIGINT, `odd ``name` STRING>>", " map < string , array<int> > ; MAP<STRING, ARRAY<INT>>"})
    void readsWhatPeopleWrite(String text, String canonical) {
        assertThat(TypeParser.parse(text)).hasToString(canonical);
        assertThat(TypeParser.parse(canonical)).hasToString(canonical);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', value = {
        "BIGNT; Did you mean 'BIGINT'?", "LONG; Here it is called BIGINT", "MONEY; There is: BOOLEAN, INT", "\"\"; A type is missing",
        "DECIMAL(39); DECIMAL takes 1 to 38 digits, not 39", "DECIMAL(0); not 0", "DECIMAL(5, 6); takes a scale of 0 to 5, not 6",
        "DECIMAL(99999999999); ')' is missing", "TIMESTAMP(10); 0 to 9 fractional digits, not 10", "ARRAY<INT; '>' is missing",
        "ARRAY; '<' is missing", "INT INT; Unexpected 'INT' after INT", "ROW<a INT, a INT>; two fields called 'a'",
        "ROW<`a INT>; back quote is not closed", "ROW<>; A field name is missing", "TIMESTAMP(x); A number is missing"})
    void saysWhatIsWrong(String text, String message) {
        assertThatThrownBy(() -> TypeParser.parse(text)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({"ARRAY<,5000", "ROW<a ,5000", "x,20000", "'(',9000"})
    void hostileTextIsRefusedWithASentence(String piece, int times) {
        assertThatThrownBy(() -> TypeParser.parse(piece.repeat(times))).isInstanceOf(IllegalArgumentException.class).hasMessageMatching("(?s).{5,}");
    }

    @RepeatedTest(200)
    void everyTypeIsReadBackFromItsName(RepetitionInfo repetition) {
        LogicalType type = type(new Random(repetition.getCurrentRepetition()), 0);
        assertThat(TypeParser.parse(type.toString())).isEqualTo(type);
    }

    private static LogicalType type(Random random, int depth) {
        int digits = random.nextInt(10);
        return switch (random.nextInt(depth > 4 ? 12 : 15)) {
            case 0 -> LogicalType.BOOLEAN;
            case 1 -> LogicalType.INT;
            case 2 -> LogicalType.BIGINT;
            case 3 -> LogicalType.FLOAT;
            case 4 -> LogicalType.DOUBLE;
            case 5 -> LogicalType.STRING;
            case 6 -> LogicalType.BYTES;
            case 7 -> LogicalType.DATE;
            case 8 -> new LogicalType.Time(digits);
            case 9 -> new LogicalType.Timestamp(digits);
            case 10 -> new LogicalType.Instant(digits);
            case 11 -> new LogicalType.Decimal(38 - digits, random.nextInt(38 - digits));
            case 12 -> new LogicalType.Array(type(random, depth + 1));
            case 13 -> new LogicalType.Map(type(random, depth + 1), type(random, depth + 1));
            default -> {
                List<Column> columns = new ArrayList<>();
                List<String> names = List.of("id", "größe", "odd `name", "select", "a b", "ROW");
                names.subList(0, 1 + random.nextInt(names.size())).forEach(n -> columns.add(Column.of(n, type(random, depth + 1))));
                yield new LogicalType.Row(columns);
            }
        };
    }
}
