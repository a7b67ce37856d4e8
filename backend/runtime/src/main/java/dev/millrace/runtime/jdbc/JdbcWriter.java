package dev.millrace.runtime.jdbc;

import dev.millrace.runtime.outside.OutsideFailure;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.RowKind;

/**
 * Gathers rows and writes them in one transaction, when there are enough of them and at every checkpoint. Of a key only the newest
 * is written. A lost connection is made anew a few times; anything else stops the job with what the database says.
 */
final class JdbcWriter implements SinkWriter<RowData> {
    private static final int ENOUGH = 1_000;
    private static final int ATTEMPTS = 3;
    /** Somebody else made the table at the same moment. */
    private static final Set<String> EXISTS = Set.of("42P07", "23505", "42710");

    private final JdbcTable table;
    private final JdbcValues values;
    private final List<Object[]> rows = new ArrayList<>();
    /** By key: the parameters of the newest row, or null where it is gone. */
    private final Map<List<Object>, Object[]> byKey = new LinkedHashMap<>();
    private Connection connection;

    JdbcWriter(JdbcTable table, boolean create) throws IOException {
        this.table = table;
        this.values = new JdbcValues(table.type());
        try {
            connect();
            if (create) {
                create();
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private void connect() throws SQLException {
        connection = table.address().connect();
        connection.setAutoCommit(false);
    }

    private void create() throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(table.create());
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            if (!EXISTS.contains(e.getSQLState())) {
                throw e;
            }
        }
    }

    @Override
    public void write(RowData row, Context context) throws IOException {
        Object[] parameters = values.of(row);
        if (!table.upsert()) {
            rows.add(parameters);
        } else {
            List<Object> key = Arrays.stream(table.key()).mapToObj(i -> parameters[i]).toList();
            boolean gone = row.getRowKind() == RowKind.DELETE || row.getRowKind() == RowKind.UPDATE_BEFORE;
            byKey.put(key, gone ? null : parameters);
        }
        if (rows.size() + byKey.size() >= ENOUGH) {
            flush(false);
        }
    }

    @Override
    public void flush(boolean endOfInput) throws IOException {
        if (rows.isEmpty() && byKey.isEmpty()) {
            return;
        }
        SQLException lost = null;
        for (int attempt = 1; ; attempt++) {
            try {
                if (connection == null) {
                    connect();
                }
                send();
                rows.clear();
                byKey.clear();
                return;
            } catch (SQLException e) {
                if (lost != null) {
                    e.addSuppressed(lost);
                }
                if (attempt == ATTEMPTS || !JdbcFaults.isLost(e)) {
                    throw failed(e);
                }
                lost = e;
                disconnect(e);
            }
        }
    }

    private void send() throws SQLException {
        boolean inserts = !rows.isEmpty() || byKey.values().stream().anyMatch(row -> row != null);
        if (inserts) {
            try (PreparedStatement insert = connection.prepareStatement(table.insert())) {
                for (Object[] row : table.upsert() ? byKey.values() : rows) {
                    if (row != null) {
                        add(insert, Arrays.asList(row));
                    }
                }
                insert.executeBatch();
            }
        }
        if (byKey.containsValue(null)) {
            try (PreparedStatement delete = connection.prepareStatement(table.delete())) {
                for (var gone : byKey.entrySet()) {
                    if (gone.getValue() == null) {
                        add(delete, gone.getKey());
                    }
                }
                delete.executeBatch();
            }
        }
        connection.commit();
    }

    private static void add(PreparedStatement statement, List<Object> parameters) throws SQLException {
        for (int i = 0; i < parameters.size(); i++) {
            JdbcValues.set(statement, i + 1, parameters.get(i));
        }
        statement.addBatch();
    }

    private IOException failed(SQLException e) {
        return new OutsideFailure("Table " + table.quoted() + " in " + table.address() + ": " + JdbcFaults.said(e), e);
    }

    private void disconnect(SQLException why) {
        if (connection == null) {
            return;
        }
        try {
            connection.close();
        } catch (SQLException e) {
            why.addSuppressed(e);
        }
        connection = null;
    }

    @Override
    public void close() throws Exception {
        if (connection != null) {
            connection.close();
        }
    }
}
