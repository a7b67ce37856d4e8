package dev.millrace.schema;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The type of a column, independent of any engine. {@link #toString()} gives the name a person writes ("DECIMAL(10, 2)",
 * "ROW<id BIGINT>"); TypeParser reads it back.
 *
 * <p>Timestamps carry their number of fractional digits. {@link Timestamp} has no zone; {@link Instant} is a point on the time
 * line (Flink: TIMESTAMP_LTZ).
 */
public sealed interface LogicalType {

    record Bool() implements LogicalType {
        @Override public String toString() { return "BOOLEAN"; }
    }

    /** 32 bits, signed. */
    record Int() implements LogicalType {
        @Override public String toString() { return "INT"; }
    }

    /** 64 bits, signed. */
    record BigInt() implements LogicalType {
        @Override public String toString() { return "BIGINT"; }
    }

    record Float() implements LogicalType {
        @Override public String toString() { return "FLOAT"; }
    }

    record Double() implements LogicalType {
        @Override public String toString() { return "DOUBLE"; }
    }

    /** Exact number with {@code precision} digits in all, {@code scale} of them behind the point. */
    record Decimal(int precision, int scale) implements LogicalType {
        public Decimal {
            if (precision < 1 || precision > 38) {
                throw new IllegalArgumentException("DECIMAL takes 1 to 38 digits, not " + precision);
            }
            if (scale < 0 || scale > precision) {
                throw new IllegalArgumentException(
                        "DECIMAL(" + precision + ", …) takes a scale of 0 to " + precision + ", not " + scale);
            }
        }
        @Override public String toString() { return "DECIMAL(" + precision + ", " + scale + ")"; }
    }

    /** Text of any length. */
    record Text() implements LogicalType {
        @Override public String toString() { return "STRING"; }
    }

    record Bytes() implements LogicalType {
        @Override public String toString() { return "BYTES"; }
    }

    record Date() implements LogicalType {
        @Override public String toString() { return "DATE"; }
    }

    /** Time of day. */
    record Time(int digits) implements LogicalType {
        @Override public String toString() { return "TIME(" + digits + ")"; }
    }

    /** Date and time without a zone. */
    record Timestamp(int digits) implements LogicalType {
        @Override public String toString() { return "TIMESTAMP(" + digits + ")"; }
    }

    /** A point in time, shown in the reader's zone. */
    record Instant(int digits) implements LogicalType {
        @Override public String toString() { return "TIMESTAMP_LTZ(" + digits + ")"; }
    }

    record Array(LogicalType element) implements LogicalType {
        @Override public String toString() { return "ARRAY<" + element + ">"; }
    }

    record Map(LogicalType key, LogicalType value) implements LogicalType {
        @Override public String toString() { return "MAP<" + key + ", " + value + ">"; }
    }

    record Row(List<Column> columns) implements LogicalType {
        public Row {
            columns = List.copyOf(columns);
        }
        @Override public String toString() {
            return columns.stream().map(c -> Identifiers.quoteIfNeeded(c.name()) + " " + c.type())
                    .collect(Collectors.joining(", ", "ROW<", ">"));
        }
    }

    LogicalType BOOLEAN = new Bool();
    LogicalType INT = new Int();
    LogicalType BIGINT = new BigInt();
    LogicalType FLOAT = new Float();
    LogicalType DOUBLE = new Double();
    LogicalType STRING = new Text();
    LogicalType BYTES = new Bytes();
    LogicalType DATE = new Date();
    LogicalType TIMESTAMP = new Timestamp(3);
    LogicalType TIMESTAMP_LTZ = new Instant(3);

    default boolean isNumeric() {
        return switch (this) {
            case Int i -> true;
            case BigInt b -> true;
            case Float f -> true;
            case Double d -> true;
            case Decimal d -> true;
            default -> false;
        };
    }

    /** Whether one value of this type is smaller or larger than another. */
    default boolean isOrdered() {
        return switch (this) {
            case Text t -> true;
            case Date d -> true;
            case Time t -> true;
            case Timestamp t -> true;
            case Instant i -> true;
            case Bool b -> true;
            default -> isNumeric();
        };
    }

    /** Whether a column of this type can carry event time: a timestamp of at most millisecond precision. */
    default boolean canBeEventTime() {
        return this instanceof Timestamp t && t.digits() <= 3 || this instanceof Instant i && i.digits() <= 3;
    }
}
