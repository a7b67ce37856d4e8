package dev.millrace.flink.expression;

import dev.millrace.flink.type.FlinkTypes;
import dev.millrace.schema.Column;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.config.TableConfigOptions;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.catalog.GenericInMemoryCatalog;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.abilities.SupportsSourceWatermark;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.Factory;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.utils.TypeConversions;

/**
 * A planner that knows one table, {@code in}, with the columns of a schema and no rows. Queries on it are validated, never run.
 * Not thread-safe.
 */
final class TypingTable {
    private static final String CATALOG = "typing";
    private static final String DATABASE = "only";
    private static final ObjectPath IN = new ObjectPath(DATABASE, "in");

    private final EmptyCatalog catalog = new EmptyCatalog();
    private final TableEnvironment planner = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
    private dev.millrace.schema.Schema current;

    TypingTable() {
        planner.getConfig().set("table.local-time-zone", "UTC").set(TableConfigOptions.TABLE_DYNAMIC_TABLE_OPTIONS_ENABLED, false);
        planner.registerCatalog(CATALOG, catalog);
        planner.useCatalog(CATALOG);
        planner.useDatabase(DATABASE);
    }

    /** The type of the first column of a query that reads {@code in}. */
    LogicalType firstColumn(String query, dev.millrace.schema.Schema schema) {
        if (!schema.equals(current)) {
            catalog.replace(schema);
            current = schema;
        }
        return planner.sqlQuery(query).getResolvedSchema().getColumns().getFirst().getDataType().getLogicalType();
    }

    private static final class EmptyCatalog extends GenericInMemoryCatalog {
        EmptyCatalog() {
            super(CATALOG, DATABASE);
        }

        @Override
        public Optional<Factory> getFactory() {
            return Optional.of(new EmptyFactory());
        }

        void replace(dev.millrace.schema.Schema schema) {
            Schema.Builder columns = Schema.newBuilder();
            for (Column column : schema.columns()) {
                columns.column(column.name(), TypeConversions.fromLogicalToDataType(FlinkTypes.of(column.type(), column.nullable())));
            }
            schema.eventTime().ifPresent(time -> columns.watermark(time, "SOURCE_WATERMARK()"));
            try {
                dropTable(IN, true);
                createTable(IN, CatalogTable.newBuilder().schema(columns.build()).build(), false);
            } catch (Exception e) {
                throw new IllegalStateException("Could not name the input columns", e);
            }
        }
    }

    private static final class EmptyFactory implements DynamicTableSourceFactory {
        @Override
        public DynamicTableSource createDynamicTableSource(Context context) {
            return new EmptySource();
        }

        @Override
        public String factoryIdentifier() {
            return "millrace-typing";
        }

        @Override
        public Set<ConfigOption<?>> requiredOptions() {
            return Set.of();
        }

        @Override
        public Set<ConfigOption<?>> optionalOptions() {
            return Set.of();
        }
    }

    private record EmptySource() implements ScanTableSource, SupportsSourceWatermark {
        @Override
        public ChangelogMode getChangelogMode() {
            return ChangelogMode.insertOnly();
        }

        @Override
        public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
            throw new UnsupportedOperationException("Queries for types are never run");
        }

        @Override
        public void applySourceWatermark() {
            // Only the type of the time column matters here.
        }

        @Override
        public DynamicTableSource copy() {
            return this;
        }

        @Override
        public String asSummaryString() {
            return "columns without rows";
        }
    }
}
