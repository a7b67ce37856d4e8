package dev.millrace.flink.expression;

import dev.millrace.schema.Schema;
import java.util.Map;
import org.apache.flink.table.types.logical.LogicalType;

/** One table, {@code in}, for queries that are asked for the type of their first column. Not thread-safe. */
final class TypingTable {
    private final QueryTables tables = new QueryTables();
    private Schema current;

    /** The type of the first column of a query that reads {@code in}. */
    LogicalType firstColumn(String query, Schema schema) {
        if (!schema.equals(current)) {
            tables.offer(Map.of("in", schema));
            current = schema;
        }
        return tables.columns(query).getFirst().getDataType().getLogicalType();
    }
}
