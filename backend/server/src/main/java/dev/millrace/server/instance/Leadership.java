package dev.millrace.server.instance;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;

/**
 * Of all instances on one database, one leads: it reconciles deployments and collects metrics. Leading is a session lock in
 * PostgreSQL, so it ends with the connection, and another instance takes over.
 */
public final class Leadership implements DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);
    private static final long LOCK = 0x6d696c6c72616365L; // "millrace"

    private final DataSource database;
    private Connection connection;
    private boolean closed;

    public Leadership(DataSource database) {
        this.database = database;
    }

    /** Whether this instance leads now; tries to where nobody does. */
    public synchronized boolean held() {
        if (closed) {
            return false;
        }
        try {
            if (connection != null && connection.isValid(2)) {
                return true;
            }
            release();
            connection = database.getConnection();
            connection.setAutoCommit(true);
            try (var statement = connection.prepareStatement("select pg_try_advisory_lock(?)")) {
                statement.setLong(1, LOCK);
                try (var result = statement.executeQuery()) {
                    result.next();
                    if (result.getBoolean(1)) {
                        return true;
                    }
                }
            }
            release();
            return false;
        } catch (SQLException unreachable) {
            LOG.warn("Cannot tell who leads: {}", unreachable.getMessage());
            release();
            return false;
        }
    }

    @Override public synchronized void destroy() {
        closed = true;
        release();
    }

    /** A pooled connection goes back alive, so the lock is given up by name. */
    private void release() {
        if (connection == null) {
            return;
        }
        try (Connection last = connection; var statement = last.createStatement()) {
            statement.execute("select pg_advisory_unlock_all()");
        } catch (SQLException gone) {
            LOG.debug("The leader's connection was gone already", gone);
        }
        connection = null;
    }
}
