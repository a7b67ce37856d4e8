package dev.millrace.runtime.avro;

import dev.millrace.runtime.json.BadRecord;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;

/** Turns a value of an Avro schema into one of a column; made once for both. */
interface FromAvro {
    /** @param value never null */
    Object read(Object value) throws BadRecord;

    /** @throws IllegalArgumentException where no value of the schema is one of the type */
    static FromAvro of(String path, Schema schema, LogicalType type) {
        if (schema.getType() == Schema.Type.UNION) {
            return union(path, schema, type);
        }
        String logical = schema.getLogicalType() == null ? "" : schema.getLogicalType().getName();
        boolean isInt = schema.getType() == Schema.Type.INT;
        boolean isWhole = isInt || schema.getType() == Schema.Type.LONG;
        boolean isNumber = isWhole || schema.getType() == Schema.Type.FLOAT;
        switch (type.getTypeRoot()) {
            case BOOLEAN:
                return where(schema.getType() == Schema.Type.BOOLEAN, path, schema, type, v -> v);
            case INTEGER:
                return where(isInt, path, schema, type, v -> v);
            case BIGINT:
                return where(isWhole, path, schema, type, v -> ((Number) v).longValue());
            case FLOAT:
                return where(isNumber, path, schema, type, v -> ((Number) v).floatValue());
            case DOUBLE:
                return where(isNumber || schema.getType() == Schema.Type.DOUBLE, path, schema, type, v -> ((Number) v).doubleValue());
            case VARCHAR:
                return where(schema.getType() == Schema.Type.STRING || schema.getType() == Schema.Type.ENUM, path, schema, type,
                        v -> StringData.fromString(v.toString()));
            case VARBINARY:
                return where(schema.getType() == Schema.Type.BYTES || schema.getType() == Schema.Type.FIXED, path, schema, type, FromAvro::bytes);
            case DECIMAL:
                return decimal(path, schema, (DecimalType) type, isWhole);
            case DATE:
                return where(isInt, path, schema, type, v -> v);
            case TIME_WITHOUT_TIME_ZONE:
                return where(logical.startsWith("time-"), path, schema, type,
                        v -> logical.equals("time-millis") ? (Integer) v : (Object) (int) ((Long) v / 1_000));
            case TIMESTAMP_WITHOUT_TIME_ZONE:
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE: {
                int digits = LogicalTypeChecks.getPrecision(type);
                return where(schema.getType() == Schema.Type.LONG, path, schema, type, v -> cut(timestamp(logical, (Long) v), digits));
            }
            case ARRAY: {
                where(schema.getType() == Schema.Type.ARRAY, path, schema, type, null);
                FromAvro element = of(path + "[]", schema.getElementType(), ((ArrayType) type).getElementType());
                return v -> {
                    List<Object> read = new ArrayList<>();
                    for (Object one : (Iterable<?>) v) {
                        read.add(one == null ? null : element.read(one));
                    }
                    return new GenericArrayData(read.toArray());
                };
            }
            case MAP: {
                where(schema.getType() == Schema.Type.MAP, path, schema, type, null);
                FromAvro element = of(path + "[]", schema.getValueType(), ((MapType) type).getValueType());
                FromAvro key = of(path + " key", Schema.create(Schema.Type.STRING), ((MapType) type).getKeyType());
                return v -> {
                    Map<Object, Object> read = new HashMap<>();
                    for (Map.Entry<?, ?> one : ((Map<?, ?>) v).entrySet()) {
                        read.put(key.read(one.getKey()), one.getValue() == null ? null : element.read(one.getValue()));
                    }
                    return new GenericMapData(read);
                };
            }
            case ROW:
                where(schema.getType() == Schema.Type.RECORD, path, schema, type, null);
                return row(path, schema, (RowType) type, 0);
            default:
                throw new IllegalArgumentException("Avro cannot hold a " + type.asSummaryString());
        }
    }

