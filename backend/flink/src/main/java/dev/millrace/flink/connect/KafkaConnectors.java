package dev.millrace.flink.connect;

import dev.millrace.flink.plan.Connectors;
import dev.millrace.flink.type.FlinkTypes;
import dev.millrace.kind.source.DemoDataset;
import dev.millrace.pipeline.NodeId;
import dev.millrace.rel.HttpLookup;
import dev.millrace.rel.Lookup;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Topic;
import dev.millrace.rel.Write;
import dev.millrace.runtime.demo.DemoRecords;
import dev.millrace.runtime.log.LogRows;
import dev.millrace.runtime.pace.RateLimit;
import dev.millrace.runtime.sink.JsonRecords;
import dev.millrace.runtime.sink.LatestOfKey;
import dev.millrace.runtime.sink.TopicRecords;
import dev.millrace.runtime.source.KafkaRecords;
import dev.millrace.runtime.source.OpenEnvelopes;
import dev.millrace.runtime.source.ReadSettings;
import dev.millrace.runtime.source.RecordFormat;
import dev.millrace.runtime.source.RecordPart;
import dev.millrace.runtime.values.ValueRecords;
import dev.millrace.schema.Schema;
import dev.millrace.server.deployment.JobSpec;
import dev.millrace.server.deployment.KafkaClusters;
import dev.millrace.server.deployment.KafkaConnection;
import dev.millrace.server.deployment.LiveFeed;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.base.source.hybrid.HybridSource;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/**
 * Sources and sinks on Kafka, and all others of a deployed job: files, rows typed by hand and the built-in demo streams.
 *
 * <pre>
 *   topic ─▶ source: decode, watermark per partition ─▶ open envelopes ─┬─▶ rows
 *                                                                       └─▶ dead letters
 * </pre>
 */
public final class KafkaConnectors implements Connectors {
    /** New partitions of a topic are seen after this long at most. */
    private static final Duration PARTITION_DISCOVERY = Duration.ofSeconds(30);
    private static final String TRANSACTION_TIMEOUT_SETTING = "transaction.timeout.ms";
    /**
     * A transaction must outlive a restart of the job. Brokers allow 15 minutes by default (transaction.max.timeout.ms); where they allow
     * less, so much. The same setting among the client properties wins over both.
     */
    private static final Duration TRANSACTION_TIMEOUT = Duration.ofMinutes(14);

    private final KafkaClusters clusters;
    private final FileConnectors files;
    private final Databases databases;
    private final HttpServices services;
    private final Registries registries;
    private final boolean bounded;
    private Function<String, Optional<Duration>> longestTransaction = cluster -> Optional.empty();

    /** With one Kafka cluster. */
    public KafkaConnectors(KafkaConnection kafka) {
        this(KafkaClusters.only(kafka), FilesFolder.NONE, Databases.NONE, HttpServices.NONE, Registries.NONE);
    }

    /** With one Kafka cluster. */
    public KafkaConnectors(KafkaConnection kafka, FilesFolder folder, Databases databases, HttpServices services, Registries registries) {
        this(KafkaClusters.only(kafka), folder, databases, services, registries);
    }

    /** @param folder where pipelines may read and write files */
    public KafkaConnectors(KafkaClusters clusters, FilesFolder folder, Databases databases, HttpServices services, Registries registries) {
        this(clusters, folder, databases, services, registries, false);
    }

    /** The same, asking before a plan with transactions how long the brokers of a cluster let one stay open. */
    public KafkaConnectors within(Function<String, Optional<Duration>> longest) {
        longestTransaction = longest;
        return this;
    }

    private KafkaConnectors(KafkaClusters clusters, FilesFolder folder, Databases databases, HttpServices services, Registries registries, boolean bounded) {
        this.services = services;
        this.registries = registries;
        this.databases = databases;
        this.clusters = clusters;
        this.files = new FileConnectors(folder);
        this.bounded = bounded;
    }

    /** Reads topics up to where they end when the job starts, so that the job finishes: for measurements and tests. */
    public static KafkaConnectors untilEnd(KafkaConnection kafka) {
        return new KafkaConnectors(KafkaClusters.only(kafka), FilesFolder.NONE, Databases.NONE, HttpServices.NONE, Registries.NONE, true);
    }

