package dev.millrace.flink.connect;

import dev.millrace.flink.type.FlinkTypes;
import dev.millrace.rel.Write;
import dev.millrace.runtime.jdbc.JdbcRows;
import dev.millrace.runtime.jdbc.JdbcTable;
import dev.millrace.schema.Schema;
import java.util.Map;
import java.util.TreeSet;
import org.apache.flink.table.types.logical.RowType;

/** The databases that pipelines may use, by the name under which they are set up. */
public record Databases(Map<String, JdbcTable.Address> byName) {
    public static final Databases NONE = new Databases(Map.of());

    public Databases {
        byName = Map.copyOf(byName);
    }

    /** @throws IllegalArgumentException with a sentence for people */
    JdbcRows sink(Write.JdbcWrite write) {
        JdbcTable.Address address = byName.get(write.database());
        if (address == null) {
            throw new IllegalArgumentException("No database '" + write.database() + "' is set up" + (byName.isEmpty()
                    ? ". Set millrace.databases." + write.database() + ".url, .user and .password where Millrace is started"
                    : "; there is " + String.join(", ", new TreeSet<>(byName.keySet()))));
        }
        Schema schema = write.in().schema();
        RowType type = FlinkTypes.row(schema);
        int[] key = write.key().stream().mapToInt(schema.names()::indexOf).toArray();
        return new JdbcRows(new JdbcTable(address, write.table(), type, key, key.length > 0), write.create());
    }
}
