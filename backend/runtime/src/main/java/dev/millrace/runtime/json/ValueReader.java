package dev.millrace.runtime.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.RowType;

/** Reads the value at the parser's current token into Flink's internal form. NULL is handled by the caller. */
interface ValueReader {
    /** Shared; factories of this kind are safe for several threads. */
    JsonFactory FACTORY = new JsonFactory();

    Object read(JsonParser parser) throws IOException, BadRecord;

    static ValueReader of(String path, LogicalType type) {
        switch (type.getTypeRoot()) {
            case BOOLEAN:
                return parser -> bool(path, parser);
            case INTEGER:
                return parser -> (int) whole(path, "INT", parser, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case BIGINT:
                return parser -> whole(path, "BIGINT", parser, Long.MIN_VALUE, Long.MAX_VALUE);
            case FLOAT:
                return parser -> (float) floating(path, "FLOAT", parser);
            case DOUBLE:
                return parser -> floating(path, "DOUBLE", parser);
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
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE:
                return parser -> timestamp(path, parser);
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

    private static double floating(String path, String type, JsonParser parser) throws IOException, BadRecord {
        if (parser.currentToken().isNumeric()) {
            return parser.getDoubleValue();
        }
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            try {
                return Double.parseDouble(parser.getText().trim());
            } catch (NumberFormatException e) {
                throw unexpected(path, type, parser);
            }
        }
        throw unexpected(path, type, parser);
    }

    private static ValueReader decimal(String path, DecimalType type) {
        return parser -> {
            BigDecimal number;
            if (parser.currentToken().isNumeric()) {
                number = parser.getDecimalValue();
            } else if (parser.currentToken() == JsonToken.VALUE_STRING) {
                try {
                    number = new BigDecimal(parser.getText().trim());
                } catch (NumberFormatException e) {
                    throw unexpected(path, type.asSummaryString(), parser);
                }
            } else {
                throw unexpected(path, type.asSummaryString(), parser);
            }
            // A number like 1e999999999 would take all memory when written out.
            DecimalData decimal = Math.abs((long) number.precision() - number.scale()) > 100 && number.signum() != 0 && number.precision() - number.scale() > 0
                    ? null : DecimalData.fromBigDecimal(number, type.getPrecision(), type.getScale());
            if (decimal == null) {
                throw outOfRange(path, type.asSummaryString(), parser);
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
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            try {
                return (int) LocalDate.parse(parser.getText()).toEpochDay();
            } catch (DateTimeParseException e) {
                throw unexpected(path, "DATE (yyyy-MM-dd)", parser);
            }
        }
        throw unexpected(path, "DATE (yyyy-MM-dd)", parser);
    }

    private static int time(String path, JsonParser parser) throws IOException, BadRecord {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            try {
                return (int) (LocalTime.parse(parser.getText()).toNanoOfDay() / 1_000_000);
            } catch (DateTimeParseException e) {
                throw unexpected(path, "TIME (HH:mm:ss)", parser);
            }
        }
        throw unexpected(path, "TIME (HH:mm:ss)", parser);
    }

    private static TimestampData timestamp(String path, JsonParser parser) throws IOException, BadRecord {
        TimestampData time = null;
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            time = TimeText.parse(parser.getText());
        } else if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            time = TimestampData.fromEpochMillis(parser.getLongValue());
        }
        if (time == null) {
            throw unexpected(path, "a time (yyyy-MM-dd HH:mm:ss or milliseconds since 1970)", parser);
        }
        if (time.getMillisecond() < TimeText.FIRST || time.getMillisecond() > TimeText.LAST) {
            throw new BadRecord(path + ": the time " + found(parser) + " is outside the years 1 to 9999");
        }
        return time;
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
        if (!type.getKeyType().is(org.apache.flink.table.types.logical.LogicalTypeFamily.CHARACTER_STRING)) {
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
