package dev.millrace.runtime.jdbc;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/**
 * How a table is looked up in.
 *
 * @param database the name under which it is set up, for messages: they reach rows, which an address must not
 * @param table parts of its name
 * @param in columns of the rows that come
 * @param key positions in these of what must be equal to {@code tableKey}
 * @param names of the columns to add, in the table
 * @param added the same as they are called in the result
 * @param outer rows for which the table has nothing come too
 * @param cacheRows so much is kept; 0: nothing
 * @param cacheMissing also that there is nothing for a key
 * @param stops the job where all tries failed
 */
public record LookupSettings(String database, JdbcTable.Address address, List<String> table, RowType in, int[] key, List<String> tableKey, List<String> names, RowType added,
        boolean outer, long cacheRows, Duration cacheFor, boolean cacheMissing, int atOnce, Duration timeout, int tries, boolean stops)
        implements Serializable {
    /** A row of the input that has more partners is no lookup any more. */
    static final int MOST_PARTNERS = 10_000;

    public LookupSettings {
        table = List.copyOf(table);
        tableKey = List.copyOf(tableKey);
        names = List.copyOf(names);
    }

    JdbcReader reader() {
        return new JdbcReader(names, added);
    }

    /** The key columns of a row, in the order of the table's. */
    RowType keyType() {
        LogicalType[] types = new LogicalType[key.length];
        for (int i = 0; i < key.length; i++) {
            types[i] = in.getTypeAt(key[i]);
        }
        return RowType.of(types);
    }

    String sql() {
        StringBuilder sql = new StringBuilder("SELECT ").append(reader().select()).append(" FROM ").append(JdbcTable.quoted(table)).append(" WHERE ");
        for (int i = 0; i < tableKey.size(); i++) {
            sql.append(i == 0 ? "" : " AND ").append(JdbcTable.quote(tableKey.get(i))).append(" = ?");
        }
        return sql.append(" LIMIT ").append(MOST_PARTNERS + 1).toString();
    }

    String shown() {
        return "Table " + JdbcTable.quoted(table) + " of " + database;
    }
}
