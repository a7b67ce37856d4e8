package dev.millrace.flink.connect;

import dev.millrace.flink.plan.Connectors;
import dev.millrace.flink.type.FlinkTypes;
import dev.millrace.pipeline.NodeId;
import dev.millrace.rel.Lookup;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Write;
import dev.millrace.runtime.jdbc.JdbcRows;
import dev.millrace.runtime.jdbc.JdbcTable;
import dev.millrace.runtime.jdbc.LookupFunction;
import dev.millrace.runtime.jdbc.LookupSettings;
import dev.millrace.runtime.jdbc.TableRead;
import dev.millrace.runtime.jdbc.TableSource;
import dev.millrace.runtime.source.OpenEnvelopes;
import dev.millrace.schema.Column;
import dev.millrace.schema.Schema;
import dev.millrace.server.outside.OutsideSystems;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/** The databases that pipelines may use, by the name under which they are set up. */
public record Databases(Map<String, JdbcTable.Address> byName) {
    public static final Databases NONE = new Databases(Map.of());

    public Databases {
        byName = Map.copyOf(byName);
    }

    public static Databases of(OutsideSystems systems) {
        var addresses = new TreeMap<String, JdbcTable.Address>();
        systems.databases().forEach((name, d) -> addresses.put(name, new JdbcTable.Address(d.url(), d.user(), d.password())));
        return new Databases(addresses);
    }

    /** @throws IllegalArgumentException with a sentence for people */
    private JdbcTable.Address address(String database) {
        JdbcTable.Address address = byName.get(database);
        if (address == null) {
            throw new IllegalArgumentException("No database '" + database + "' is set up" + (byName.isEmpty()
                    ? ". Set millrace.databases." + database + ".url, .user and .password where Millrace is started"
                    : "; there is " + String.join(", ", new TreeSet<>(byName.keySet()))));
        }
        return address;
    }

    JdbcRows sink(Write.JdbcWrite write) {
        Schema schema = write.in().schema();
        RowType type = FlinkTypes.row(schema);
        int[] key = write.key().stream().mapToInt(schema.names()::indexOf).toArray();
        return new JdbcRows(new JdbcTable(address(write.database()), write.table(), type, key, key.length > 0), write.create());
    }

    /** @param most rows that are read; 0: all */
    Connectors.Reading read(StreamExecutionEnvironment env, Rel.TableScan scan, NodeId node, long most) {
        var settings = KafkaConnectors.settings(scan.schema(), scan.eventTimeDelay(), null);
        boolean whole = most == 0;
        var read = new TableRead(scan.database(), address(scan.database()), scan.table(), settings.columns(), settings.eventTime(), whole ? scan.key() : List.of(),
                whole ? scan.splitBy().orElse(null) : null, scan.parts(), most);
        var rows = env.fromSource(new TableSource(read, settings), settings.watermarks(), node.value());
        int copies = read.splitBy() == null ? 1 : 0;
        return KafkaConnectors.reading(OpenEnvelopes.part(copies == 1 ? rows.setParallelism(1) : rows, settings.columns(), copies));
    }

    /** Asks for each row; the rows carry the marks of a condition that is still to be seen, where there is one. */
    Connectors.Looked lookUp(DataStream<RowData> rows, Lookup lookup) {
        Schema in = lookup.in().schema();
        List<Column> added = lookup.schema().columns().stream().filter(c -> lookup.added().containsKey(c.name())).toList();
        List<String> keys = List.copyOf(lookup.keys().keySet());
        var kept = lookup.remembering();
        var asking = lookup.asking();
        var settings = new LookupSettings(lookup.database(), address(lookup.database()), lookup.table(), FlinkTypes.row(in),
                keys.stream().map(lookup.keys()::get).mapToInt(in.names()::indexOf).toArray(), keys,
                added.stream().map(c -> lookup.added().get(c.name())).toList(), FlinkTypes.row(Schema.of(added)), lookup.outer(), kept.rows(), kept.keepFor(),
                kept.missing(), asking.atOnce(), asking.timeout(), asking.tries(), asking.stops());
        var parted = LookupFunction.ask(rows, settings, FlinkTypes.row(Connectors.Looked.marked(lookup)), FlinkTypes.row(Lookup.failed(in)));
        return new Connectors.Looked(parted.rows(), parted.failed());
    }
}
