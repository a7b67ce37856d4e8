package dev.millrace.runtime.jdbc;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.table.types.logical.RowType;

/**
 * A table that is read once, and the SQL for it.
 *
 * @param database the name under which it is set up, for messages: they reach rows, which an address must not
 * @param table parts of its name
 * @param eventTime position of the event-time column, or -1
 * @param key columns by which rows are unique, in whose order they are read; empty: in any order, and from the beginning after a failure
 * @param splitBy a numeric column by whose ranges the table is read in parts; null: as one
 * @param parts how many
 * @param most so many rows are read; 0: all
 */
public record TableRead(String database, JdbcTable.Address address, List<String> table, RowType columns, int eventTime, List<String> key, String splitBy, int parts, long most)
        implements Serializable {
    static final int PAGE = 1_000;

    public TableRead {
        table = List.copyOf(table);
        key = List.copyOf(key);
    }

    JdbcReader reader() {
        return new JdbcReader(columns.getFieldNames(), columns);
    }

    /** Rows of a part; where there is a key, the next page of them with the key as text behind the columns. */
    String rows(TablePart part) {
        List<String> where = new ArrayList<>();
        String split = splitBy == null ? "" : JdbcTable.quote(splitBy);
        if (part.from() != null) {
            where.add(split + " >= " + part.from());
        }
        if (part.to() != null) {
            where.add(part.from() == null ? "(" + split + " < " + part.to() + " OR " + split + " IS NULL)" : split + " < " + part.to());
        }
        // With the table's name: in ORDER BY a bare name may also mean the key as text, by which 10 comes before 9.
        String keys = key.stream().map(k -> "t." + JdbcTable.quote(k)).collect(Collectors.joining(", "));
        if (!part.after().isEmpty()) {
            where.add("(" + keys + ") > (" + String.join(", ", java.util.Collections.nCopies(key.size(), "?")) + ")");
        }
        long limit = key.isEmpty() ? most : PAGE;
        return "SELECT " + reader().select() + key.stream().map(k -> ", " + JdbcTable.quote(k) + "::text").collect(Collectors.joining()) + from()
                + (where.isEmpty() ? "" : " WHERE " + String.join(" AND ", where)) + (key.isEmpty() ? "" : " ORDER BY " + keys)
                + (limit == 0 ? "" : " LIMIT " + limit);
    }

    /** Smallest and largest value that the parts are cut between. */
    String range() {
        String split = JdbcTable.quote(splitBy);
        return "SELECT min(" + split + ")::numeric, max(" + split + ")::numeric" + from();
    }

    /** Gives a row where an index says that rows are unique by the key or some of its columns, and none of these is ever NULL. */
    static final String UNIQUE = "SELECT 1 FROM pg_index i WHERE i.indrelid = ?::regclass AND i.indisunique AND i.indisvalid AND i.indpred IS NULL"
            + " AND i.indexprs IS NULL AND NOT EXISTS (SELECT 1 FROM unnest(i.indkey) k(n) JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.n"
            + " WHERE NOT a.attnotnull OR NOT a.attname = ANY (?))";

    private String from() {
        return " FROM " + quoted() + " t";
    }

    String quoted() {
        return JdbcTable.quoted(table);
    }

    String shown() {
        return "Table " + quoted() + " of " + database;
    }
}
