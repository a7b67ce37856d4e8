package dev.millrace.runtime.group;

import java.util.function.UnaryOperator;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;

/** Values of a type as those of a wider one, none of which changes. */
final class Widening {
    private Widening() {}

    /**
     * Over values in Flink's internal form that are not NULL.
     *
     * @throws IllegalStateException where the second type does not hold all values of the first: no job is to be planned so
     */
    static UnaryOperator<Object> of(LogicalType was, LogicalType is) {
        if (was.copy(true).equals(is.copy(true))) {
            return value -> value;
        }
        LogicalTypeRoot from = was.getTypeRoot();
        switch (is.getTypeRoot()) {
            case SMALLINT:
                if (from == LogicalTypeRoot.TINYINT) {
                    return value -> ((Number) value).shortValue();
                }
                break;
            case INTEGER:
                if (from == LogicalTypeRoot.TINYINT || from == LogicalTypeRoot.SMALLINT) {
                    return value -> ((Number) value).intValue();
                }
                break;
            case BIGINT:
                if (from == LogicalTypeRoot.TINYINT || from == LogicalTypeRoot.SMALLINT || from == LogicalTypeRoot.INTEGER) {
                    return value -> ((Number) value).longValue();
                }
                break;
            case DOUBLE:
                if (from == LogicalTypeRoot.FLOAT) {
                    return value -> ((Number) value).doubleValue();
                }
                break;
            case DECIMAL:
                if (was instanceof DecimalType narrow && is instanceof DecimalType wide && narrow.getScale() == wide.getScale() && narrow.getPrecision() <= wide.getPrecision()) {
                    return value -> DecimalData.fromBigDecimal(((DecimalData) value).toBigDecimal(), wide.getPrecision(), wide.getScale());
                }
                break;
            case VARCHAR:
                if (from == LogicalTypeRoot.CHAR || from == LogicalTypeRoot.VARCHAR) {
                    return value -> value;
                }
                break;
            default:
        }
        throw new IllegalStateException("Not every value of " + was + " is one of " + is);
    }
}