    @Override
    public Reading read(StreamExecutionEnvironment env, Rel.Scan scan, NodeId node, JobSpec job) {
        return switch (scan) {
            case Rel.KafkaScan s -> topic(env, s, node, job);
            case Rel.ValuesScan s -> values(env, s, node);
            case Rel.FilesScan s -> files.read(env, s, node);
            case Rel.BackfillScan s -> backfill(env, s, node, job);
            case Rel.TableScan s -> databases.read(env, s, node, 0);
            case Rel.DemoScan s -> demo(env, s, node, s.limit() == 0 ? Long.MAX_VALUE : s.limit(), s.rowsPerSecond() > 0);
        };
    }

    @Override
    public DataStream<RowData> hold(DataStream<RowData> rows, Rel.Paced paced) {
        return RateLimit.of(rows, paced.rows(), paced.per());
    }

    @Override
    public Looked ask(DataStream<RowData> rows, HttpLookup lookup) {
        return services.ask(rows, lookup);
    }

    @Override
    public Looked lookUp(DataStream<RowData> rows, Lookup lookup) {
        return databases.lookUp(rows, lookup);
    }

    private Reading topic(StreamExecutionEnvironment env, Rel.KafkaScan scan, NodeId node, JobSpec job) {
        var settings = settings(scan, registries);
        var source = source(scan, new KafkaRecords(settings), node, job);
        return reading(OpenEnvelopes.partTopic(env.fromSource(source, settings.watermarksOfTopic(), node.value()), settings.columns()));
    }

    /** Files and topic are one source to the job: its watermarks and its place in both are kept together. */
    private Reading backfill(StreamExecutionEnvironment env, Rel.BackfillScan scan, NodeId node, JobSpec job) {
        var settings = settings(scan.topic(), registries);
        var records = new KafkaRecords(settings, scan.takeOver().map(Instant::toEpochMilli).orElse(Long.MIN_VALUE));
        var source = HybridSource.builder(files.inOrder(scan.files())).addSource(source(scan.topic(), records, node, job)).build();
        return reading(OpenEnvelopes.partTopic(env.fromSource(source, settings.watermarksOfTopic(), node.value(), records.getProducedType()), settings.columns()));
    }

    /** The topic is read whole: there is little in it, and what is older than the job has a version that says so. */
    @Override
    public DataStream<String> changes(StreamExecutionEnvironment env, LiveFeed feed, JobSpec job) {
        KafkaConnection kafka = clusters.get(Topic.DEFAULT_CLUSTER);
        var source = KafkaSource.<String>builder().setBootstrapServers(kafka.bootstrapServers()).setProperties(properties(kafka))
                .setGroupId(job.deployment() + "--live").setTopics(feed.topic()).setStartingOffsets(OffsetsInitializer.earliest())
                .setProperty("partition.discovery.interval.ms", "-1")
                .setProperty("fetch.max.wait.ms", "100")
                .setValueOnlyDeserializer(new SimpleStringSchema()).build();
        return env.fromSource(source, WatermarkStrategy.noWatermarks(), "live parameters").setParallelism(1);
    }

    private KafkaSource<RowData> source(Rel.KafkaScan scan, KafkaRecords records, NodeId node, JobSpec job) {
        String group = scan.start() instanceof Rel.StartFrom.Committed committed ? committed.group() : job.deployment() + "-" + node;
        KafkaConnection kafka = clusters.get(scan.cluster());
        var source = KafkaSource.<RowData>builder().setBootstrapServers(kafka.bootstrapServers()).setProperties(properties(kafka))
                .setGroupId(group).setStartingOffsets(offsets(scan.start()))
                .setProperty("partition.discovery.interval.ms", Long.toString(PARTITION_DISCOVERY.toMillis()))
                .setProperty("isolation.level", "read_committed")
                .setDeserializer(records);
        scan.pattern().ifPresentOrElse(p -> source.setTopicPattern(Pattern.compile(p)), () -> source.setTopics(scan.topics()));
        if (bounded || scan.bounded()) {
            source.setBounded(OffsetsInitializer.latest());
        }
        return source.build();
    }

