package dev.millrace.server.embedded;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database to try things with, inside the embedded PostgreSQL: pipelines may use it under the name {@code demo}. It has an owner of its own,
 * who cannot enter the database in which Millrace keeps its tables.
 */
final class DemoDatabase {
    static final String NAME = "demo";
    private static final Logger LOG = LoggerFactory.getLogger(DemoDatabase.class);

    private DemoDatabase() {}

    /** As if it had been configured. */
    static Map<String, Object> settings(int port) {
        String prefix = "millrace.databases." + NAME + ".";
        return Map.of(prefix + "url", PostgresServer.url(port, NAME), prefix + "user", NAME);
    }

    /** Makes it where there is none. Without it Millrace works all the same, so a failure is only told. */
    static void make(int port) {
        try (Connection connection = DriverManager.getConnection(PostgresServer.url(port), "postgres", ""); Statement statement = connection.createStatement()) {
            if (!isThere(statement, "SELECT 1 FROM pg_roles WHERE rolname = 'demo'")) {
                statement.execute("CREATE ROLE demo LOGIN");
            }
            statement.execute("REVOKE CONNECT, TEMPORARY ON DATABASE postgres FROM PUBLIC");
            if (!isThere(statement, "SELECT 1 FROM pg_database WHERE datname = 'demo'")) {
                statement.execute("CREATE DATABASE demo OWNER demo");
            }
        } catch (SQLException e) {
            LOG.warn("The database 'demo' could not be made; templates that write into it will say that it is not there", e);
        }
    }

    private static boolean isThere(Statement statement, String question) throws SQLException {
        try (var found = statement.executeQuery(question)) {
            return found.next();
        }
    }
}
