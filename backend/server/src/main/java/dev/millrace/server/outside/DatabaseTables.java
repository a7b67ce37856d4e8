package dev.millrace.server.outside;

import dev.millrace.schema.LogicalType;
import java.util.List;

/** The databases that are set up, for people to look into. Calls block for some seconds at most. */
public interface DatabaseTables {
    /** Names, sorted. */
    List<String> names();

    /**
     * Tables and views that may be read, as a node names them: with their schema where they are not found without. At most some thousands.
     *
     * @throws UnknownOutside where no such database is set up
     * @throws OutsideUnavailable where it does not answer
     */
    List<String> tables(String database);

    /** @param table as a node names it: orders, or sales.orders @throws UnknownOutside where there is none */
    Table table(String database, String table);

    /** @param key its primary key; empty where it has none */
    record Table(List<TableColumn> columns, List<String> key) {
        public Table {
            columns = List.copyOf(columns);
            key = List.copyOf(key);
        }
    }

    /** @param declared the type in the database's own words @param note where the type is not quite the same; may be empty */
    record TableColumn(String name, LogicalType type, boolean nullable, String declared, String note) {}
}
