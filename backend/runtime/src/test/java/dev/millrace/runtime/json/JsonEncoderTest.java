package dev.millrace.runtime.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
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

class JsonEncoderTest {
    private static String written(DataType type, Object value) {
        var row = (RowType) DataTypes.ROW(DataTypes.FIELD("v", type)).getLogicalType();
        String json = new String(new JsonEncoder(row).encode(GenericRowData.of(value)), StandardCharsets.UTF_8);
        assertThat(json).startsWith("{\"v\":").endsWith("}");
        return json.substring(5, json.length() - 1);
    }

    private static TimestampData time(String text) {
        return TimestampData.fromLocalDateTime(java.time.LocalDateTime.parse(text));
    }

    @Test
    void writesEveryType() {
        assertThat(written(DataTypes.BOOLEAN(), false)).isEqualTo("false");
        assertThat(written(DataTypes.TINYINT(), (byte) -1)).isEqualTo("-1");
        assertThat(written(DataTypes.SMALLINT(), (short) 7)).isEqualTo("7");
        assertThat(written(DataTypes.INT(), 5)).isEqualTo("5");
        assertThat(written(DataTypes.BIGINT(), Long.MIN_VALUE)).isEqualTo("-9223372036854775808");
        assertThat(written(DataTypes.FLOAT(), 1.5f)).isEqualTo("1.5");
        assertThat(written(DataTypes.DOUBLE(), 0.1)).isEqualTo("0.1");
        assertThat(written(DataTypes.STRING(), StringData.fromString("a\"ä\n😀"))).isEqualTo("\"a\\\"ä\\n😀\"");
        assertThat(written(DataTypes.BYTES(), new byte[] {1, 2})).isEqualTo("\"AQI=\"");
        assertThat(written(DataTypes.DATE(), -1)).isEqualTo("\"1969-12-31\"");
        assertThat(written(DataTypes.TIME(0), 3_723_000)).isEqualTo("\"01:02:03\"");
        assertThat(written(DataTypes.TIME(3), 3_723_004)).isEqualTo("\"01:02:03.004\"");
        assertThat(written(DataTypes.BIGINT(), null)).isEqualTo("null");
        assertThat(written(DataTypes.ARRAY(DataTypes.INT()), new GenericArrayData(new Object[] {1, null}))).isEqualTo("[1,null]");
        Map<Object, Object> map = new LinkedHashMap<>();
        map.put(StringData.fromString("a"), 1);
        map.put(StringData.fromString("b\""), null);
        assertThat(written(DataTypes.MAP(DataTypes.STRING(), DataTypes.INT()), new GenericMapData(map))).isEqualTo("{\"a\":1,\"b\\\"\":null}");
        assertThat(written(DataTypes.ROW(DataTypes.FIELD("n", DataTypes.INT()), DataTypes.FIELD("m", DataTypes.INT())), GenericRowData.of(1, null)))
                .isEqualTo("{\"n\":1,\"m\":null}");
    }

    @Test
    void decimalsKeepTheirScaleAndAreNeverWrittenWithAnExponent() {
        assertThat(written(DataTypes.DECIMAL(10, 2), DecimalData.fromBigDecimal(new BigDecimal("12.5"), 10, 2))).isEqualTo("12.50");
        assertThat(written(DataTypes.DECIMAL(20, 10), DecimalData.fromBigDecimal(new BigDecimal("1e-9"), 20, 10))).isEqualTo("0.0000000010");
        assertThat(written(DataTypes.DECIMAL(38, 0), DecimalData.fromBigDecimal(new BigDecimal("1e30"), 38, 0))).isEqualTo("1" + "0".repeat(30));
    }

