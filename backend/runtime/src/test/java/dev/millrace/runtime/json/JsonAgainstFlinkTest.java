package dev.millrace.runtime.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.formats.common.TimestampFormat;
import org.apache.flink.formats.json.JsonFormatOptions.MapNullKeyMode;
import org.apache.flink.formats.json.JsonRowDataDeserializationSchema;
import org.apache.flink.formats.json.JsonRowDataSerializationSchema;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.MapData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.BooleanType;
import org.apache.flink.table.types.logical.DateType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.DoubleType;
import org.apache.flink.table.types.logical.FloatType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.SmallIntType;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.flink.table.types.logical.TinyIntType;
import org.apache.flink.table.types.logical.VarBinaryType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;
import org.apache.flink.util.UserCodeClassLoader;
import org.junit.jupiter.api.Test;

/**
 * Our JSON against Flink's: random types, random rows, random spelling of the same JSON. Where both read a record they must read
 * the same; what one writes the other must read. Where ours is stricter or takes more on purpose, JsonDecoderTest says so.
 */
class JsonAgainstFlinkTest {
    private static final int TYPES = 200;
    private static final int ROWS_PER_TYPE = 40;

    private final Random random = new Random(20261124);

    @Test
    void bothReadTheSameFromTheSameJson() throws Exception {
        for (int t = 0; t < TYPES; t++) {
            RowType type = rowType(2);
            var ours = new JsonDecoder(type);
            var flinks = flinkReader(type);
            for (int r = 0; r < ROWS_PER_TYPE; r++) {
                GenericRowData row = row(type);
                byte[] json = spell(type, row).getBytes(StandardCharsets.UTF_8);
                String what = type + "\n" + new String(json, StandardCharsets.UTF_8);
                assertThat(plain(type, ours.decode(json))).as(what).isEqualTo(plain(type, flinks.deserialize(json)));
            }
        }
    }

    @Test
    void flinkReadsWhatWeWriteAndWeReadWhatFlinkWrites() throws Exception {
        for (int t = 0; t < TYPES; t++) {
            RowType type = rowType(2);
            var encoder = new JsonEncoder(type);
            var decoder = new JsonDecoder(type);
            var flinkReader = flinkReader(type);
            var flinkWriter = new JsonRowDataSerializationSchema(type, TimestampFormat.SQL, MapNullKeyMode.FAIL, "null", true, false);
            flinkWriter.open(null);
            for (int r = 0; r < ROWS_PER_TYPE; r++) {
                GenericRowData row = row(type);
                byte[] written = encoder.encode(row);
                String what = type + "\n" + new String(written, StandardCharsets.UTF_8);
                Object expected = plain(type, row);
                assertThat(plain(type, flinkReader.deserialize(written))).as(what).isEqualTo(expected);
                assertThat(plain(type, decoder.decode(written))).as(what).isEqualTo(expected);
                assertThat(plain(type, decoder.decode(flinkWriter.serialize(row)))).as(what).isEqualTo(expected);
            }
        }
    }

    /** Damaged records are read, or refused with a reason; where we read one, Flink does not read it otherwise. */
    @Test
    void noDamageStopsTheReader() throws Exception {
        int read = 0;
        int refused = 0;
        for (int t = 0; t < TYPES; t++) {
            RowType type = rowType(2);
            var decoder = new JsonDecoder(type);
            var flinkReader = flinkReader(type);
            for (int r = 0; r < ROWS_PER_TYPE; r++) {
                byte[] json = damaged(spell(type, row(type)).getBytes(StandardCharsets.UTF_8));
                String what = type + "\n" + new String(json, StandardCharsets.UTF_8);
                try {
                    Object ours = plain(type, decoder.decode(json));
                    Object flinks = readByFlink(flinkReader, type, json);
                    assertThat(flinks == null ? ours : flinks).as(what).isEqualTo(ours);
                    read++;
                } catch (BadRecord e) {
                    assertThat(e.getMessage()).as(what).isNotBlank().hasSizeLessThan(300).doesNotContain("Exception", "The record cannot be read");
                    refused++;
                }
            }
        }
        assertThat(read).isGreaterThan(200);
        assertThat(refused).isGreaterThan(3000);
    }

