package dev.millrace.runtime.avro;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.MapData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;

/** Turns a value of a column into one of an Avro schema; made once for both. */
interface ToAvro {
    /** @param value never null */
    Object write(Object value);

    /** The schema of a row: what may be NULL is a union with null. */
    static Schema schema(String name, RowType type) {
        SchemaBuilder.FieldAssembler<Schema> fields = SchemaBuilder.record(name).fields();
        for (RowType.RowField field : type.getFields()) {
            Schema of = schema(name + "_" + field.getName(), field.getType());
            fields = field.getType().isNullable() ? fields.name(field.getName()).type(SchemaBuilder.unionOf().nullType().and().type(of).endUnion()).withDefault(null)
                    : fields.name(field.getName()).type(of).noDefault();
        }
        return fields.endRecord();
    }

    private static Schema orNull(String name, LogicalType type) {
        Schema of = schema(name, type);
        return type.isNullable() ? SchemaBuilder.unionOf().nullType().and().type(of).endUnion() : of;
    }

    private static Schema schema(String name, LogicalType type) {
        switch (type.getTypeRoot()) {
            case BOOLEAN:
                return Schema.create(Schema.Type.BOOLEAN);
            case INTEGER:
                return Schema.create(Schema.Type.INT);
            case BIGINT:
                return Schema.create(Schema.Type.LONG);
            case FLOAT:
                return Schema.create(Schema.Type.FLOAT);
            case DOUBLE:
                return Schema.create(Schema.Type.DOUBLE);
            case VARCHAR:
                return Schema.create(Schema.Type.STRING);
            case VARBINARY:
                return Schema.create(Schema.Type.BYTES);
            case DECIMAL:
                return LogicalTypes.decimal(((DecimalType) type).getPrecision(), ((DecimalType) type).getScale()).addToSchema(Schema.create(Schema.Type.BYTES));
            case DATE:
                return LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT));
            case TIME_WITHOUT_TIME_ZONE:
                return LogicalTypes.timeMillis().addToSchema(Schema.create(Schema.Type.INT));
            case TIMESTAMP_WITHOUT_TIME_ZONE:
                return (LogicalTypeChecks.getPrecision(type) > 3 ? LogicalTypes.localTimestampMicros() : LogicalTypes.localTimestampMillis())
                        .addToSchema(Schema.create(Schema.Type.LONG));
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE:
                return (LogicalTypeChecks.getPrecision(type) > 3 ? LogicalTypes.timestampMicros() : LogicalTypes.timestampMillis())
                        .addToSchema(Schema.create(Schema.Type.LONG));
            case ARRAY:
                return Schema.createArray(orNull(name, ((ArrayType) type).getElementType()));
            case MAP:
                if (((MapType) type).getKeyType().getTypeRoot() != LogicalTypeRoot.VARCHAR) {
                    throw new IllegalArgumentException("Keys of a map are STRING in Avro");
                }
                return Schema.createMap(orNull(name, ((MapType) type).getValueType()));
            case ROW:
                return schema(name, (RowType) type);
            default:
                throw new IllegalArgumentException("Avro cannot hold a " + type.asSummaryString());
        }
    }

    /** @throws IllegalArgumentException where a value of the type is none of the schema */
    static ToAvro of(String path, Schema given, LogicalType type) {
        Schema schema = given;
        if (given.getType() == Schema.Type.UNION) {
            List<Schema> others = given.getTypes().stream().filter(s -> s.getType() != Schema.Type.NULL).toList();
            if (others.size() != 1) {
                throw new IllegalArgumentException(path + ": the Avro schema has a choice of several types, which cannot be written");
            }
            schema = others.get(0);
        }
        Schema.Type to = schema.getType();
        String logical = schema.getLogicalType() == null ? "" : schema.getLogicalType().getName();
        switch (type.getTypeRoot()) {
            case BOOLEAN:
                return where(to == Schema.Type.BOOLEAN, path, schema, type, v -> v);
            case INTEGER:
            case BIGINT:
            case FLOAT:
            case DOUBLE:
                return number(path, schema, type);
            case VARCHAR:
                return where(to == Schema.Type.STRING, path, schema, type, Object::toString);
            case VARBINARY:
                return where(to == Schema.Type.BYTES && logical.isEmpty(), path, schema, type, v -> ByteBuffer.wrap((byte[]) v));
            case DECIMAL: {
                where(to == Schema.Type.BYTES && schema.getLogicalType() instanceof LogicalTypes.Decimal, path, schema, type, null);
                LogicalTypes.Decimal decimal = (LogicalTypes.Decimal) schema.getLogicalType();
                where(decimal.getScale() >= ((DecimalType) type).getScale(), path, schema, type, null);
                return v -> {
                    BigDecimal value = ((DecimalData) v).toBigDecimal().setScale(decimal.getScale(), RoundingMode.UNNECESSARY);
                    return ByteBuffer.wrap(value.unscaledValue().toByteArray());
                };
            }
            case DATE:
                return where(to == Schema.Type.INT && !logical.startsWith("time"), path, schema, type, v -> v);
            case TIME_WITHOUT_TIME_ZONE:
                return where(logical.startsWith("time-"), path, schema, type, v -> to == Schema.Type.INT ? v : (Object) ((Integer) v * 1_000L));
            case TIMESTAMP_WITHOUT_TIME_ZONE:
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE:
                return where(to == Schema.Type.LONG, path, schema, type, v -> time(logical, (TimestampData) v));
            case ARRAY:
                where(to == Schema.Type.ARRAY, path, schema, type, null);
                return array(path, schema, (ArrayType) type);
            case MAP:
                where(to == Schema.Type.MAP, path, schema, type, null);
                return map(path, schema, (MapType) type);
            case ROW: {
                where(to == Schema.Type.RECORD, path, schema, type, null);
                Function<RowData, GenericData.Record> row = row(path, schema, (RowType) type);
                return v -> row.apply((RowData) v);
            }
            default:
                throw new IllegalArgumentException("Avro cannot hold a " + type.asSummaryString());
        }
    }

    private static ToAvro where(boolean fits, String path, Schema schema, LogicalType type, ToAvro writer) {
        if (!fits) {
            throw new IllegalArgumentException(path + ": a " + type.copy(true).asSummaryString() + " is no " + schema.getType().getName() + " of the Avro schema");
        }
        return writer;
    }

    private static ToAvro number(String path, Schema schema, LogicalType type) {
        List<LogicalTypeRoot> order = List.of(LogicalTypeRoot.INTEGER, LogicalTypeRoot.BIGINT, LogicalTypeRoot.FLOAT, LogicalTypeRoot.DOUBLE);
        int from = order.indexOf(type.getTypeRoot());
        switch (schema.getType()) {
            case INT:
                return where(from == 0, path, schema, type, v -> v);
            case LONG:
                return where(from <= 1, path, schema, type, v -> ((Number) v).longValue());
            case FLOAT:
                return where(from == 2, path, schema, type, v -> v);
            case DOUBLE:
                return where(from != 1, path, schema, type, v -> ((Number) v).doubleValue());
            default:
                return where(false, path, schema, type, null);
        }
    }

    private static Object time(String logical, TimestampData time) {
        if (logical.endsWith("-micros")) {
            return Math.addExact(Math.multiplyExact(time.getMillisecond(), 1_000L), time.getNanoOfMillisecond() / 1_000);
        }
        if (logical.endsWith("-nanos")) {
            return Math.addExact(Math.multiplyExact(time.getMillisecond(), 1_000_000L), time.getNanoOfMillisecond());
        }
        return time.getMillisecond();
    }

    private static ToAvro array(String path, Schema schema, ArrayType type) {
        ToAvro element = of(path + "[]", schema.getElementType(), type.getElementType());
        ArrayData.ElementGetter getter = ArrayData.createElementGetter(type.getElementType());
        return v -> {
            ArrayData array = (ArrayData) v;
            List<Object> written = new ArrayList<>(array.size());
            for (int i = 0; i < array.size(); i++) {
                Object value = getter.getElementOrNull(array, i);
                written.add(value == null ? null : element.write(value));
            }
            return written;
        };
    }

    private static ToAvro map(String path, Schema schema, MapType type) {
        ToAvro value = of(path + "[]", schema.getValueType(), type.getValueType());
        ArrayData.ElementGetter keys = ArrayData.createElementGetter(type.getKeyType());
        ArrayData.ElementGetter values = ArrayData.createElementGetter(type.getValueType());
        return v -> {
            MapData map = (MapData) v;
            Map<String, Object> written = new HashMap<>();
            for (int i = 0; i < map.size(); i++) {
                Object one = values.getElementOrNull(map.valueArray(), i);
                written.put(String.valueOf(keys.getElementOrNull(map.keyArray(), i)), one == null ? null : value.write(one));
            }
            return written;
        };
    }

    /** Fields without a column get their default. */
    static Function<RowData, GenericData.Record> row(String path, Schema schema, RowType type) {
        int count = type.getFieldCount();
        RowData.FieldGetter[] getters = new RowData.FieldGetter[count];
        ToAvro[] writers = new ToAvro[count];
        int[] positions = new int[count];
        for (int i = 0; i < count; i++) {
            String name = type.getFieldNames().get(i);
            String place = path.isEmpty() ? name : path + "." + name;
            Schema.Field field = schema.getField(name);
            if (field == null) {
                throw new IllegalArgumentException(place + ": the Avro schema has no such field");
            }
            getters[i] = RowData.createFieldGetter(type.getTypeAt(i), i);
            writers[i] = of(place, field.schema(), type.getTypeAt(i));
            positions[i] = field.pos();
        }
        GenericData.Record empty = new GenericData.Record(schema);
        for (Schema.Field field : schema.getFields()) {
            if (!type.getFieldNames().contains(field.name())) {
                if (!field.hasDefaultValue()) {
                    throw new IllegalArgumentException((path.isEmpty() ? "" : path + ".") + field.name() + ": the Avro schema needs it, and there is no such column");
                }
                empty.put(field.pos(), GenericData.get().getDefaultValue(field));
            }
        }
        return row -> {
            GenericData.Record record = new GenericData.Record(empty, false);
            for (int i = 0; i < count; i++) {
                Object value = getters[i].getFieldOrNull(row);
                record.put(positions[i], value == null ? null : writers[i].write(value));
            }
            return record;
        };
    }
}
