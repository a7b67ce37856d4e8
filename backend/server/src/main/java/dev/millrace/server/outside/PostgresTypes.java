package dev.millrace.server.outside;

import dev.millrace.schema.LogicalType;
import dev.millrace.server.outside.DatabaseTables.TableColumn;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Types of PostgreSQL, as its format_type writes them, as types of columns. */
final class PostgresTypes {
    private static final Pattern NUMERIC = Pattern.compile("numeric\\((\\d+),(-?\\d+)\\)");
    private static final Pattern TIME = Pattern.compile("timestamp(?:\\((\\d)\\))? (with|without) time zone");
    private static final int MOST_DIGITS = 38;

    private PostgresTypes() {}

    static TableColumn column(String name, String declared, boolean nullable) {
        if (declared.endsWith("[]")) {
            TableColumn element = column(name, declared.substring(0, declared.length() - 2), true);
            return new TableColumn(name, new LogicalType.Array(element.type()), nullable, declared, element.note());
        }
        Matcher numeric = NUMERIC.matcher(declared);
        if (numeric.matches()) {
            int precision = Integer.parseInt(numeric.group(1));
            int scale = Integer.parseInt(numeric.group(2));
            return precision <= MOST_DIGITS && scale >= 0 && scale <= precision ? of(name, new LogicalType.Decimal(precision, scale), nullable, declared, "")
                    : of(name, LogicalType.STRING, nullable, declared, "More digits than DECIMAL has; kept as text");
        }
        Matcher time = TIME.matcher(declared);
        if (time.matches()) {
            int digits = time.group(1) == null ? 6 : Integer.parseInt(time.group(1));
            // Event time has three at most, and whoever wants the rest can ask for it.
            int kept = Math.min(digits, 3);
            String note = digits > 3 ? "Up to " + digits + " digits of a second in the database; three are kept, as event time needs it" : "";
            return of(name, time.group(2).equals("with") ? new LogicalType.Instant(kept) : new LogicalType.Timestamp(kept), nullable, declared, note);
        }
        return switch (declared.replaceAll("\\(.*\\)", "")) {
            case "boolean" -> of(name, LogicalType.BOOLEAN, nullable, declared, "");
            case "smallint", "integer" -> of(name, LogicalType.INT, nullable, declared, "");
            case "bigint", "oid" -> of(name, LogicalType.BIGINT, nullable, declared, "");
            case "real" -> of(name, LogicalType.FLOAT, nullable, declared, "");
            case "double precision" -> of(name, LogicalType.DOUBLE, nullable, declared, "");
            case "numeric" -> of(name, new LogicalType.Decimal(MOST_DIGITS, 10), nullable, declared, "Of any size in the database; choose the digits that are needed");
            case "date" -> of(name, LogicalType.DATE, nullable, declared, "");
            case "time without time zone" -> of(name, new LogicalType.Time(3), nullable, declared, "");
            case "bytea" -> of(name, LogicalType.BYTES, nullable, declared, "");
            case "text", "character varying", "character", "\"char\"", "name", "uuid", "citext" -> of(name, LogicalType.STRING, nullable, declared, "");
            case "json", "jsonb" -> of(name, LogicalType.STRING, nullable, declared, "JSON as text; a ROW with its fields can be declared too");
            default -> of(name, LogicalType.STRING, nullable, declared, declared + " is read as text");
        };
    }

    private static TableColumn of(String name, LogicalType type, boolean nullable, String declared, String note) {
        return new TableColumn(name, type, nullable, declared, note);
    }
}
