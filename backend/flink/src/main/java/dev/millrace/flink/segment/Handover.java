package dev.millrace.flink.segment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSink;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.transformations.SourceTransformationWrapper;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.Table;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.api.bridge.java.StreamStatementSet;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.GenericInMemoryCatalog;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.sink.DataStreamSinkProvider;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.source.DataStreamScanProvider;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.abilities.SupportsSourceWatermark;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.Factory;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeFamily;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.TimestampKind;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.flink.table.types.utils.TypeConversions;

/**
 * The seam between two segments: tables inside this JVM that hand over the operator itself, without a byte being copied.
 *
 * <pre>
 *   node a: SELECT … ──> output table keeps the Transformation that fills it
 *                                          │
 *   node b: SELECT … FROM input table <────┘ wrapped, so that the planner's changes do not reach it
 * </pre>
 *
 * <p>Everything that leans on Flink's inner workings is here:
 * <ul>
 *   <li>{@link SourceTransformationWrapper} is a transformation without an operator. The planner sets an output type on what a
 *       source returns and refuses where the type was already read, so the real transformation cannot be returned.
 *   <li>A sink's {@code consumeDataStream} sees the stream that fills it; what it returns is planned but never run, because only
 *       the operators that {@link Segments} collects become part of the job.
 *   <li>{@code getChangelogMode} is asked several times, and the requests do not agree: for the first row of a key by an order they
 *       are once about updates and once about deletions. So an output takes all changes, each with the row that no longer holds,
 *       or none; where it takes none and a query changes rows, the planner refuses it.
 * </ul>
 */
final class Handover {
    private static final String CATALOG = "millrace";
    private static final String DATABASE = "segments";

    private final StreamTableEnvironment tables;
    private final boolean batch;
    private final SeamCatalog catalog = new SeamCatalog();
    private final Map<String, PortRows> inputs = new HashMap<>();
    private final Map<String, Capture> outputs = new HashMap<>();

    /** @param batch whether the tables are those of a job that ends, in which Flink knows neither watermarks nor event time */
    Handover(StreamTableEnvironment tables, boolean batch) {
        this.tables = tables;
        this.batch = batch;
        tables.registerCatalog(CATALOG, catalog);
        tables.useCatalog(CATALOG);
        tables.useDatabase(DATABASE);
    }