    @Test
    void timesHaveTheDigitsOfTheirType() {
        TimestampData time = time("2001-02-03T04:05:06.007008009");
        assertThat(written(DataTypes.TIMESTAMP(0), time)).isEqualTo("\"2001-02-03 04:05:06\"");
        assertThat(written(DataTypes.TIMESTAMP(3), time)).isEqualTo("\"2001-02-03 04:05:06.007\"");
        assertThat(written(DataTypes.TIMESTAMP(9), time)).isEqualTo("\"2001-02-03 04:05:06.007008009\"");
        assertThat(written(DataTypes.TIMESTAMP_LTZ(3), time)).isEqualTo("\"2001-02-03 04:05:06.007Z\"");
        assertThat(written(DataTypes.TIMESTAMP(3), time("1969-12-31T23:59:59.999"))).isEqualTo("\"1969-12-31 23:59:59.999\"");
        assertThat(written(DataTypes.TIMESTAMP(3), time("0001-01-01T00:00:00"))).isEqualTo("\"0001-01-01 00:00:00.000\"");
        assertThat(written(DataTypes.TIMESTAMP(3), time("-0043-03-15T00:00:00"))).isEqualTo("\"-0043-03-15 00:00:00.000\"");
        assertThat(written(DataTypes.TIMESTAMP(3), time("+12345-03-15T00:00:00"))).isEqualTo("\"+12345-03-15 00:00:00.000\"");
        assertThat(written(DataTypes.TIMESTAMP(3), TimestampData.fromEpochMillis(Long.MAX_VALUE))).startsWith("\"+292278994-");
        assertThat(written(DataTypes.TIMESTAMP(3), TimestampData.fromEpochMillis(Long.MIN_VALUE))).startsWith("\"-");
    }

    @Test
    void whatIsNoNumberInJsonIsWrittenAsText() {
        assertThat(written(DataTypes.DOUBLE(), Double.NaN)).isEqualTo("\"NaN\"");
        assertThat(written(DataTypes.DOUBLE(), Double.NEGATIVE_INFINITY)).isEqualTo("\"-Infinity\"");
        assertThat(written(DataTypes.FLOAT(), Float.POSITIVE_INFINITY)).isEqualTo("\"Infinity\"");
    }

    /** JSON input can hold half a surrogate pair, which no valid output can. */
    @Test
    void halfAPairOfSurrogatesDoesNotStopTheJob() throws BadRecord {
        var text = (RowType) DataTypes.ROW(DataTypes.FIELD("v", DataTypes.STRING())).getLogicalType();
        byte[] json = "{\"v\":\"a\\ud83d\"}".getBytes(StandardCharsets.UTF_8);
        assertThat(new JsonEncoder(text).encode(new JsonDecoder(text).decode(json))).asString(StandardCharsets.UTF_8).isEqualTo("{\"v\":\"a?\"}");
        assertThat(written(DataTypes.MAP(DataTypes.STRING(), DataTypes.STRING()),
                new GenericMapData(Map.of(StringData.fromString("k\ude00"), StringData.fromString("\ud83dx"))))).isEqualTo("{\"k?\":\"?x\"}");
    }

    @Test
    void writesOnlyTheKeyColumnsOfAKey() {
        var type = (RowType) DataTypes.ROW(DataTypes.FIELD("a", DataTypes.INT()), DataTypes.FIELD("b", DataTypes.INT()),
                DataTypes.FIELD("c", DataTypes.INT())).getLogicalType();
        assertThat(new JsonEncoder(type, new int[] {2, 0}).encode(GenericRowData.of(1, 2, 3))).asString().isEqualTo("{\"c\":3,\"a\":1}");
    }

    @Test
    void eachRowIsWrittenByItself() {
        var encoder = new JsonEncoder((RowType) DataTypes.ROW(DataTypes.FIELD("a", DataTypes.INT())).getLogicalType());
        byte[] first = encoder.encode(GenericRowData.of(1));
        byte[] second = encoder.encode(GenericRowData.of(2));
        assertThat(first).asString().isEqualTo("{\"a\":1}");
        assertThat(second).asString().isEqualTo("{\"a\":2}");
    }
}
