package dev.millrace.runtime.jdbc;

import java.io.IOException;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.table.data.RowData;

/**
 * Writes rows into a table: at least once, and with a key as if once, since a row that is written again replaces itself.
 *
 * @param create makes the table where there is none
 */
public record JdbcRows(JdbcTable table, boolean create) implements Sink<RowData> {
    @Override
    public SinkWriter<RowData> createWriter(WriterInitContext context) throws IOException {
        return new JdbcWriter(table, create);
    }
}