    /** Null where Flink cannot read it, or would not within our lifetime: it writes out numbers like 1e-99999999. */
    private static Object readByFlink(JsonRowDataDeserializationSchema reader, RowType type, byte[] json) {
        if (new String(json, StandardCharsets.UTF_8).matches("(?s).*[eE][+-]?\\d{4,}.*")) {
            return null;
        }
        try {
            return plain(type, reader.deserialize(json));
        } catch (IOException e) {
            return null;
        }
    }

    private byte[] damaged(byte[] json) {
        byte[] copy = json.clone();
        for (int i = random.nextInt(4); i >= 0 && copy.length > 0; i--) {
            switch (random.nextInt(4)) {
                case 0 -> copy = Arrays.copyOf(copy, random.nextInt(copy.length + 1));
                case 1 -> copy[random.nextInt(copy.length)] = (byte) random.nextInt(256);
                case 2 -> copy[random.nextInt(copy.length)] = (byte) "{}[]\",:0-e.\\ntu".charAt(random.nextInt(15));
                default -> {
                    int from = random.nextInt(copy.length);
                    int length = random.nextInt(copy.length - from + 1);
                    System.arraycopy(json.length >= from + length ? json : copy, Math.max(0, from - length), copy, from, length);
                }
            }
        }
        return copy;
    }

    private static JsonRowDataDeserializationSchema flinkReader(RowType type) throws Exception {
        var reader = new JsonRowDataDeserializationSchema(type, InternalTypeInfo.of(type), false, false, TimestampFormat.SQL);
        reader.open(new DeserializationSchema.InitializationContext() {
            @Override
            public MetricGroup getMetricGroup() {
                return new UnregisteredMetricsGroup();
            }

            @Override
            public UserCodeClassLoader getUserCodeClassLoader() {
                throw new IllegalStateException("not needed");
            }
        });
        return reader;
    }

