package dev.millrace.runtime.jdbc;

import dev.millrace.runtime.json.BadRecord;
import dev.millrace.runtime.json.JsonDecoder;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.RowType;

/** Rows of a result as rows of declared types. Lists, maps and rows are asked for as JSON. Not for several threads. */
final class JdbcReader {
    private interface Getter {
        Object get(ResultSet row, int column) throws SQLException, BadRecord;
    }

    private final List<String> names;
    private final RowType type;
    private final Getter[] getters;

    /**
     * @param names of the columns in the table
     * @param type what each is read as; names in it are for messages
     */
    JdbcReader(List<String> names, RowType type) {
        this.names = List.copyOf(names);
        this.type = type;
        this.getters = IntStream.range(0, type.getFieldCount()).mapToObj(i -> getter(type.getFields().get(i))).toArray(Getter[]::new);
    }

    /** What stands between SELECT and FROM; never nothing. */
    String select() {
        if (names.isEmpty()) {
            return "1";
        }
        return IntStream.range(0, names.size())
                .mapToObj(i -> hasParts(type.getTypeAt(i)) ? "to_jsonb(" + JdbcTable.quote(names.get(i)) + ")::text" : JdbcTable.quote(names.get(i)))
                .collect(Collectors.joining(", "));
    }

    /** The columns, which come first in the result, with room for so many values behind them. */
    GenericRowData read(ResultSet row, int spare) throws SQLException, BadRecord {
        GenericRowData read = new GenericRowData(getters.length + spare);
        for (int i = 0; i < getters.length; i++) {
            Object value;
            try {
                value = getters[i].get(row, i + 1);
            } catch (SQLException e) {
                if (JdbcFaults.mayPass(e)) {
                    throw e;
                }
                throw new BadRecord(names.get(i) + ": " + JdbcFaults.said(e));
            }
            if (value == null && !type.getTypeAt(i).isNullable()) {
                throw new BadRecord(names.get(i) + ": required, but NULL");
            }
            read.setField(i, value);
        }
        return read;
    }

    static boolean hasParts(LogicalType type) {
        LogicalTypeRoot root = type.getTypeRoot();
        return root == LogicalTypeRoot.ARRAY || root == LogicalTypeRoot.MAP || root == LogicalTypeRoot.ROW;
    }

    private static Getter getter(RowType.RowField field) {
        LogicalType type = field.getType();
        switch (type.getTypeRoot()) {
            case BOOLEAN:
                return orNull(ResultSet::getBoolean);
            case INTEGER:
                return orNull(ResultSet::getInt);
            case BIGINT:
                return orNull(ResultSet::getLong);
            case FLOAT:
                return orNull(ResultSet::getFloat);
            case DOUBLE:
                return orNull(ResultSet::getDouble);
            case DECIMAL:
                return decimal((DecimalType) type, field.getName());
            case VARCHAR:
                return (row, i) -> StringData.fromString(row.getString(i));
            case VARBINARY:
                return ResultSet::getBytes;
            case DATE:
                return (row, i) -> {
                    LocalDate date = row.getObject(i, LocalDate.class);
                    return date == null ? null : Math.toIntExact(date.toEpochDay());
                };
            case TIME_WITHOUT_TIME_ZONE:
                return (row, i) -> {
                    LocalTime time = row.getObject(i, LocalTime.class);
                    return time == null ? null : (int) (time.toNanoOfDay() / 1_000_000L);
                };
            case TIMESTAMP_WITHOUT_TIME_ZONE:
                return (row, i) -> {
                    LocalDateTime time = row.getObject(i, LocalDateTime.class);
                    return time == null ? null : TimestampData.fromLocalDateTime(finite(time, time.getYear(), field.getName()));
                };
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE:
                return (row, i) -> {
                    OffsetDateTime time = row.getObject(i, OffsetDateTime.class);
                    return time == null ? null : TimestampData.fromInstant(finite(time, time.getYear(), field.getName()).toInstant());
                };
            default:
                return json(field);
        }
    }

    /** PostgreSQL's infinity comes as the last moment of Java. */
    private static <T> T finite(T time, int year, String name) throws BadRecord {
        if (Math.abs(year) > 300_000) {
            throw new BadRecord(name + ": " + time + " is out of range");
        }
        return time;
    }

    private static Getter orNull(Getter primitive) {
        return (row, i) -> {
            Object value = primitive.get(row, i);
            return row.wasNull() ? null : value;
        };
    }

    private static Getter decimal(DecimalType type, String name) {
        return (row, i) -> {
            BigDecimal value = row.getBigDecimal(i);
            DecimalData decimal = value == null ? null : DecimalData.fromBigDecimal(value, type.getPrecision(), type.getScale());
            if (value != null && decimal == null) {
                throw new BadRecord(name + ": " + value.toPlainString() + " does not fit " + type.asSummaryString());
            }
            return decimal;
        };
    }

    private static Getter json(RowType.RowField field) {
        JsonDecoder decoder = new JsonDecoder(new RowType(List.of(new RowType.RowField(field.getName(), field.getType().copy(true)))));
        String name = '"' + field.getName().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        return (row, i) -> {
            String text = row.getString(i);
            return text == null ? null : decoder.decode(("{" + name + ":" + text + "}").getBytes(StandardCharsets.UTF_8)).getField(0);
        };
    }
}
