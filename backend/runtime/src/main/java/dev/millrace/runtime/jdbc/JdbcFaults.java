package dev.millrace.runtime.jdbc;

import java.sql.BatchUpdateException;
import java.sql.SQLException;

/** What PostgreSQL's codes of errors mean for what to do next. */
final class JdbcFaults {
    private JdbcFaults() {}

    /** Class 08 are broken connections, 57P a server that is shut down or started. */
    static boolean isLost(SQLException e) {
        String state = e.getSQLState();
        return state != null && (state.startsWith("08") || state.startsWith("57P"));
    }

    /** Also too little room for one more connection, a lock that was lost, and an answer that took too long. */
    static boolean mayPass(SQLException e) {
        String state = e.getSQLState();
        return isLost(e) || state != null && (state.startsWith("53") || state.startsWith("40") || state.equals("57014") || state.equals("55P03"));
    }

    /** What the database says; in a batch that stands behind the exception that is thrown. */
    static String said(SQLException e) {
        SQLException cause = e instanceof BatchUpdateException && e.getNextException() != null ? e.getNextException() : e;
        return String.valueOf(cause.getMessage());
    }
}
