package dev.millrace.flink.expression;

import dev.millrace.flink.type.FlinkTypes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.transformations.SourceTransformation;
import org.apache.flink.streaming.api.transformations.SourceTransformationWrapper;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.ExplainDetail;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.api.config.TableConfigOptions;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.GenericInMemoryCatalog;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.sink.DynamicTableSink.SinkRuntimeProvider;
import org.apache.flink.table.connector.sink.SinkV2Provider;
import org.apache.flink.table.connector.source.DataStreamScanProvider;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.abilities.SupportsSourceWatermark;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.Factory;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.utils.TypeConversions;

/**
 * A planner that knows the inputs of queries as tables without rows, and a table {@code result} with a key that is asked about.
 * Queries on them are validated or planned, never run. Not thread-safe.
 */
final class QueryTables {
    private static final String CATALOG = "typing";
    private static final String DATABASE = "queries";
    private static final String UPDATES_BY_KEY = "result";

    private final EmptyCatalog catalog = new EmptyCatalog();
    private final TableEnvironment planner = TableEnvironment.create(EnvironmentSettings.inStreamingMode());

    QueryTables() {
        planner.getConfig().set("table.local-time-zone", "UTC").set(TableConfigOptions.TABLE_DYNAMIC_TABLE_OPTIONS_ENABLED, false);
        planner.registerCatalog(CATALOG, catalog);
        planner.useCatalog(CATALOG);
        planner.useDatabase(DATABASE);
    }

    /** @param plan what Flink would do, line by line */
    record Planned(List<Column> columns, String plan) {
        boolean updating() {
            return plan.lines().filter(l -> l.contains("changelogMode=[")).findFirst().filter(l -> !l.contains("changelogMode=[I]")).isPresent();
        }
    }

    void offer(Map<String, dev.millrace.schema.Schema> inputs) {
        catalog.clear();
        inputs.forEach((name, schema) -> catalog.add(name, rows(schema)));
        catalog.inputs = Map.copyOf(inputs);
    }

    /** The columns of a query, which is validated only. */
    List<Column> columns(String sql) {
        return planner.sqlQuery(sql).getResolvedSchema().getColumns();
    }

    Planned plan(String sql) {
        var table = planner.sqlQuery(sql);
        return new Planned(table.getResolvedSchema().getColumns(), physical(table.explain(ExplainDetail.CHANGELOG_MODE)));
    }

    /** Whether the changing rows of a query are unique by these columns, as far as the planner can tell. */
    boolean unique(String sql, List<Column> columns, List<String> key) {
        Schema.Builder schema = Schema.newBuilder();
        for (Column column : columns) {
            var type = TypeConversions.fromLogicalToDataType(FlinkTypes.of(FlinkTypes.toCore(column.getDataType().getLogicalType()).orElseThrow(), true));
            schema.column(column.getName(), key.contains(column.getName()) ? type.notNull() : type);
        }
        catalog.add(UPDATES_BY_KEY, schema.primaryKey(key).build());
        try {
            return !physical(planner.explainSql("INSERT INTO `" + UPDATES_BY_KEY + "` " + sql)).contains("upsertMaterialize=[true]");
        } catch (ValidationException e) {
            if (String.valueOf(e.getMessage()).contains("upsert key that differs")) {
                return false;
            }
            throw e;
        } finally {
            catalog.remove(UPDATES_BY_KEY);
        }
    }

    private static String physical(String explained) {
        int from = explained.indexOf("== Optimized Physical Plan ==");
        int to = explained.indexOf("== Optimized Execution Plan ==");
        return explained.substring(from, to < 0 ? explained.length() : to);
    }

    private static Schema rows(dev.millrace.schema.Schema schema) {
        Schema.Builder columns = Schema.newBuilder();
        schema.columns().forEach(c -> columns.column(c.name(), TypeConversions.fromLogicalToDataType(FlinkTypes.of(c.type(), c.nullable()))));
        schema.eventTime().ifPresent(time -> columns.watermark(time, "SOURCE_WATERMARK()"));
        if (!schema.key().isEmpty() && schema.key().stream().noneMatch(k -> schema.column(k).orElseThrow().nullable())) {
            columns.primaryKey(schema.key());
        }
        return columns.build();
    }

    private static final class EmptyCatalog extends GenericInMemoryCatalog {
        private Map<String, dev.millrace.schema.Schema> inputs = Map.of();

        EmptyCatalog() {
            super(CATALOG, DATABASE);
        }

        @Override
        public Optional<Factory> getFactory() {
            return Optional.of(new EmptyFactory());
        }

        void add(String name, Schema schema) {
            try {
                createTable(new ObjectPath(DATABASE, name), CatalogTable.newBuilder().schema(schema).build(), false);
            } catch (Exception e) {
                throw new IllegalStateException("Could not name the columns of '" + name + "'", e);
            }
        }

        void remove(String name) {
            try {
                dropTable(new ObjectPath(DATABASE, name), true);
            } catch (Exception e) {
                throw new IllegalStateException("Could not forget '" + name + "'", e);
            }
        }

        void clear() {
            try {
                listTables(DATABASE).forEach(this::remove);
            } catch (Exception e) {
                throw new IllegalStateException("Could not forget the inputs of a query", e);
            }
        }

        private final class EmptyFactory implements DynamicTableSourceFactory, DynamicTableSinkFactory {
            @Override
            public DynamicTableSource createDynamicTableSource(Context context) {
                var schema = inputs.get(context.getObjectIdentifier().getObjectName());
                return new EmptySource(schema.isUpdating() ? ChangelogMode.all() : ChangelogMode.insertOnly(), InternalTypeInfo.of(FlinkTypes.row(schema)));
            }

            @Override
            public DynamicTableSink createDynamicTableSink(Context context) {
                return new NoSink();
            }

            @Override
            public String factoryIdentifier() {
                return "millrace-queries";
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
    }

    private record EmptySource(ChangelogMode changes, TypeInformation<RowData> type) implements ScanTableSource, SupportsSourceWatermark {
        @Override
        public ChangelogMode getChangelogMode() {
            return changes;
        }

        @Override
        public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
            return new DataStreamScanProvider() {
                @Override
                public DataStream<RowData> produceDataStream(ProviderContext provider, StreamExecutionEnvironment env) {
                    var none = new DataGeneratorSource<RowData>(number -> null, 0, type);
                    var source = new SourceTransformation<>("none", none, WatermarkStrategy.noWatermarks(), type, 1, false);
                    return new DataStream<>(env, new SourceTransformationWrapper<>(source));
                }

                @Override
                public boolean isBounded() {
                    return false;
                }
            };
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

    private record NoSink() implements DynamicTableSink {
        @Override
        public ChangelogMode getChangelogMode(ChangelogMode requested) {
            return ChangelogMode.upsert();
        }

        @Override
        public SinkRuntimeProvider getSinkRuntimeProvider(Context context) {
            return SinkV2Provider.of(new DiscardingSink<>());
        }

        @Override
        public DynamicTableSink copy() {
            return this;
        }

        @Override
        public String asSummaryString() {
            return "rows by key";
        }
    }
}
