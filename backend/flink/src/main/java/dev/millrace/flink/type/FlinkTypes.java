package dev.millrace.flink.type;

import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.BinaryType;
import org.apache.flink.table.types.logical.BooleanType;
import org.apache.flink.table.types.logical.CharType;
import org.apache.flink.table.types.logical.DateType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.DoubleType;
import org.apache.flink.table.types.logical.FloatType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.SmallIntType;
import org.apache.flink.table.types.logical.TimeType;
import org.apache.flink.table.types.logical.TimestampKind;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.flink.table.types.logical.TinyIntType;
import org.apache.flink.table.types.logical.VarBinaryType;
import org.apache.flink.table.types.logical.VarCharType;

/** The core's types in Flink's, and back. */
public final class FlinkTypes {
    private FlinkTypes() {}

    /** The columns of a schema as a row. */
    public static RowType row(Schema schema) {
        return row(schema.columns(), false);
    }

    private static RowType row(List<Column> columns, boolean nullable) {
        return new RowType(nullable, columns.stream().map(c -> new RowType.RowField(c.name(), of(c.type(), c.nullable()))).toList());
    }

    public static org.apache.flink.table.types.logical.LogicalType of(LogicalType type, boolean nullable) {
        return switch (type) {
            case LogicalType.Bool b -> new BooleanType(nullable);
            case LogicalType.Int i -> new IntType(nullable);
            case LogicalType.BigInt b -> new BigIntType(nullable);
            case LogicalType.Float f -> new FloatType(nullable);
            case LogicalType.Double d -> new DoubleType(nullable);
            case LogicalType.Decimal d -> new DecimalType(nullable, d.precision(), d.scale());
            case LogicalType.Text t -> new VarCharType(nullable, VarCharType.MAX_LENGTH);
            case LogicalType.Bytes b -> new VarBinaryType(nullable, VarBinaryType.MAX_LENGTH);
            case LogicalType.Date d -> new DateType(nullable);
            case LogicalType.Time t -> new TimeType(nullable, t.digits());
            case LogicalType.Timestamp t -> new TimestampType(nullable, t.digits());
            case LogicalType.Instant i -> new LocalZonedTimestampType(nullable, i.digits());
            case LogicalType.Array a -> new ArrayType(nullable, of(a.element(), true));
            case LogicalType.Map m -> new MapType(nullable, of(m.key(), false), of(m.value(), true));
            case LogicalType.Row r -> row(r.columns(), nullable);
        };
    }

    /** The core's type that holds all values of Flink's; empty where a column cannot hold them, such as an interval. */
    public static Optional<LogicalType> toCore(org.apache.flink.table.types.logical.LogicalType type) {
        return Optional.ofNullable(switch (type) {
            case BooleanType t -> LogicalType.BOOLEAN;
            case TinyIntType t -> LogicalType.INT;
            case SmallIntType t -> LogicalType.INT;
            case IntType t -> LogicalType.INT;
            case BigIntType t -> LogicalType.BIGINT;
            case FloatType t -> LogicalType.FLOAT;
            case DoubleType t -> LogicalType.DOUBLE;
            case DecimalType t -> new LogicalType.Decimal(t.getPrecision(), t.getScale());
            case CharType t -> LogicalType.STRING;
            case VarCharType t -> LogicalType.STRING;
            case BinaryType t -> LogicalType.BYTES;
            case VarBinaryType t -> LogicalType.BYTES;
            case DateType t -> LogicalType.DATE;
            case TimeType t -> new LogicalType.Time(t.getPrecision());
            case TimestampType t -> new LogicalType.Timestamp(t.getPrecision());
            case LocalZonedTimestampType t -> t.getKind() == TimestampKind.PROCTIME ? null : new LogicalType.Instant(t.getPrecision());
            case ArrayType t -> toCore(t.getElementType()).map(LogicalType.Array::new).orElse(null);
            case MapType t -> toCore(t.getKeyType())
                    .flatMap(key -> toCore(t.getValueType()).map(value -> new LogicalType.Map(key, value))).orElse(null);
            case RowType t -> columns(t).map(LogicalType.Row::new).orElse(null);
            default -> null;
        });
    }

    private static Optional<List<Column>> columns(RowType type) {
        List<Column> columns = new ArrayList<>();
        for (RowType.RowField field : type.getFields()) {
            Optional<LogicalType> core = toCore(field.getType());
            if (core.isEmpty()) {
                return Optional.empty();
            }
            columns.add(new Column(field.getName(), core.get(), field.getType().isNullable()));
        }
        return Optional.of(columns);
    }
}
