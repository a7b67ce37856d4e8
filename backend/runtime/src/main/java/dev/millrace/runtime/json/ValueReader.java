package dev.millrace.runtime.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeFamily;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;

/** Reads the value at the parser's current token into Flink's internal form. NULL is handled by the caller. */
interface ValueReader {
    /** Shared; factories of this kind are safe for several threads. */
    JsonFactory FACTORY = new JsonFactory();

    Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

    Object read(JsonParser parser) throws IOException, BadRecord;

    static ValueReader of(String path, LogicalType type) {
        switch (type.getTypeRoot()) {
            case BOOLEAN:
                return parser -> bool(path, parser);
            case TINYINT:
                return parser -> (byte) whole(path, "TINYINT", parser, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case SMALLINT:
                return parser -> (short) whole(path, "SMALLINT", parser, Short.MIN_VALUE, Short.MAX_VALUE);
            case INTEGER:
                return parser -> (int) whole(path, "INT", parser, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case BIGINT:
                return parser -> whole(path, "BIGINT", parser, Long.MIN_VALUE, Long.MAX_VALUE);
            case FLOAT:
                return parser -> (float) floating(path, "FLOAT", parser, Float.MAX_VALUE);
            case DOUBLE:
                return parser -> floating(path, "DOUBLE", parser, Double.MAX_VALUE);
            case DECIMAL:
                return decimal(path, (DecimalType) type);
            case CHAR:
            case VARCHAR:
                return parser -> text(parser);
            case BINARY:
            case VARBINARY:
                return parser -> bytes(path, parser);
            case DATE:
                return parser -> date(path, parser);
            case TIME_WITHOUT_TIME_ZONE:
                return parser -> time(path, parser);
            case TIMESTAMP_WITHOUT_TIME_ZONE:
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE: {
                int digits = LogicalTypeChecks.getPrecision(type);
                return parser -> timestamp(path, digits, parser);
            }
            case ARRAY:
                return array(path, ((ArrayType) type).getElementType());
            case MAP:
                return map(path, (MapType) type);
            case ROW:
                return new RowReader(path, (RowType) type);
            default:
                throw new IllegalArgumentException("JSON cannot hold a " + type.asSummaryString());
        }
    }

    private static boolean bool(String path, JsonParser parser) throws IOException, BadRecord {
        switch (parser.currentToken()) {
            case VALUE_TRUE:
                return true;
            case VALUE_FALSE:
                return false;
            case VALUE_STRING:
                if (parser.getText().equalsIgnoreCase("true")) {
                    return true;
                }
                if (parser.getText().equalsIgnoreCase("false")) {
                    return false;
                }
                throw unexpected(path, "BOOLEAN", parser);
            default:
                throw unexpected(path, "BOOLEAN", parser);
        }
    }

    private static long whole(String path, String type, JsonParser parser, long min, long max) throws IOException, BadRecord {
        long value;
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
                throw outOfRange(path, type, parser);
            }
            value = parser.getLongValue();
        } else if (parser.currentToken() == JsonToken.VALUE_STRING) {
            try {
                value = Long.parseLong(parser.getText().trim());
            } catch (NumberFormatException e) {
                throw unexpected(path, type, parser);
            }
        } else {
            throw unexpected(path, type, parser);
        }
        if (value < min || value > max) {
            throw outOfRange(path, type, parser);
        }
        return value;
    }

    private static double floating(String path, String type, JsonParser parser, double max) throws IOException, BadRecord {
        double value;
        if (parser.currentToken().isNumeric()) {
            value = parser.getDoubleValue();
        } else if (parser.currentToken() == JsonToken.VALUE_STRING) {
            String text = parser.getText().trim();
            if (text.equals("NaN")) {
                return Double.NaN;
            }
            if (text.equals("Infinity") || text.equals("-Infinity")) {
                return text.charAt(0) == '-' ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
            }
            // Java itself takes 1d, 0x1p3 and the like for numbers, too.
            if (!NUMBER.matcher(text).matches()) {
                throw unexpected(path, type, parser);
            }
            value = Double.parseDouble(text);
        } else {
            throw unexpected(path, type, parser);
        }
        if (Math.abs(value) > max) {
            throw outOfRange(path, type, parser);
        }
        return value;
    }

    private static ValueReader decimal(String path, DecimalType type) {
        String name = type.asSummaryString();
        return parser -> {
            BigDecimal number;
            if (parser.currentToken().isNumeric()) {
                try {
                    number = parser.getDecimalValue();
                } catch (NumberFormatException e) {
                    throw outOfRange(path, name, parser);
                }
            } else if (parser.currentToken() == JsonToken.VALUE_STRING) {
                try {
                    number = new BigDecimal(parser.getText().trim());
                } catch (NumberFormatException e) {
                    throw unexpected(path, name, parser);
                }
            } else {
                throw unexpected(path, name, parser);
            }
            // Flink would write out 1e999999999 and 1e-999999999 digit by digit before it finds that they do not fit.
            long digitsBeforePoint = (long) number.precision() - number.scale();
            if (number.signum() == 0 || digitsBeforePoint < -type.getScale()) {
                return DecimalData.zero(type.getPrecision(), type.getScale());
            }
            DecimalData decimal = digitsBeforePoint > type.getPrecision() ? null
                    : DecimalData.fromBigDecimal(number, type.getPrecision(), type.getScale());
            if (decimal == null) {
                throw outOfRange(path, name, parser);
            }
            return decimal;
        };
    }

