package dev.millrace.flink.state;

import dev.millrace.flink.plan.Connectors;
import dev.millrace.flink.scripted.CollectedRows;
import dev.millrace.flink.type.FlinkTypes;
import dev.millrace.pipeline.NodeId;
import dev.millrace.rel.HttpLookup;
import dev.millrace.rel.Lookup;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Write;
import dev.millrace.runtime.pace.RateLimit;
import dev.millrace.schema.Column;
import dev.millrace.schema.DeadLetter;
import dev.millrace.schema.LogicalType;
import dev.millrace.server.deployment.JobSpec;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.flink.api.common.functions.FilterFunction;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.source.legacy.SourceFunction;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;

/**
 * Topics are twenty rows, sinks keep theirs in this JVM. What a job reads is said by what its deployment is called: the first half, and
 * then it waits; the second half, and then it ends; or on from where it was, and then it ends.
 */
final class FedConnectors implements Connectors {
    private static final int HALF = 10;
    private static final int THREE_QUARTERS = 15;
    private static final int ALL = 20;

    /** Deployments whose sources have given the first half, and how many have. */
    private static final Map<String, Integer> WAITING = new ConcurrentHashMap<>();

    private static final Map<String, List<GenericRowData>> ROWS = new ConcurrentHashMap<>();

    /** What a job is to read. */
    enum Feed {
        FIRST_HALF(HALF), TO_THREE_QUARTERS(THREE_QUARTERS), ALL(FedConnectors.ALL), SECOND_HALF(FedConnectors.ALL);

        private final int end;

        Feed(int end) {
            this.end = end;
        }

        boolean waits() {
            return end < FedConnectors.ALL;
        }
    }

    static String deployment(String name, Feed feed) {
        return name + ":" + feed;
    }

    static int waiting(String deployment) {
        return WAITING.getOrDefault(deployment, 0);
    }

    @Override
    public Reading read(StreamExecutionEnvironment env, Rel.Scan scan, NodeId node, JobSpec job) {
        Feed feed = Feed.valueOf(job.deployment().substring(job.deployment().indexOf(':') + 1));
        String topic = ((Rel.KafkaScan) scan).topics().getFirst();
        List<Column> columns = scan.schema().columns();
        String name = job.deployment() + "/" + node;
        ROWS.put(name, IntStream.rangeClosed(1, ALL).mapToObj(i -> row(columns, topic, i)).toList());
        var source = new Source(job.deployment(), name, feed);
        DataStream<RowData> stream = env.addSource(source, InternalTypeInfo.of(FlinkTypes.row(scan.schema())));
        DataStream<RowData> bad = stream.filter(new None()).map(new ToDeadLetter()).returns(InternalTypeInfo.of(FlinkTypes.row(DeadLetter.SCHEMA)));
        return new Reading(stream.filter(new All()), bad);
    }

    /** Row number {@code i}: k is one of two, c one of three; most of p's third quarter belongs to p9; topic b has other numbers. */
    private static GenericRowData row(List<Column> columns, String topic, int i) {
        int more = topic.equals("b") ? 1 : 0;
        var row = new GenericRowData(columns.size());
        for (int at = 0; at < columns.size(); at++) {
            Column column = columns.get(at);
            Object value = switch (column.name()) {
                case "k" -> "k" + i % 2;
                case "c", "x" -> "c" + i % 3;
                case "p" -> i > HALF && i < THREE_QUARTERS ? "p9" : "p" + i % 2;
                case "v" -> i * 10L + more;
                case "w" -> i % 4L + more;
                case "ts", "t" -> i * 1000L;
                default -> (long) i;
            };
            row.setField(at, switch (column.type()) {
                case LogicalType.Text t -> StringData.fromString(value.toString());
                case LogicalType.Int t -> ((Long) value).intValue();
                case LogicalType.Double t -> ((Long) value).doubleValue();
                case LogicalType.Decimal d -> DecimalData.fromBigDecimal(BigDecimal.valueOf((Long) value), d.precision(), d.scale());
                case LogicalType.Timestamp t -> TimestampData.fromEpochMillis((Long) value);
                default -> value;
            });
        }
        return row;
    }

    @Override
    public DataStream<RowData> hold(DataStream<RowData> rows, Rel.Paced paced) {
        return RateLimit.of(rows, paced.rows(), paced.per());
    }

    @Override
    public Looked ask(DataStream<RowData> rows, HttpLookup lookup) {
        throw new UnsupportedOperationException("There is no service here");
    }

    @Override
    public Looked lookUp(DataStream<RowData> rows, Lookup lookup) {
        throw new UnsupportedOperationException("There is no table here");
    }

    @Override
    public Transformation<?> write(DataStream<RowData> rows, Write write, NodeId node, JobSpec job) {
        return rows.sinkTo(new CollectedRows(job.deployment() + "/" + node, FlinkTypes.row(write.in().schema()))).getTransformation();
    }

    private static final class Source implements SourceFunction<RowData>, CheckpointedFunction {
        private static final long serialVersionUID = 1L;

        private final String deployment;
        private final String rows;
        private final Feed feed;
        private transient ListState<Integer> saved;
        private int position;
        private volatile boolean running = true;

        Source(String deployment, String rows, Feed feed) {
            this.deployment = deployment;
            this.rows = rows;
            this.feed = feed;
        }

        @Override
        public void initializeState(FunctionInitializationContext context) throws Exception {
            saved = context.getOperatorStateStore().getListState(new ListStateDescriptor<>("position", Types.INT));
            position = feed == Feed.SECOND_HALF ? HALF : 0;
            for (int at : saved.get()) {
                position = at;
            }
        }

        @Override
        public void snapshotState(FunctionSnapshotContext context) throws Exception {
            saved.update(List.of(position));
        }

        @Override
        public void run(SourceContext<RowData> context) throws Exception {
            while (running && position < feed.end) {
                synchronized (context.getCheckpointLock()) {
                    long at = (position + 1) * 1000L;
                    context.collectWithTimestamp(ROWS.get(rows).get(position), at);
                    position++;
                    context.emitWatermark(new Watermark(at - 1));
                }
            }
            if (feed.waits()) {
                WAITING.merge(deployment, 1, Integer::sum);
                synchronized (this) {
                    while (running) {
                        wait(1000);
                    }
                }
            }
        }

        @Override
        public void cancel() {
            running = false;
            synchronized (this) {
                notifyAll();
            }
        }
    }

    private static final class All implements FilterFunction<RowData> {
        @Override
        public boolean filter(RowData row) {
            return true;
        }
    }

    private static final class None implements FilterFunction<RowData> {
        @Override
        public boolean filter(RowData row) {
            return false;
        }
    }

    private record ToDeadLetter() implements MapFunction<RowData, RowData> {
        @Override
        public RowData map(RowData row) {
            return new GenericRowData(DeadLetter.SCHEMA.columns().size());
        }
    }
}
