package dev.millrace.runtime.jdbc;

import dev.millrace.runtime.csv.ValueTexts;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;

/**
 * Rows as parameters of a statement. Text, and lists, maps and rows as JSON, are sent without a type: the server makes of them what
 * the column is. Not for several threads.
 */
final class JdbcValues {
    private interface Getter {
        Object get(RowData row);
    }

    /** Text whose type the server finds out. */
    private record Untyped(String text) {}

    private final Getter[] getters;

    JdbcValues(RowType type) {
        getters = new Getter[type.getFieldCount()];
        for (int i = 0; i < getters.length; i++) {
            Getter getter = getter(type, i);
            int at = i;
            getters[i] = row -> row.isNullAt(at) ? null : getter.get(row);
        }
    }

    Object[] of(RowData row) {
        Object[] values = new Object[getters.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = getters[i].get(row);
        }
        return values;
    }

    static void set(PreparedStatement statement, int index, Object value) throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.OTHER);
        } else if (value instanceof Untyped untyped) {
            statement.setObject(index, untyped.text(), Types.OTHER);
        } else {
            statement.setObject(index, value);
        }
    }

    private static Getter getter(RowType row, int at) {
        LogicalType type = row.getTypeAt(at);
        switch (type.getTypeRoot()) {
            case BOOLEAN:
                return r -> r.getBoolean(at);
            case TINYINT:
                return r -> (short) r.getByte(at);
            case SMALLINT:
                return r -> r.getShort(at);
            case INTEGER:
                return r -> r.getInt(at);
            case BIGINT:
                return r -> r.getLong(at);
            case FLOAT:
                return r -> r.getFloat(at);
            case DOUBLE:
                return r -> r.getDouble(at);
            case DECIMAL: {
                DecimalType decimal = (DecimalType) type;
                return r -> r.getDecimal(at, decimal.getPrecision(), decimal.getScale()).toBigDecimal();
            }
            case BINARY:
            case VARBINARY:
                return r -> r.getBinary(at);
            case DATE:
                return r -> LocalDate.ofEpochDay(r.getInt(at));
            case TIME_WITHOUT_TIME_ZONE:
                return r -> LocalTime.ofNanoOfDay(r.getInt(at) * 1_000_000L);
            case TIMESTAMP_WITHOUT_TIME_ZONE: {
                int digits = LogicalTypeChecks.getPrecision(type);
                return r -> r.getTimestamp(at, digits).toLocalDateTime();
            }
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE: {
                int digits = LogicalTypeChecks.getPrecision(type);
                return r -> r.getTimestamp(at, digits).toInstant().atOffset(ZoneOffset.UTC);
            }
            default: {
                ValueTexts texts = new ValueTexts(row, new int[] {at});
                return r -> new Untyped(texts.of(r)[0]);
            }
        }
    }
}