    private static StringData text(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.START_OBJECT || parser.currentToken() == JsonToken.START_ARRAY) {
            StringWriter copy = new StringWriter();
            try (JsonGenerator generator = FACTORY.createGenerator(copy)) {
                generator.copyCurrentStructure(parser);
            }
            return StringData.fromString(copy.toString());
        }
        return StringData.fromString(parser.getText());
    }

    private static byte[] bytes(String path, JsonParser parser) throws IOException, BadRecord {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            try {
                return Base64.getDecoder().decode(parser.getText());
            } catch (IllegalArgumentException e) {
                throw new BadRecord(path + ": expected bytes as Base64, found " + found(parser));
            }
        }
        throw unexpected(path, "BYTES", parser);
    }

    private static int date(String path, JsonParser parser) throws IOException, BadRecord {
        int day = parser.currentToken() == JsonToken.VALUE_STRING ? TimeText.date(parser.getText()) : Integer.MIN_VALUE;
        if (day == Integer.MIN_VALUE) {
            throw unexpected(path, "DATE (yyyy-MM-dd)", parser);
        }
        return day;
    }

    private static int time(String path, JsonParser parser) throws IOException, BadRecord {
        int millis = parser.currentToken() == JsonToken.VALUE_STRING ? TimeText.timeOfDay(parser.getText()) : -1;
        if (millis < 0) {
            throw unexpected(path, "TIME (HH:mm:ss)", parser);
        }
        return millis;
    }

    private static TimestampData timestamp(String path, int digits, JsonParser parser) throws IOException, BadRecord {
        TimestampData time = null;
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            time = TimeText.timestamp(parser.getText(), digits);
        } else if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
                throw outsideYears(path, parser);
            }
            time = TimeText.cut(parser.getLongValue(), 0, digits);
        }
        if (time == null) {
            throw unexpected(path, "a time (yyyy-MM-dd HH:mm:ss or milliseconds since 1970)", parser);
        }
        if (time.getMillisecond() < TimeText.FIRST || time.getMillisecond() > TimeText.LAST) {
            throw outsideYears(path, parser);
        }
        return time;
    }

    private static BadRecord outsideYears(String path, JsonParser parser) throws IOException {
        return new BadRecord(path + ": the time " + JsonDecoder.shortened(parser.getText()) + " is outside the years 1 to 9999");
    }

    private static ValueReader array(String path, LogicalType element) {
        ValueReader reader = of(path + "[]", element);
        return parser -> {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                throw unexpected(path, "ARRAY", parser);
            }
            List<Object> values = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                values.add(parser.currentToken() == JsonToken.VALUE_NULL ? null : reader.read(parser));
            }
            return new GenericArrayData(values.toArray());
        };
    }

    private static ValueReader map(String path, MapType type) {
        if (!type.getKeyType().is(LogicalTypeFamily.CHARACTER_STRING)) {
            throw new IllegalArgumentException(path + ": the keys of a JSON object are text, not " + type.getKeyType().asSummaryString());
        }
        ValueReader reader = of(path + "{}", type.getValueType());
        return parser -> {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw unexpected(path, "MAP", parser);
            }
            Map<Object, Object> values = new LinkedHashMap<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                StringData key = StringData.fromString(parser.currentName());
                values.put(key, parser.nextToken() == JsonToken.VALUE_NULL ? null : reader.read(parser));
            }
            return new GenericMapData(values);
        };
    }

    static BadRecord unexpected(String path, String expected, JsonParser parser) throws IOException {
        return new BadRecord((path.isEmpty() ? "" : path + ": ") + "expected " + expected + ", found " + found(parser));
    }

    private static BadRecord outOfRange(String path, String type, JsonParser parser) throws IOException {
        return new BadRecord(path + ": " + JsonDecoder.shortened(parser.getText()) + " does not fit into " + type);
    }

    /** What stands at the current token, in words. */
    static String found(JsonParser parser) throws IOException {
        if (parser.currentToken() == null) {
            return "nothing";
        }
        switch (parser.currentToken()) {
            case START_OBJECT:
                return "an object";
            case START_ARRAY:
                return "a list";
            case VALUE_STRING:
                return "text \"" + JsonDecoder.shortened(parser.getText()) + "\"";
            case VALUE_NUMBER_INT:
            case VALUE_NUMBER_FLOAT:
                return "number " + JsonDecoder.shortened(parser.getText());
            default:
                return parser.getText();
        }
    }
}
