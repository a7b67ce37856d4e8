package dev.millrace.runtime.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonDecoderTest {
    private static final DataType NESTED = DataTypes.ROW(DataTypes.FIELD("n", DataTypes.BIGINT()), DataTypes.FIELD("list", DataTypes.ARRAY(DataTypes.INT())));

    private static JsonDecoder decoder(DataTypes.Field... fields) {
        return new JsonDecoder((RowType) DataTypes.ROW(fields).getLogicalType());
    }

    private static GenericRowData read(String json, DataTypes.Field... fields) throws BadRecord {
        return decoder(fields).decode(json.getBytes(StandardCharsets.UTF_8));
    }

    private static Object value(DataType type, String json) throws BadRecord {
        return read("{\"v\":" + json + "}", DataTypes.FIELD("v", type)).getField(0);
    }

    private static String reason(String json, DataTypes.Field... fields) {
        try {
            return "read as " + read(json, fields);
        } catch (BadRecord e) {
            return e.getMessage();
        }
    }

    private static String reason(DataType type, String json) {
        return reason("{\"v\":" + json + "}", DataTypes.FIELD("v", type));
    }

    @Test
    void readsEveryType() throws BadRecord {
        assertThat(value(DataTypes.BOOLEAN(), "true")).isEqualTo(true);
        assertThat(value(DataTypes.TINYINT(), "-128")).isEqualTo((byte) -128);
        assertThat(value(DataTypes.SMALLINT(), "32767")).isEqualTo((short) 32767);
        assertThat(value(DataTypes.INT(), "-2147483648")).isEqualTo(Integer.MIN_VALUE);
        assertThat(value(DataTypes.BIGINT(), "9223372036854775807")).isEqualTo(Long.MAX_VALUE);
        assertThat(value(DataTypes.BIGINT(), "\"12\"")).isEqualTo(12L);
        assertThat(value(DataTypes.FLOAT(), "1.5")).isEqualTo(1.5f);
        assertThat(value(DataTypes.DOUBLE(), "-1e-3")).isEqualTo(-0.001);
        assertThat(value(DataTypes.DOUBLE(), "\"NaN\"")).isEqualTo(Double.NaN);
        assertThat(value(DataTypes.DOUBLE(), "\"-Infinity\"")).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(value(DataTypes.DECIMAL(10, 2), "12.345").toString()).isEqualTo("12.35");
        assertThat(value(DataTypes.DECIMAL(38, 0), "99999999999999999999999999999999999999").toString()).hasSize(38);
        assertThat(value(DataTypes.STRING(), "\"a\\u00e4\\n\"")).isEqualTo(StringData.fromString("aä\n"));
        assertThat(value(DataTypes.STRING(), "12.50")).isEqualTo(StringData.fromString("12.50"));
        assertThat(value(DataTypes.STRING(), "{ \"a\" : [1, null] }")).isEqualTo(StringData.fromString("{\"a\":[1,null]}"));
        assertThat((byte[]) value(DataTypes.BYTES(), "\"AQI=\"")).containsExactly(1, 2);
        assertThat(value(DataTypes.DATE(), "\"1970-01-02\"")).isEqualTo(1);
        assertThat(value(DataTypes.TIME(3), "\"00:00:01.5\"")).isEqualTo(1500);
        assertThat(value(DataTypes.ARRAY(DataTypes.INT()), "[1, null]")).isEqualTo(new GenericArrayData(new Object[] {1, null}));
        assertThat(value(DataTypes.MAP(DataTypes.STRING(), DataTypes.INT()), "{\"a\": 1}"))
                .isEqualTo(new GenericMapData(Map.of(StringData.fromString("a"), 1)));
        assertThat(value(NESTED, "{\"list\": [], \"n\": 3}")).isEqualTo(GenericRowData.of(3L, new GenericArrayData(new Object[0])));
    }

    @ParameterizedTest
    @CsvSource({
        "2001-01-02 03:04:05,        2001-01-02T03:04:05",
        "2001-01-02T03:04:05,        2001-01-02T03:04:05",
        "2001-01-02T03:04:05Z,       2001-01-02T03:04:05",
        "2001-01-02 03:04:05.6,      2001-01-02T03:04:05.600",
        "2001-01-02 03:04:05.6789Z,  2001-01-02T03:04:05.678",
        "2001-01-02T03:04:05+02:00,  2001-01-02T01:04:05",
        "2001-01-02 03:04,           2001-01-02T03:04",
        "2000-02-29 23:59:59.999,    2000-02-29T23:59:59.999",
        "0001-01-01 00:00:00,        0001-01-01T00:00",
        "9999-12-31 23:59:59.999,    9999-12-31T23:59:59.999",
        "1969-12-31 23:59:59.999,    1969-12-31T23:59:59.999"})
    void readsTimes(String text, String expected) throws BadRecord {
        for (DataType type : new DataType[] {DataTypes.TIMESTAMP(3), DataTypes.TIMESTAMP_LTZ(3)}) {
            assertThat(value(type, '"' + text + '"').toString()).isEqualTo(expected);
        }
    }

    @Test
    void aTimeHasNoMoreDigitsThanItsType() throws BadRecord {
        String text = "\"1969-12-31 23:59:59.123456789\"";
        assertThat(value(DataTypes.TIMESTAMP(0), text).toString()).isEqualTo("1969-12-31T23:59:59");
        assertThat(value(DataTypes.TIMESTAMP(1), text).toString()).isEqualTo("1969-12-31T23:59:59.100");
        assertThat(value(DataTypes.TIMESTAMP(6), text).toString()).isEqualTo("1969-12-31T23:59:59.123456");
        assertThat(value(DataTypes.TIMESTAMP(9), text).toString()).isEqualTo("1969-12-31T23:59:59.123456789");
        assertThat(value(DataTypes.TIMESTAMP(0), "1500")).isEqualTo(TimestampData.fromEpochMillis(1000));
    }

    @Test
    void wholeNumbersAreMillisecondsSince1970() throws BadRecord {
        assertThat(value(DataTypes.TIMESTAMP(3), "978404645000").toString()).isEqualTo("2001-01-02T03:04:05");
        assertThat(reason(DataTypes.TIMESTAMP(3), "9784046450000000")).isEqualTo("v: the time 9784046450000000 is outside the years 1 to 9999");
        assertThat(reason(DataTypes.TIMESTAMP(3), "99999999999999999999")).isEqualTo("v: the time 99999999999999999999 is outside the years 1 to 9999");
        assertThat(reason(DataTypes.TIMESTAMP(3), "1.5")).startsWith("v: expected a time");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "2001-1-2 03:04:05", "2001-02-29 00:00:00", "1900-02-29 00:00:00", "2001-13-01 00:00:00", "2001-00-01 00:00:00",
        "2001-01-02 24:00:00", "2001-01-02 03:60:00", "2001-01-02 03:04:61", "2001-01-02 03:04:05.", "2001-01-02 03:04:05.1234567890", "2001-01-02 03:04:05 UTC",
        "2001-01-02", "2001-01-02x03:04:05", "2001-01-02 03:04:05+2", "0000-01-01 00:00:00", "2001-01-02 03:04:0", "２００１-01-02 03:04:05", "2001-01-02 03:04:05.٣"})
    void whatIsNoTimeIsSaid(String text) {
        assertThat(reason(DataTypes.TIMESTAMP(3), '"' + text + '"'))
                .isEqualTo("v: expected a time (yyyy-MM-dd HH:mm:ss or milliseconds since 1970), found text \"" + text + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"24:00", "1", "12:00:00Z", "12:00+01:00", "-1:00:00", "12:0a"})
    void whatIsNoTimeOfDayIsSaid(String text) {
        assertThat(reason(DataTypes.TIME(3), '"' + text + '"')).isEqualTo("v: expected TIME (HH:mm:ss), found text \"" + text + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2001-02-29", "+10000-01-01", "2001-1-1", "20010101", "2001-01-01 "})
    void whatIsNoDateIsSaid(String text) {
        assertThat(reason(DataTypes.DATE(), '"' + text + '"')).isEqualTo("v: expected DATE (yyyy-MM-dd), found text \"" + text + "\"");
    }

    @Test
    void aReasonNamesTheColumnTheTypeAndWhatWasFound() {
        DataTypes.Field delay = DataTypes.FIELD("delay", DataTypes.BIGINT());
        assertThat(reason("{\"delay\":\"abc\"}", delay)).isEqualTo("delay: expected BIGINT, found text \"abc\"");
        assertThat(reason("{\"delay\":1.5}", delay)).isEqualTo("delay: expected BIGINT, found number 1.5");
        assertThat(reason("{\"delay\":true}", delay)).isEqualTo("delay: expected BIGINT, found true");
        assertThat(reason("{\"delay\":{}}", delay)).isEqualTo("delay: expected BIGINT, found an object");
        assertThat(reason("{\"delay\":[1]}", delay)).isEqualTo("delay: expected BIGINT, found a list");
        assertThat(reason("{\"delay\":9223372036854775808}", delay)).isEqualTo("delay: 9223372036854775808 does not fit into BIGINT");
        assertThat(reason(DataTypes.INT(), "2147483648")).isEqualTo("v: 2147483648 does not fit into INT");
        assertThat(reason(DataTypes.TINYINT(), "128")).isEqualTo("v: 128 does not fit into TINYINT");
        assertThat(reason(DataTypes.FLOAT(), "1e39")).isEqualTo("v: 1e39 does not fit into FLOAT");
        assertThat(reason(DataTypes.DOUBLE(), "1e309")).isEqualTo("v: 1e309 does not fit into DOUBLE");
        assertThat(reason(DataTypes.DOUBLE(), "\"1d\"")).isEqualTo("v: expected DOUBLE, found text \"1d\"");
        assertThat(reason(DataTypes.DECIMAL(4, 2), "123")).isEqualTo("v: 123 does not fit into DECIMAL(4, 2)");
        assertThat(reason(DataTypes.BOOLEAN(), "\"yes\"")).isEqualTo("v: expected BOOLEAN, found text \"yes\"");
        assertThat(reason(DataTypes.BOOLEAN(), "1")).isEqualTo("v: expected BOOLEAN, found number 1");
        assertThat(reason(DataTypes.BYTES(), "\"?\"")).isEqualTo("v: expected bytes as Base64, found text \"?\"");
        assertThat(reason(DataTypes.ARRAY(DataTypes.INT()), "[1,\"x\"]")).isEqualTo("v[]: expected INT, found text \"x\"");
        assertThat(reason(DataTypes.MAP(DataTypes.STRING(), DataTypes.INT()), "{\"k\":[]}")).isEqualTo("v{}: expected INT, found a list");
        assertThat(reason(NESTED, "{\"list\":[[]]}")).isEqualTo("v.list[]: expected INT, found a list");
        assertThat(reason(NESTED, "5")).isEqualTo("v: expected ROW, found number 5");
        assertThat(reason("{\"delay\":\"" + "x".repeat(5000) + "\"}", delay)).hasSizeLessThan(200).endsWith("…\"");
    }

    @Test
    void aReasonSaysWhatIsWrongWithTheRecordAsAWhole() {
        DataTypes.Field v = DataTypes.FIELD("v", DataTypes.BIGINT());
        assertThat(reason("", v)).isEqualTo("The record is empty");
        assertThat(reason("   ", v)).isEqualTo("Expected a JSON object, found nothing");
        assertThat(reason("[1]", v)).isEqualTo("Expected a JSON object, found a list");
        assertThat(reason("null", v)).isEqualTo("Expected a JSON object, found null");
        assertThat(reason("{\"v\":1", v)).isEqualTo("Not valid JSON: the record ends in the middle");
        assertThat(reason("{\"other\":[1,{\"v\":", v)).isEqualTo("Not valid JSON: the record ends in the middle");
        assertThat(reason("{\"v\":1} x", v)).startsWith("Not valid JSON: ").contains("at character");
        assertThat(reason("{\"v\":1}{\"v\":2}", v)).isEqualTo("There is more behind the JSON object: an object");
        assertThat(reason("{'v':1}", v)).startsWith("Not valid JSON: ");
        assertThat(reason("{\"v\":01}", v)).startsWith("Not valid JSON: ");
        assertThat(reason("{\"v\":NaN}", v)).startsWith("Not valid JSON: ");
        assertThat(reason("delay=5", v)).startsWith("Not valid JSON: ");
        assertThatThrownBy(() -> decoder(v).decode(null)).isInstanceOf(BadRecord.class).hasMessage("The record is empty");
        assertThatThrownBy(() -> decoder(v).decode(new byte[] {(byte) 0xff, 0, 1})).isInstanceOf(BadRecord.class);
    }

    @Test
    void missingIsNullUnlessTheColumnIsRequired() throws BadRecord {
        DataTypes.Field optional = DataTypes.FIELD("a", DataTypes.BIGINT());
        DataTypes.Field required = DataTypes.FIELD("b", DataTypes.BIGINT().notNull());
        assertThat(read("{\"b\":1}", optional, required)).isEqualTo(GenericRowData.of(null, 1L));
        assertThat(reason("{\"a\":1}", optional, required)).isEqualTo("b: required, but missing");
        assertThat(reason("{\"b\":null}", optional, required)).isEqualTo("b: required, but missing");
        assertThat(reason("{\"row\":{}}", DataTypes.FIELD("row", DataTypes.ROW(required)))).isEqualTo("row.b: required, but missing");
    }

    @Test
    void theLastOfTwoFieldsCountsAndOthersAreSkipped() throws BadRecord {
        DataTypes.Field v = DataTypes.FIELD("v", DataTypes.BIGINT());
        assertThat(read("{\"v\":1,\"x\":{\"v\":9,\"y\":[{}]},\"v\":2}", v)).isEqualTo(GenericRowData.of(2L));
        assertThat(read("{\"v\":1,\"v\":null}", v)).isEqualTo(GenericRowData.of((Object) null));
    }

    /** Each of these has brought some JSON reader down. */
    @ParameterizedTest
    @ValueSource(strings = {"1e2147483647", "-1e2147483647", "1e999999999", "1e-2147483647", "0e2147483647", "1e-999999999", "1e99999999999", "0.0e-2147483648"})
    void hugeExponentsCostNothing(String number) {
        for (DataType type : new DataType[] {DataTypes.DECIMAL(10, 2), DataTypes.DOUBLE(), DataTypes.FLOAT(), DataTypes.BIGINT(), DataTypes.STRING(),
            DataTypes.TIMESTAMP(3)}) {
            assertThat(reason(type, number)).isNotBlank();
            assertThat(reason(type, '"' + number + '"')).isNotBlank();
        }
    }

    @Test
    void smallDecimalsAreRoundedToTheirScale() throws BadRecord {
        assertThat(value(DataTypes.DECIMAL(10, 2), "0.004")).isEqualTo(DecimalData.zero(10, 2));
        assertThat(value(DataTypes.DECIMAL(10, 2), "0.005").toString()).isEqualTo("0.01");
        assertThat(value(DataTypes.DECIMAL(10, 2), "1e-400")).isEqualTo(DecimalData.zero(10, 2));
        assertThat(reason(DataTypes.DECIMAL(4, 2), "99.995")).isEqualTo("v: 99.995 does not fit into DECIMAL(4, 2)");
    }

    @Test
    void depthWithoutEndIsABadRecord() {
        String deep = "[".repeat(100_000);
        assertThat(reason("{\"x\":" + deep, DataTypes.FIELD("v", DataTypes.BIGINT()))).startsWith("Not valid JSON");
        assertThat(reason("{\"v\":" + deep, DataTypes.FIELD("v", DataTypes.STRING()))).startsWith("Not valid JSON");
    }

    @Test
    void rowsStayAsTheyAreWhenTheNextIsRead() throws BadRecord {
        JsonDecoder decoder = decoder(DataTypes.FIELD("s", DataTypes.STRING()), DataTypes.FIELD("n", NESTED));
        GenericRowData first = decoder.decode("{\"s\":\"a\",\"n\":{\"n\":1}}".getBytes(StandardCharsets.UTF_8));
        GenericRowData second = decoder.decode("{\"s\":\"b\",\"n\":{\"n\":2}}".getBytes(StandardCharsets.UTF_8));
        assertThat(first).isEqualTo(GenericRowData.of(StringData.fromString("a"), GenericRowData.of(1L, null)));
        assertThat(second).isEqualTo(GenericRowData.of(StringData.fromString("b"), GenericRowData.of(2L, null)));
    }

    @Test
    void aBadRecordLeavesNothingBehind() throws BadRecord {
        JsonDecoder decoder = decoder(DataTypes.FIELD("a", DataTypes.BIGINT()), DataTypes.FIELD("b", DataTypes.BIGINT()));
        assertThatThrownBy(() -> decoder.decode("{\"a\":1,\"b\":\"x\"}".getBytes(StandardCharsets.UTF_8))).isInstanceOf(BadRecord.class);
        assertThat(decoder.decode("{\"b\":2}".getBytes(StandardCharsets.UTF_8))).isEqualTo(GenericRowData.of(null, 2L));
    }

    @Test
    void typesThatJsonCannotHoldAreRefusedBeforeAnythingRuns() {
        for (DataType type : Arrays.asList(DataTypes.INTERVAL(DataTypes.DAY()), DataTypes.MAP(DataTypes.INT(), DataTypes.INT()))) {
            RowType row = (RowType) DataTypes.ROW(DataTypes.FIELD("v", type)).getLogicalType();
            assertThatThrownBy(() -> new JsonDecoder(row)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new JsonEncoder(row)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