    /** Columns that the schema does not have are NULL. */
    static FromAvro row(String path, Schema schema, RowType type, int spare) {
        int count = type.getFieldCount();
        int[] positions = new int[count];
        FromAvro[] fields = new FromAvro[count];
        String[] names = new String[count];
        for (int i = 0; i < count; i++) {
            names[i] = (path.isEmpty() ? "" : path + ".") + type.getFieldNames().get(i);
            Schema.Field field = schema.getField(type.getFieldNames().get(i));
            positions[i] = field == null ? -1 : field.pos();
            fields[i] = field == null ? null : of(names[i], field.schema(), type.getTypeAt(i));
        }
        return v -> {
            GenericRowData row = new GenericRowData(count + spare);
            for (int i = 0; i < count; i++) {
                Object value = fields[i] == null ? null : ((IndexedRecord) v).get(positions[i]);
                if (value != null) {
                    row.setField(i, fields[i].read(value));
                } else if (!type.getTypeAt(i).isNullable()) {
                    throw new BadRecord(names[i] + ": required, but missing");
                }
            }
            return row;
        };
    }

    private static FromAvro where(boolean fits, String path, Schema schema, LogicalType type, FromAvro reader) {
        if (!fits) {
            String logical = schema.getLogicalType() == null ? "" : " (" + schema.getLogicalType().getName() + ")";
            throw new IllegalArgumentException(path + ": the Avro schema has " + schema.getType().getName() + logical + ", which is no "
                    + type.copy(true).asSummaryString());
        }
        return reader;
    }

    /** Of several kinds of value each is read as it can be; one that cannot is a bad record. */
    private static FromAvro union(String path, Schema union, LogicalType type) {
        FromAvro[] branches = new FromAvro[union.getTypes().size()];
        IllegalArgumentException last = null;
        int fitting = 0;
        for (int i = 0; i < branches.length; i++) {
            Schema branch = union.getTypes().get(i);
            if (branch.getType() != Schema.Type.NULL) {
                try {
                    branches[i] = of(path, branch, type);
                    fitting++;
                } catch (IllegalArgumentException e) {
                    last = e;
                }
            }
        }
        if (fitting == 0 && last != null) {
            throw last;
        }
        return v -> {
            int i = GenericData.get().resolveUnion(union, v);
            if (branches[i] == null) {
                throw new BadRecord(path + ": a value of type " + union.getTypes().get(i).getName() + " is no " + type.copy(true).asSummaryString());
            }
            return branches[i].read(v);
        };
    }

    private static byte[] bytes(Object value) {
        if (value instanceof GenericFixed fixed) {
            return fixed.bytes();
        }
        ByteBuffer buffer = ((ByteBuffer) value).duplicate();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static FromAvro decimal(String path, Schema schema, DecimalType type, boolean isWhole) {
        where(isWhole || schema.getLogicalType() instanceof LogicalTypes.Decimal, path, schema, type, null);
        int scale = schema.getLogicalType() instanceof LogicalTypes.Decimal decimal ? decimal.getScale() : 0;
        return v -> {
            byte[] digits = isWhole ? null : bytes(v);
            if (digits != null && digits.length == 0) {
                throw new BadRecord(path + ": a decimal without bytes");
            }
            BigDecimal value = isWhole ? BigDecimal.valueOf(((Number) v).longValue()) : new BigDecimal(new BigInteger(digits), scale);
            DecimalData read = DecimalData.fromBigDecimal(value, type.getPrecision(), type.getScale());
            if (read == null) {
                throw new BadRecord(path + ": out of range for " + type.copy(true).asSummaryString());
            }
            return read;
        };
    }

    /** A number without further meaning is milliseconds. */
    private static TimestampData timestamp(String logical, long value) {
        if (logical.endsWith("-micros")) {
            return TimestampData.fromEpochMillis(Math.floorDiv(value, 1_000L), (int) Math.floorMod(value, 1_000L) * 1_000);
        }
        if (logical.endsWith("-nanos")) {
            return TimestampData.fromInstant(Instant.ofEpochSecond(Math.floorDiv(value, 1_000_000_000L), Math.floorMod(value, 1_000_000_000L)));
        }
        return TimestampData.fromEpochMillis(value);
    }

    /** Digits that the column does not have are left out. */
    private static TimestampData cut(TimestampData time, int digits) {
        int unit = (int) Math.pow(10, 9 - digits);
        if (digits <= 3) {
            long millis = (long) Math.pow(10, 3 - digits);
            return TimestampData.fromEpochMillis(Math.floorDiv(time.getMillisecond(), millis) * millis);
        }
        return TimestampData.fromEpochMillis(time.getMillisecond(), time.getNanoOfMillisecond() / unit * unit);
    }
}
