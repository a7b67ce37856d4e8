package dev.millrace.runtime.jdbc;

import dev.millrace.runtime.json.BadRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.apache.flink.table.data.GenericRowData;

/** Connections that only read, each with the statement of a lookup; they are made when they are needed and used again. */
final class LookupConnections implements AutoCloseable {
    private static final long FIRST_WAIT = 100;
    private static final long LONGEST_WAIT = 5_000;

    private final LookupSettings settings;
    private final ConcurrentLinkedQueue<Asker> idle = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    LookupConnections(LookupSettings settings) {
        this.settings = settings;
    }

    private record Asker(Connection connection, PreparedStatement statement, JdbcReader reader) {}

    /** Asks again where it may help, each time after a longer wait. */
    List<GenericRowData> ask(List<Object> key) throws SQLException, BadRecord, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return once(key);
            } catch (SQLException e) {
                if (attempt == settings.tries() || !JdbcFaults.mayPass(e)) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(waitAfter(attempt));
            }
        }
    }

    static long waitAfter(int attempt) {
        return Math.min(LONGEST_WAIT, FIRST_WAIT << Math.min(10, attempt - 1));
    }

    private List<GenericRowData> once(List<Object> key) throws SQLException, BadRecord {
        Asker asker = idle.poll();
        if (asker == null) {
            asker = connect();
        }
        boolean sound = true;
        try {
            return ask(asker, key);
        } catch (SQLException e) {
            sound = !JdbcFaults.mayPass(e);
            throw e;
        } finally {
            if (sound && !closed) {
                idle.add(asker);
            } else {
                asker.connection().close();
            }
            if (closed) {
                close();
            }
        }
    }

    private Asker connect() throws SQLException {
        Connection connection = settings.address().connect();
        try (Statement set = connection.createStatement()) {
            // Two bounds: the server ends what takes too long, and where it does not even say so, the socket is closed.
            connection.setNetworkTimeout(Runnable::run, Math.toIntExact(Math.min(settings.timeout().toMillis() + 1_000, Integer.MAX_VALUE)));
            set.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY");
            set.execute("SET statement_timeout = " + Math.min(settings.timeout().toMillis(), Integer.MAX_VALUE));
            return new Asker(connection, connection.prepareStatement(settings.sql()), settings.reader());
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static List<GenericRowData> ask(Asker asker, List<Object> key) throws SQLException, BadRecord {
        for (int i = 0; i < key.size(); i++) {
            JdbcValues.set(asker.statement(), i + 1, key.get(i));
        }
        List<GenericRowData> rows = new ArrayList<>();
        try (ResultSet found = asker.statement().executeQuery()) {
            while (found.next()) {
                rows.add(asker.reader().read(found, 0));
            }
        }
        if (rows.size() > LookupSettings.MOST_PARTNERS) {
            throw new BadRecord("More than " + LookupSettings.MOST_PARTNERS + " rows have this key");
        }
        return rows;
    }

    @Override
    public void close() throws SQLException {
        closed = true;
        for (Asker asker = idle.poll(); asker != null; asker = idle.poll()) {
            asker.connection().close();
        }
    }
}
