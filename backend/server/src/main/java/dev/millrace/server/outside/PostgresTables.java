package dev.millrace.server.outside;

import dev.millrace.kind.DatabaseTable;
import dev.millrace.server.outside.DatabaseTables.TableColumn;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Tables of PostgreSQL, by its catalog. A connection for each question: people ask rarely. */
final class PostgresTables implements DatabaseTables {
    private static final String SECONDS = "8";
    private static final String TABLES = """
            SELECT CASE WHEN pg_table_is_visible(c.oid) THEN c.relname ELSE n.nspname || '.' || c.relname END
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_%'
              AND has_table_privilege(c.oid, 'SELECT')
            ORDER BY 1 LIMIT 5000""";
    private static final String COLUMNS = """
            SELECT a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull
            FROM pg_attribute a WHERE a.attrelid = to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum""";
    private static final String KEY = """
            SELECT a.attname FROM pg_index i, unnest(i.indkey) WITH ORDINALITY AS k(attnum, at), pg_attribute a
            WHERE i.indrelid = to_regclass(?) AND i.indisprimary AND a.attrelid = i.indrelid AND a.attnum = k.attnum ORDER BY k.at""";

    private final Map<String, OutsideSystems.Database> byName;

    PostgresTables(Map<String, OutsideSystems.Database> byName) {
        this.byName = Map.copyOf(byName);
    }

    @Override public List<String> names() {
        return List.copyOf(new TreeSet<>(byName.keySet()));
    }

    @Override public List<String> tables(String database) {
        return asked(database, connection -> texts(connection.prepareStatement(TABLES)));
    }

    @Override public Table table(String database, String table) {
        List<String> parts = DatabaseTable.parts(table);
        if (parts.isEmpty()) {
            throw new UnknownOutside("'" + table + "' is no name of a table; write a table, or schema.table");
        }
        String quoted = parts.stream().map(p -> '"' + p.replace("\"", "\"\"") + '"').collect(Collectors.joining("."));
        Table found = asked(database, connection -> {
            var columns = new ArrayList<TableColumn>();
            try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
                statement.setString(1, quoted);
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        columns.add(PostgresTypes.column(row.getString(1), row.getString(2), !row.getBoolean(3)));
                    }
                }
            }
            PreparedStatement key = connection.prepareStatement(KEY);
            key.setString(1, quoted);
            return new Table(columns, texts(key));
        });
        if (found.columns().isEmpty()) {
            throw new UnknownOutside("The database '" + database + "' has no table '" + table + "', or it may not be read");
        }
        return found;
    }

    private static List<String> texts(PreparedStatement statement) throws SQLException {
        try (statement; ResultSet row = statement.executeQuery()) {
            var found = new ArrayList<String>();
            while (row.next()) {
                found.add(row.getString(1));
            }
            return found;
        }
    }

    private interface Question<T> {
        T ask(Connection connection) throws SQLException;
    }

    private <T> T asked(String database, Question<T> question) {
        OutsideSystems.Database at = byName.get(database);
        if (at == null) {
            throw UnknownOutside.notSetUp("database", database, "millrace.databases", byName.keySet());
        }
        var settings = new Properties();
        if (!at.user().isEmpty()) {
            settings.setProperty("user", at.user());
            settings.setProperty("password", at.password());
        }
        settings.setProperty("loginTimeout", SECONDS);
        settings.setProperty("connectTimeout", SECONDS);
        settings.setProperty("socketTimeout", SECONDS);
        settings.setProperty("ApplicationName", "millrace-columns");
        try (Connection connection = DriverManager.getConnection(at.url(), settings)) {
            connection.setReadOnly(true);
            return question.ask(connection);
        } catch (SQLException e) {
            throw new OutsideUnavailable("The database '" + database + "' does not answer as it should: " + e.getMessage(), e);
        }
    }
}