    private static OffsetsInitializer offsets(Rel.StartFrom start) {
        return switch (start) {
            case Rel.StartFrom.Earliest e -> OffsetsInitializer.earliest();
            case Rel.StartFrom.Latest l -> OffsetsInitializer.latest();
            case Rel.StartFrom.Timestamp t -> OffsetsInitializer.timestamp(t.at().toEpochMilli());
            case Rel.StartFrom.Committed c -> OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST);
        };
    }

    /** Always one copy: the order of the events, and with it the watermark, would not survive being dealt out. */
    static Reading demo(StreamExecutionEnvironment env, Rel.DemoScan scan, NodeId node, long count, boolean paced) {
        var settings = settings(scan.schema(), scan.eventTimeDelay(), null);
        var records = new DemoRecords(scan.dataset(), FlinkTypes.row(DemoDataset.named(scan.dataset()).schema()), scan.rowsPerSecond(), scan.malformedEvery(), settings);
        var source = paced ? new DataGeneratorSource<>(records, count, RateLimiterStrategy.perSecond(scan.rowsPerSecond()), type(settings))
                : new DataGeneratorSource<>(records, count, type(settings));
        return generated(env, source, settings, node);
    }

    static Reading values(StreamExecutionEnvironment env, Rel.ValuesScan scan, NodeId node) {
        var settings = settings(scan.schema(), scan.eventTimeDelay(), null);
        return generated(env, new DataGeneratorSource<>(new ValueRecords(scan.rows(), settings), scan.rows().size(), type(settings)), settings, node);
    }

    /** One copy, so that rows come in the order in which they were made. */
    static Reading generated(StreamExecutionEnvironment env, DataGeneratorSource<RowData> source, ReadSettings settings, NodeId node) {
        return reading(OpenEnvelopes.part(env.fromSource(source, settings.watermarks(), node.value()).setParallelism(1), settings.columns(), 1));
    }

    /** What a source emits before envelopes are opened. */
    static TypeInformation<RowData> type(ReadSettings settings) {
        return new KafkaRecords(settings).getProducedType();
    }

    static Reading reading(OpenEnvelopes.Parted parted) {
        return new Reading(parted.rows(), parted.deadLetters());
    }

    static ReadSettings settings(Schema schema, Duration delay, Duration idleness) {
        int eventTime = schema.eventTime().map(t -> schema.names().indexOf(t)).orElse(-1);
        return new ReadSettings(FlinkTypes.row(schema), eventTime, delay, idleness).checked();
    }

    static ReadSettings settings(Rel.KafkaScan scan, Registries registries) {
        Schema schema = scan.schema();
        int eventTime = schema.eventTime().map(t -> schema.names().indexOf(t)).orElse(-1);
        Map<Integer, RecordPart> parts = new HashMap<>();
        scan.parts().forEach((column, part) -> parts.put(schema.names().indexOf(column), RecordPart.valueOf(part.name())));
        return new ReadSettings(FlinkTypes.row(schema), eventTime, scan.eventTimeDelay(), scan.idleness().orElse(null), format(scan.format(), registries), parts,
                schema.isUpdating() ? positions(schema.key(), schema) : new int[0]).checked();
    }

    static RecordFormat format(Rel.Format format, Registries registries) {
        return switch (format) {
            case Rel.Format.Json j -> RecordFormat.JSON;
            case Rel.Format.Csv c -> RecordFormat.csv(c.fields(), c.separator());
            case Rel.Format.Avro a -> registries.avro(a);
            case Rel.Format.Debezium d -> RecordFormat.DEBEZIUM;
            case Rel.Format.Text t -> RecordFormat.TEXT;
        };
    }

    @Override
    public Transformation<?> write(DataStream<RowData> rows, Write write, NodeId node, JobSpec job) {
        return switch (write) {
            case Write.KafkaWrite w -> rows.sinkTo(sink(w.topic(), w.delivery(), records(w), node, job)).getTransformation();
            case Write.Discard d -> rows.sinkTo(new DiscardingSink<>()).getTransformation();
            case Write.FilesWrite w -> rows.sinkTo(files.sink(w)).getTransformation();
            case Write.HttpWrite w -> rows.sinkTo(services.sink(w)).getTransformation();
            case Write.LogWrite w -> rows.sinkTo(new LogRows(w.label(), FlinkTypes.row(w.in().schema()), w.perSecond())).getTransformation();
            case Write.JdbcWrite w -> {
                RowType type = FlinkTypes.row(w.in().schema());
                boolean changes = w.in().schema().isUpdating();
                DataStream<RowData> latest = changes ? LatestOfKey.of(rows, type, positions(w.key(), w.in().schema())) : rows;
                var sink = latest.sinkTo(databases.sink(w));
                // The rows of a key must come in their order, so where nothing keeps them together one copy writes.
                yield (w.key().isEmpty() || changes ? sink : sink.setParallelism(1)).getTransformation();
            }
            case Write.KafkaUpsert w -> {
                RowType type = FlinkTypes.row(w.in().schema());
                int[] key = positions(w.key(), w.in().schema());
                DataStream<RowData> latest = w.in().schema().isUpdating() ? LatestOfKey.of(rows, type, key) : rows;
                yield latest.sinkTo(sink(w.topic(), w.delivery(), new JsonRecords(w.topic().name(), type, key), node, job)).getTransformation();
            }
        };
    }

    private KafkaRecordSerializationSchema<RowData> records(Write.KafkaWrite write) {
        Schema schema = write.in().schema();
        RowType type = FlinkTypes.row(schema);
        int[] key = positions(write.key(), schema);
        boolean plain = write.format() instanceof Rel.Format.Json && write.headers().isEmpty() && write.spread() instanceof Write.Spread.ByKey;
        if (plain) {
            return new JsonRecords(write.topic().name(), type, key);
        }
        Map<String, Integer> headers = new HashMap<>();
        write.headers().forEach((name, column) -> headers.put(name, schema.names().indexOf(column)));
        var spread = switch (write.spread()) {
            case Write.Spread.ByKey k -> TopicRecords.Spread.BY_KEY;
            case Write.Spread.RoundRobin r -> TopicRecords.Spread.ROUND_ROBIN;
            case Write.Spread.Fixed f -> TopicRecords.Spread.FIXED;
            case Write.Spread.ByColumn c -> TopicRecords.Spread.BY_COLUMN;
        };
        int by = write.spread() instanceof Write.Spread.ByColumn(String column) ? schema.names().indexOf(column) : -1;
        return new TopicRecords(write.topic().name(), type, key, format(write.format(), registries), headers, spread, by);
    }

    private static int[] positions(List<String> columns, Schema schema) {
        return columns.stream().mapToInt(schema.names()::indexOf).toArray();
    }

    private KafkaSink<RowData> sink(Topic to, Write.Delivery delivery, KafkaRecordSerializationSchema<RowData> records, NodeId node, JobSpec job) {
        KafkaConnection kafka = clusters.get(to.cluster());
        var sink = KafkaSink.<RowData>builder().setBootstrapServers(kafka.bootstrapServers()).setKafkaProducerConfig(properties(kafka))
                .setRecordSerializer(records);
        switch (delivery) {
            case AT_LEAST_ONCE -> sink.setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE);
            case EXACTLY_ONCE -> sink.setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                    .setTransactionalIdPrefix(job.deployment() + "-" + node)
                    .setProperty(TRANSACTION_TIMEOUT_SETTING, kafka.properties().getOrDefault(TRANSACTION_TIMEOUT_SETTING,
                            Long.toString(transactionTimeout(to.cluster()).toMillis())));
        }
        return sink.build();
    }

    private Duration transactionTimeout(String cluster) {
        return longestTransaction.apply(cluster).filter(longest -> longest.compareTo(TRANSACTION_TIMEOUT) < 0).orElse(TRANSACTION_TIMEOUT);
    }

    private static Properties properties(KafkaConnection kafka) {
        var properties = new Properties();
        properties.putAll(kafka.properties());
        return properties;
    }
}
