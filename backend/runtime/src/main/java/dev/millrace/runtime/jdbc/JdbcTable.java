package dev.millrace.runtime.jdbc;

import java.io.Serializable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;

/**
 * A table of PostgreSQL that rows are written to, and the SQL for it. Every name is quoted.
 *
 * @param name parts of the table's name: schema and table, or just the table
 * @param key positions of the key columns
 * @param upsert a row replaces the one with the same key
 */
public record JdbcTable(Address address, List<String> name, RowType type, int[] key, boolean upsert) implements Serializable {
    /** PostgreSQL knows microseconds at most. */
    private static final int FINEST = 6;

    public JdbcTable {
        name = List.copyOf(name);
    }

    /** Where a database is, and who asks. It does not show its password. */
    public record Address(String url, String user, String password) implements Serializable {
        Connection connect() throws SQLException {
            Properties properties = new Properties();
            properties.setProperty("user", user);
            properties.setProperty("password", password);
            properties.setProperty("ApplicationName", "Millrace");
            properties.setProperty("connectTimeout", "10");
            Connection connection = new org.postgresql.Driver().connect(url, properties);
            if (connection == null) {
                throw new SQLException("'" + url + "' is no address of a PostgreSQL, such as jdbc:postgresql://host:5432/database");
            }
            return connection;
        }

        @Override
        public String toString() {
            return url;
        }
    }

    static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    String quoted() {
        return quoted(name);
    }

    static String quoted(List<String> name) {
        return name.stream().map(JdbcTable::quote).collect(Collectors.joining("."));
    }

    private List<String> columns() {
        return type.getFieldNames().stream().map(JdbcTable::quote).collect(Collectors.toList());
    }

    private List<String> keyColumns() {
        List<String> columns = columns();
        return Arrays.stream(key).mapToObj(columns::get).collect(Collectors.toList());
    }

    String insert() {
        String insert = "INSERT INTO " + quoted() + " (" + String.join(", ", columns()) + ") VALUES ("
                + String.join(", ", java.util.Collections.nCopies(type.getFieldCount(), "?")) + ")";
        if (!upsert) {
            return insert;
        }
        List<String> others = new ArrayList<>(columns());
        others.removeAll(keyColumns());
        return insert + " ON CONFLICT (" + String.join(", ", keyColumns()) + ") DO " + (others.isEmpty() ? "NOTHING"
                : "UPDATE SET " + others.stream().map(c -> c + " = EXCLUDED." + c).collect(Collectors.joining(", ")));
    }

    String delete() {
        return "DELETE FROM " + quoted() + " WHERE " + keyColumns().stream().map(c -> c + " = ?").collect(Collectors.joining(" AND "));
    }

    String create() {
        String columns = IntStream.range(0, type.getFieldCount())
                .mapToObj(i -> quote(type.getFieldNames().get(i)) + " " + sql(type.getTypeAt(i)) + (type.getTypeAt(i).isNullable() ? "" : " NOT NULL"))
                .collect(Collectors.joining(", "));
        return "CREATE TABLE IF NOT EXISTS " + quoted() + " (" + columns + (upsert ? ", PRIMARY KEY (" + String.join(", ", keyColumns()) + ")" : "") + ")";
    }

    private static String sql(LogicalType type) {
        switch (type.getTypeRoot()) {
            case BOOLEAN:
                return "boolean";
            case TINYINT:
            case SMALLINT:
                return "smallint";
            case INTEGER:
                return "integer";
            case BIGINT:
                return "bigint";
            case FLOAT:
                return "real";
            case DOUBLE:
                return "double precision";
            case DECIMAL:
                return "numeric(" + ((DecimalType) type).getPrecision() + ", " + ((DecimalType) type).getScale() + ")";
            case CHAR:
            case VARCHAR:
                return "text";
            case BINARY:
            case VARBINARY:
                return "bytea";
            case DATE:
                return "date";
            case TIME_WITHOUT_TIME_ZONE:
                return "time(3)";
            case TIMESTAMP_WITHOUT_TIME_ZONE:
                return "timestamp(" + Math.min(FINEST, LogicalTypeChecks.getPrecision(type)) + ")";
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE:
                return "timestamptz(" + Math.min(FINEST, LogicalTypeChecks.getPrecision(type)) + ")";
            default:
                return "jsonb";
        }
    }
}