    private RowType rowType(int depth) {
        List<RowType.RowField> fields = new ArrayList<>();
        int count = 1 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            fields.add(new RowType.RowField(List.of("a", "delay", "naïve", "with space", "q\"uote", "B").get(i), type(depth)));
        }
        return new RowType(fields);
    }

    private LogicalType type(int depth) {
        int scale = random.nextInt(10);
        return switch (random.nextInt(depth > 0 ? 16 : 13)) {
            case 0 -> new BooleanType();
            case 1 -> new TinyIntType();
            case 2 -> new SmallIntType();
            case 3 -> new IntType();
            case 4 -> new BigIntType();
            case 5 -> new FloatType();
            case 6 -> new DoubleType();
            case 7 -> new DecimalType(Math.max(1, scale + random.nextInt(38 - scale)), scale == 0 ? 0 : scale - 1);
            case 8, 9 -> new VarCharType(VarCharType.MAX_LENGTH);
            case 10 -> new VarBinaryType(VarBinaryType.MAX_LENGTH);
            case 11 -> new DateType();
            case 12 -> random.nextBoolean() ? new TimestampType(random.nextInt(10)) : new LocalZonedTimestampType(random.nextInt(10));
            case 13 -> new ArrayType(type(depth - 1));
            case 14 -> new MapType(new VarCharType(false, VarCharType.MAX_LENGTH), type(depth - 1));
            default -> rowType(depth - 1);
        };
    }

    private GenericRowData row(RowType type) {
        var row = new GenericRowData(type.getFieldCount());
        for (int i = 0; i < type.getFieldCount(); i++) {
            row.setField(i, random.nextInt(8) == 0 ? null : value(type.getTypeAt(i)));
        }
        return row;
    }

    private Object value(LogicalType type) {
        return switch (type.getTypeRoot()) {
            case BOOLEAN -> random.nextBoolean();
            case TINYINT -> (byte) random.nextInt();
            case SMALLINT -> (short) random.nextInt();
            case INTEGER -> random.nextInt() >> random.nextInt(32);
            case BIGINT -> random.nextLong() >> random.nextInt(64);
            case FLOAT -> random.nextInt(20) == 0 ? Float.NaN : finite(Float.intBitsToFloat(random.nextInt()));
            case DOUBLE -> random.nextInt(20) == 0 ? Double.NEGATIVE_INFINITY : finite(Double.longBitsToDouble(random.nextLong()));
            case DECIMAL -> {
                var decimal = (DecimalType) type;
                int digits = random.nextInt(decimal.getPrecision()) + 1;
                var unscaled = new BigInteger(random.nextInt(4 * digits) + 1, random).mod(BigInteger.TEN.pow(digits));
                yield DecimalData.fromBigDecimal(new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), decimal.getScale()),
                        decimal.getPrecision(), decimal.getScale());
            }
            case VARCHAR -> StringData.fromString(text());
            case VARBINARY -> {
                byte[] bytes = new byte[random.nextInt(20)];
                random.nextBytes(bytes);
                yield bytes;
            }
            case DATE -> random.nextInt(3_600_000) - 700_000;
            case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> TimeText.cut(random.nextLong(TimeText.FIRST, TimeText.LAST),
                    random.nextInt(1_000_000), LogicalTypeChecks.getPrecision(type));
            case ARRAY -> {
                Object[] elements = new Object[random.nextInt(4)];
                for (int i = 0; i < elements.length; i++) {
                    elements[i] = random.nextInt(6) == 0 ? null : value(((ArrayType) type).getElementType());
                }
                yield new GenericArrayData(elements);
            }
            case MAP -> {
                Map<Object, Object> entries = new LinkedHashMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    entries.put(StringData.fromString(text()), random.nextInt(6) == 0 ? null : value(((MapType) type).getValueType()));
                }
                yield new GenericMapData(entries);
            }
            case ROW -> row((RowType) type);
            default -> throw new IllegalStateException(type.toString());
        };
    }

    private static float finite(float f) {
        return Float.isFinite(f) ? f : 0;
    }

    private static double finite(double d) {
        return Double.isFinite(d) ? d : 0;
    }

    private String text() {
        var text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append(switch (random.nextInt(6)) {
                case 0 -> "äß漢\u2028".substring(random.nextInt(4)).substring(0, 1);
                case 1 -> "😀";
                case 2 -> "\"\\/\b\n\t\u0001".substring(random.nextInt(7)).substring(0, 1);
                default -> String.valueOf((char) ('a' + random.nextInt(26)));
            });
        }
        return text.toString();
    }

    /** JSON that means the row, in one of many spellings. */
    private String spell(RowType type, RowData row) {
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < type.getFieldCount(); i++) {
            String name = quoted(type.getFieldNames().get(i));
            Object value = RowData.createFieldGetter(type.getTypeAt(i), i).getFieldOrNull(row);
            if (value != null || random.nextBoolean()) {
                if (random.nextInt(15) == 0 && value != null) {
                    fields.add(name + ":" + spell(type.getTypeAt(i), value(type.getTypeAt(i))));
                }
                fields.add(name + gap() + ":" + gap() + spell(type.getTypeAt(i), value));
            }
            if (random.nextInt(5) == 0) {
                fields.add("\"un" + random.nextInt() + "\":[{\"a\":[]},null,\"}\"]");
            }
        }
        return gap() + "{" + gap() + String.join(gap() + "," + gap(), fields) + "}" + gap();
    }

    private String spell(LogicalType type, Object value) {
        if (value == null) {
            return "null";
        }
        return switch (type.getTypeRoot()) {
            case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT -> random.nextInt(5) == 0 ? quoted(value.toString()) : value.toString();
            case FLOAT, DOUBLE -> Double.isFinite(((Number) value).doubleValue()) && random.nextInt(5) > 0 ? value.toString() : quoted(value.toString());
            case DECIMAL -> {
                BigDecimal decimal = ((DecimalData) value).toBigDecimal();
                yield switch (random.nextInt(4)) {
                    case 0 -> quoted(decimal.toPlainString());
                    case 1 -> decimal.toString();
                    case 2 -> decimal.setScale(decimal.scale() + 2, RoundingMode.UNNECESSARY).add(BigDecimal.valueOf(random.nextInt(40), decimal.scale() + 2)).toPlainString();
                    default -> decimal.toPlainString();
                };
            }
            case VARCHAR -> quoted(value.toString());
            case VARBINARY -> quoted(Base64.getEncoder().encodeToString((byte[]) value));
            case DATE -> quoted(java.time.LocalDate.ofEpochDay((Integer) value).toString());
            case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> {
                char[] into = new char[TimeText.LONGEST];
                boolean zone = type.getTypeRoot() == LogicalTypeRoot.TIMESTAMP_WITH_LOCAL_TIME_ZONE;
                yield quoted(new String(into, 0, TimeText.write((TimestampData) value, LogicalTypeChecks.getPrecision(type), zone, into)));
            }
            case ARRAY -> {
                List<String> parts = new ArrayList<>();
                LogicalType element = ((ArrayType) type).getElementType();
                for (Object part : ((GenericArrayData) value).toObjectArray()) {
                    parts.add(gap() + spell(element, part));
                }
                yield "[" + String.join(",", parts) + gap() + "]";
            }
            case MAP -> {
                List<String> parts = new ArrayList<>();
                plainMap(value).forEach((key, v) -> parts.add(quoted(key.toString()) + ":" + gap() + spell(((MapType) type).getValueType(), v)));
                yield "{" + String.join(",", parts) + gap() + "}";
            }
            case ROW -> spell((RowType) type, (RowData) value);
            default -> throw new IllegalStateException(type.toString());
        };
    }

    private static Map<Object, Object> plainMap(Object map) {
        Map<Object, Object> entries = new LinkedHashMap<>();
        ArrayData keys = ((MapData) map).keyArray();
        for (int i = 0; i < keys.size(); i++) {
            entries.put(keys.getString(i), ((GenericMapData) map).get(keys.getString(i)));
        }
        return entries;
    }

    private String gap() {
        return random.nextInt(6) == 0 ? List.of(" ", "\n", "\t ", "\r\n").get(random.nextInt(4)) : "";
    }

    private String quoted(String text) {
        var out = new StringBuilder("\"");
        text.codePoints().mapToObj(Character::toString).forEach(c -> {
            if (c.equals("\"") || c.equals("\\")) {
                out.append('\\').append(c);
            } else if (c.charAt(0) < ' ' || random.nextInt(8) == 0) {
                c.chars().forEach(unit -> out.append(String.format(random.nextBoolean() ? "\\u%04x" : "\\u%04X", unit)));
            } else {
                out.append(c);
            }
        });
        return out.append('"').toString();
    }

    /** The same for equal values, whatever objects hold them. */
    private static Object plain(LogicalType type, Object value) {
        if (value == null) {
            return "NULL";
        }
        return switch (type.getTypeRoot()) {
            case VARBINARY -> Arrays.toString((byte[]) value);
            case ARRAY -> {
                var getter = ArrayData.createElementGetter(((ArrayType) type).getElementType());
                List<Object> elements = new ArrayList<>();
                for (int i = 0; i < ((ArrayData) value).size(); i++) {
                    elements.add(plain(((ArrayType) type).getElementType(), getter.getElementOrNull((ArrayData) value, i)));
                }
                yield elements;
            }
            case MAP -> {
                Map<Object, Object> entries = new HashMap<>();
                plainMap(value).forEach((k, v) -> entries.put(k.toString(), plain(((MapType) type).getValueType(), v)));
                yield entries;
            }
            case ROW -> {
                List<Object> columns = new ArrayList<>();
                for (int i = 0; i < ((RowType) type).getFieldCount(); i++) {
                    LogicalType column = ((RowType) type).getTypeAt(i);
                    columns.add(plain(column, RowData.createFieldGetter(column, i).getFieldOrNull((RowData) value)));
                }
                yield columns;
            }
            default -> value.toString();
        };
    }
}
