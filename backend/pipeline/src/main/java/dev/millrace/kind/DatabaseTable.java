package dev.millrace.kind;

import dev.millrace.diagnostic.Diagnostic.Code;
import java.util.List;
import java.util.regex.Pattern;

/** A table of a database that is set up under a name, as people write both. */
public final class DatabaseTable {
    public static final String DATABASE_HELP = "Name of a database that is set up where Millrace is started (millrace.databases)";
    public static final String TABLE_HELP = "Such as orders, or sales.orders with its schema; written as it is, upper and lower case";

    private static final Pattern DATABASE = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    /** PostgreSQL cuts longer names, and two tables become one. */
    private static final int LONGEST_NAME = 63;

    private DatabaseTable() {}

    /** Says what is wrong with the settings {@code database} and {@code table}. */
    public static void check(String database, String table, Scope at) {
        if (!database.isEmpty() && !DATABASE.matcher(database).matches()) {
            at.error(Code.BAD_SETTING, "database", "This is no name of a database that is set up",
                    "Use the name under millrace.databases: lower-case letters, digits and hyphens. An address or a password does not belong here");
        }
        if (!table.isEmpty() && parts(table).isEmpty()) {
            at.error(Code.BAD_SETTING, "table", "'" + table + "' is no name of a table", "Write a table, or schema.table, each of at most 63 characters");
        }
    }

    /** Says where a text cannot be the name of a column of the database; an empty one was reported as missing. */
    public static void checkColumn(String path, String column, Scope at) {
        if (!column.isEmpty() && !isName(column)) {
            at.error(Code.BAD_SETTING, path, "'" + column + "' is no name of a column in a database", "Write a name of at most 63 characters");
        }
    }

    /** Schema and table, or just the table; empty where the text is neither. */
    public static List<String> parts(String table) {
        List<String> parts = List.of(table.strip().split("\\.", -1));
        return parts.size() <= 2 && parts.stream().allMatch(DatabaseTable::isName) ? parts : List.of();
    }

    private static boolean isName(String name) {
        return !name.isBlank() && name.length() <= LONGEST_NAME && name.chars().noneMatch(Character::isISOControl);
    }
}