    /** Plans the queries of one node together. Queries read their inputs by name; each result is what one port gives out. */
    Map<String, PortRows> plan(Map<String, PortRows> named, Map<String, PortQuery> queries) {
        try {
            named.forEach(this::offer);
            StreamStatementSet statements = tables.createStatementSet();
            Map<String, Capture> captures = new HashMap<>();
            int number = 0;
            for (var query : queries.entrySet()) {
                Table result = conform(query.getValue());
                String target = "out-" + number++;
                captures.put(query.getKey(), accept(target, result, query.getValue()));
                statements.add(result.insertInto("`" + target + "`"));
            }
            statements.attachAsDataStream();
            return captures.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().rows()));
        } finally {
            catalog.forget();
            inputs.clear();
            outputs.clear();
        }
    }

    private void offer(String name, PortRows rows) {
        Schema.Builder schema = Schema.newBuilder();
        for (RowType.RowField field : rows.shape().type().getFields()) {
            schema.column(field.getName(), TypeConversions.fromLogicalToDataType(field.getType()));
        }
        rows.shape().eventTime().ifPresent(column -> schema.watermark(column, "SOURCE_WATERMARK()"));
        if (!rows.shape().primaryKey().isEmpty()) {
            schema.primaryKey(rows.shape().primaryKey());
        }
        inputs.put(name, rows);
        catalog.add(name, schema.build());
    }

    /** The query, with casts around the columns whose type differs from what was promised; NULLs may be promised or not. */
    private Table conform(PortQuery query) {
        Table planned = tables.sqlQuery(query.sql());
        List<String> columns = new ArrayList<>();
        boolean differs = false;
        for (Column column : planned.getResolvedSchema().getColumns()) {
            LogicalType promised = query.type().getTypeAt(query.type().getFieldIndex(column.getName()));
            boolean same = plain(column.getDataType()).getLogicalType().copy(true).equals(promised.copy(true));
            String name = "`" + column.getName().replace("`", "``") + "`";
            columns.add(same ? name : "CAST(" + name + " AS " + promised.copy(true).asSerializableString() + ") AS " + name);
            differs |= !same;
        }
        return differs ? tables.sqlQuery("SELECT " + String.join(", ", columns) + " FROM (" + query.sql() + ")") : planned;
    }

    private Capture accept(String name, Table result, PortQuery query) {
        Schema.Builder schema = Schema.newBuilder();
        for (Column column : result.getResolvedSchema().getColumns()) {
            // Nullable, so that no operator is added that checks for NULL what the query already promises.
            schema.column(column.getName(), plain(column.getDataType()).nullable());
        }
        var capture = new Capture(result, query);
        outputs.put(name, capture);
        catalog.add(name, schema.build());
        return capture;
    }

    /** The type without the mark of a time attribute: the mark belongs to a table, not to the rows. */
    private static DataType plain(DataType type) {
        return switch (type.getLogicalType()) {
            case TimestampType t when t.getKind() != TimestampKind.REGULAR ->
                    TypeConversions.fromLogicalToDataType(new TimestampType(t.isNullable(), t.getPrecision()));
            case LocalZonedTimestampType t when t.getKind() != TimestampKind.REGULAR ->
                    TypeConversions.fromLogicalToDataType(new LocalZonedTimestampType(t.isNullable(), t.getPrecision()));
            default -> type;
        };
    }

    /** An output table while its query is planned. */
    private final class Capture {
        private final Table result;
        private final PortQuery query;
        private Transformation<RowData> from;

        Capture(Table result, PortQuery query) {
            this.result = result;
            this.query = query;
        }

        /**
         * What flows is decided here and not by what the planner asks for: it asks several times, for one kind of change and
         * then for another, and only all of them together say what comes.
         */
        ChangelogMode changes() {
            return query.updating() ? ChangelogMode.all() : ChangelogMode.insertOnly();
        }

        PortRows rows() {
            if (from == null) {
                throw new IllegalStateException("Flink planned a query without filling its output");
            }
            List<RowType.RowField> fields = new ArrayList<>();
            for (Column column : result.getResolvedSchema().getColumns()) {
                LogicalType type = column.getDataType().getLogicalType();
                if (!batch && query.eventTime().filter(column.getName()::equals).isPresent() && !isRowTime(type)) {
                    throw new ValidationException("Flink no longer knows '" + column.getName() + "' as event time");
                }
                LogicalType promised = query.type().getTypeAt(query.type().getFieldIndex(column.getName()));
                fields.add(new RowType.RowField(column.getName(), promised.copy(promised.isNullable() || type.isNullable())));
            }
            return new PortRows(from, new RowShape(new RowType(false, fields), query.eventTime(), query.key(), changes()));
        }

        private static boolean isRowTime(LogicalType type) {
            return switch (type) {
                case TimestampType t -> t.getKind() == TimestampKind.ROWTIME;
                case LocalZonedTimestampType t -> t.getKind() == TimestampKind.ROWTIME;
                default -> false;
            };
        }
    }

    /** Holds the tables of the segment at hand, and brings its own factory, so that no table can name a connector. */
    private final class SeamCatalog extends GenericInMemoryCatalog {
        SeamCatalog() {
            super(CATALOG, DATABASE);
        }

        @Override
        public Optional<Factory> getFactory() {
            return Optional.of(new SeamFactory());
        }

        void add(String name, Schema schema) {
            try {
                CatalogTable table = CatalogTable.newBuilder().schema(schema).build();
                createTable(new ObjectPath(DATABASE, name), table, false);
            } catch (Exception e) {
                throw new IllegalStateException("Could not name the rows '" + name + "'", e);
            }
        }

        void forget() {
            try {
                for (String name : listTables(DATABASE)) {
                    dropTable(new ObjectPath(DATABASE, name), true);
                }
            } catch (Exception e) {
                throw new IllegalStateException("Could not clear the tables of a planned node", e);
            }
        }
    }

    private final class SeamFactory implements DynamicTableSourceFactory, DynamicTableSinkFactory {
        @Override
        public DynamicTableSource createDynamicTableSource(Context context) {
            return new SeamSource(inputs.get(context.getObjectIdentifier().getObjectName()), batch);
        }

        @Override
        public DynamicTableSink createDynamicTableSink(Context context) {
            return new SeamSink(outputs.get(context.getObjectIdentifier().getObjectName()));
        }

        @Override
        public String factoryIdentifier() {
            return "millrace-seam";
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

    private record SeamSource(PortRows rows, boolean isBounded) implements ScanTableSource, SupportsSourceWatermark {
        @Override
        public ChangelogMode getChangelogMode() {
            return rows.shape().changes();
        }

        @Override
        public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
            return new DataStreamScanProvider() {
                @Override
                public DataStream<RowData> produceDataStream(ProviderContext provider, StreamExecutionEnvironment env) {
                    return new DataStream<>(env, new SourceTransformationWrapper<>(rows.from()));
                }

                @Override
                public boolean isBounded() {
                    return isBounded;
                }
            };
        }

        @Override
        public void applySourceWatermark() {
            // The watermark is already in the stream.
        }

        @Override
        public DynamicTableSource copy() {
            return this;
        }

        @Override
        public String asSummaryString() {
            return "rows of another node";
        }
    }

    private record SeamSink(Capture capture) implements DynamicTableSink {
        @Override
        public ChangelogMode getChangelogMode(ChangelogMode requested) {
            return capture.changes();
        }

        @Override
        public SinkRuntimeProvider getSinkRuntimeProvider(Context context) {
            return new DataStreamSinkProvider() {
                @Override
                public DataStreamSink<?> consumeDataStream(ProviderContext provider, DataStream<RowData> stream) {
                    capture.from = stream.getTransformation();
                    return stream.sinkTo(new DiscardingSink<>());
                }
            };
        }

        @Override
        public DynamicTableSink copy() {
            return this;
        }

        @Override
        public String asSummaryString() {
            return "rows for another node";
        }
    }
}
