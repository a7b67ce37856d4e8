package dev.millrace.runtime.jdbc;

import dev.millrace.runtime.json.BadRecord;
import dev.millrace.runtime.outside.OutsideFailure;
import dev.millrace.runtime.source.Envelope;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.connector.base.source.reader.RecordsBySplits;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsChange;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Fetches the rows of a table, page by page. On the thread of the source that may wait. */
final class TableRows implements SplitReader<TableRows.Row, TablePart> {
    private static final int PATIENCE_MILLIS = 5 * 60_000;

    private final TableRead read;
    private final JdbcReader reader;
    private final Deque<TablePart> parts = new ArrayDeque<>();
    private Connection connection;
    /** The one query of a part without a key, while it is read. */
    private PreparedStatement statement;
    private ResultSet result;
    private long number;

    TableRows(TableRead read) {
        this.read = read;
        this.reader = read.reader();
    }

    /** @param key as text; empty where there is none */
    record Row(RowData envelope, List<String> key) {}

    /**
     * How the table is parted.
     *
     * @throws IOException where it cannot be read, or not be read in the order of its key
     */
    static List<TablePart> parts(TableRead read) throws IOException {
        try (Connection connection = connect(read)) {
            if (!read.key().isEmpty()) {
                checkKey(read, connection);
            }
            if (read.splitBy() == null) {
                return List.of(TablePart.whole());
            }
            try (Statement statement = connection.createStatement(); ResultSet range = statement.executeQuery(read.range())) {
                range.next();
                BigDecimal min = range.getBigDecimal(1);
                return TablePart.between(min, range.getBigDecimal(2), read.parts());
            }
        } catch (SQLException e) {
            throw failed(read, e);
        }
    }

    private static void checkKey(TableRead read, Connection connection) throws SQLException, IOException {
        try (PreparedStatement unique = connection.prepareStatement(TableRead.UNIQUE)) {
            unique.setString(1, read.quoted());
            unique.setArray(2, connection.createArrayOf("text", read.key().toArray()));
            try (ResultSet found = unique.executeQuery()) {
                if (!found.next()) {
                    throw new IOException(read.shown() + ": no unique index says that its rows are unique by " + String.join(", ", read.key())
                            + " and that these are never NULL, so rows could be left out. Use the columns of its primary key, or empty the key");
                }
            }
        }
    }

    private static Connection connect(TableRead read) throws SQLException {
        Connection connection = read.address().connect();
        try (Statement set = connection.createStatement()) {
            connection.setNetworkTimeout(Runnable::run, PATIENCE_MILLIS);
            set.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static IOException failed(TableRead read, SQLException e) {
        return new OutsideFailure(read.shown() + ": " + JdbcFaults.said(e), e);
    }

    @Override
    public RecordsWithSplitIds<Row> fetch() throws IOException {
        TablePart part = parts.peek();
        if (part == null) {
            return new RecordsBySplits<>(Map.of(), Set.of());
        }
        try {
            List<Row> page = read.key().isEmpty() ? more(part) : page(part);
            boolean ends = page.size() < TableRead.PAGE;
            if (ends) {
                parts.remove();
                close(statement);
                statement = null;
            } else {
                parts.remove();
                parts.addFirst(part.readUpTo(page.get(page.size() - 1).key()));
            }
            Map<String, Collection<Row>> rows = page.isEmpty() ? Map.of() : Map.of(part.id(), page);
            return new RecordsBySplits<>(rows, ends ? Set.of(part.id()) : Set.of());
        } catch (SQLException e) {
            throw failed(read, e);
        }
    }

    /** The next rows of the one query, which the server holds open. */
    private List<Row> more(TablePart part) throws SQLException {
        if (statement == null) {
            if (connection == null) {
                connection = connect(read);
                connection.setAutoCommit(false);
            }
            statement = connection.prepareStatement(read.rows(part));
            statement.setFetchSize(TableRead.PAGE);
            result = statement.executeQuery();
        }
        return rows(result);
    }

    /** The next rows by the key. */
    private List<Row> page(TablePart part) throws SQLException {
        if (connection == null) {
            connection = connect(read);
        }
        try (PreparedStatement page = connection.prepareStatement(read.rows(part))) {
            for (int i = 0; i < part.after().size(); i++) {
                page.setObject(i + 1, part.after().get(i), Types.OTHER);
            }
            try (ResultSet found = page.executeQuery()) {
                return rows(found);
            }
        }
    }

    private List<Row> rows(ResultSet found) throws SQLException {
        List<Row> rows = new ArrayList<>();
        while (rows.size() < TableRead.PAGE && found.next()) {
            List<String> key = new ArrayList<>();
            for (int i = 0; i < read.key().size(); i++) {
                key.add(found.getString(read.columns().getFieldCount() + 1 + i));
            }
            rows.add(new Row(envelope(found, key), key));
        }
        return rows;
    }

    private RowData envelope(ResultSet found, List<String> key) throws SQLException {
        long at = number++;
        try {
            GenericRowData row = reader.read(found, 1);
            if (read.eventTime() >= 0 && row.isNullAt(read.eventTime())) {
                throw new BadRecord(read.columns().getFieldNames().get(read.eventTime()) + ": the event time is missing");
            }
            return row;
        } catch (BadRecord e) {
            return Envelope.bad(read.columns().getFieldCount(), Envelope.deadLetter(String.join(".", read.table()), 0, at, ConsumerRecord.NO_TIMESTAMP,
                    key.isEmpty() ? null : String.join(", ", key).getBytes(StandardCharsets.UTF_8), null, e.getMessage()));
        }
    }

    @Override
    public void handleSplitsChanges(SplitsChange<TablePart> change) {
        parts.addAll(change.splits());
    }

    @Override
    public void wakeUp() {
        // A page is soon there, or its time is over.
    }

    private static void close(Statement statement) throws SQLException {
        if (statement != null) {
            statement.close();
        }
    }

    @Override
    public void close() throws SQLException {
        if (connection != null) {
            connection.close();
        }
    }
}
