package dev.millrace.flink.segment;

import dev.millrace.runtime.count.PortCounter;
import dev.millrace.runtime.latency.Arrivals;
import dev.millrace.runtime.live.LiveValues;
import dev.millrace.runtime.window.NoRow;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.operators.SimpleOperatorFactory;
import org.apache.flink.streaming.api.transformations.KeyedMultipleInputTransformation;
import org.apache.flink.streaming.api.transformations.OneInputTransformation;
import org.apache.flink.streaming.api.transformations.PartitionTransformation;
import org.apache.flink.streaming.api.transformations.PhysicalTransformation;
import org.apache.flink.streaming.api.transformations.SinkTransformation;
import org.apache.flink.streaming.api.transformations.SourceTransformation;
import org.apache.flink.streaming.api.transformations.TwoInputTransformation;
import org.apache.flink.streaming.runtime.partitioner.RebalancePartitioner;
import org.apache.flink.streaming.runtime.partitioner.RescalePartitioner;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.table.api.config.AggregatePhaseStrategy;
import org.apache.flink.table.api.config.ExecutionConfigOptions;
import org.apache.flink.table.api.config.OptimizerConfigOptions;
import org.apache.flink.table.api.config.TableConfigOptions;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.functions.ScalarFunction;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.RowKind;

/**
 * Builds the operators of a job node by node: each node is a segment of its own, planned without regard to the others, so that
 * counts, errors, names and state belong to the node that a person drew.
 *
 * <p>Every output port ends in a {@link PortCounter}. Not thread-safe; one instance builds one job.
 */
public final class Segments {
    /** The clock of all that has none of its own. */
    public static final ZoneId UTC = ZoneId.of("UTC");
    /** Stands where other operators have the id of their node, and is none. */
    private static final String CHANGES = "--live";

    private final StreamExecutionEnvironment env;
    private final StreamTableEnvironment tables;
    private final Handover handover;
    private final Set<Transformation<?>> owned = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<Transformation<?>> ends = new ArrayList<>();
    private final Map<String, Numbers> numbers = new HashMap<>();
    private final Map<String, Integer> epochs;
    private final Set<String> functions = new HashSet<>();
    /** Copies of what has no number of its own. */
    private final int usual;
    private DataStream<String> live;

    public Segments(StreamExecutionEnvironment env) {
        this(env, false, Map.of());
    }

    /**
     * @param batch whether nodes read all of their input before they give anything out; Flink plans them by other operators then
     * @param epochs how often each node has begun empty on purpose, counted from 1; 1 where it is not named
     */
    public Segments(StreamExecutionEnvironment env, boolean batch, Map<String, Integer> epochs) {
        this(env, batch, epochs, Thread.currentThread().getContextClassLoader());
    }

    /** @param classes of the functions that nodes call */
    public Segments(StreamExecutionEnvironment env, boolean batch, Map<String, Integer> epochs, ClassLoader classes) {
        this.env = env;
        this.epochs = Map.copyOf(epochs);
        this.usual = env.getParallelism();
        var how = EnvironmentSettings.newInstance().withClassLoader(classes);
        this.tables = StreamTableEnvironment.create(env, (batch ? how.inBatchMode() : how.inStreamingMode()).build());
        tables.getConfig()
                // In two phases, late rows are added up before the second phase drops and counts them: the count would be too low.
                .set(OptimizerConfigOptions.TABLE_OPTIMIZER_AGG_PHASE_STRATEGY, AggregatePhaseStrategy.ONE_PHASE)
                .set(TableConfigOptions.TABLE_DYNAMIC_TABLE_OPTIONS_ENABLED, false)
                // Joins that are chosen while the job runs would need Flink to plan it there once more.
                .set(OptimizerConfigOptions.TABLE_OPTIMIZER_ADAPTIVE_BROADCAST_JOIN_STRATEGY, OptimizerConfigOptions.AdaptiveBroadcastJoinStrategy.NONE)
                .set(OptimizerConfigOptions.TABLE_OPTIMIZER_ADAPTIVE_SKEWED_JOIN_OPTIMIZATION_STRATEGY,
                        OptimizerConfigOptions.AdaptiveSkewedJoinOptimizationStrategy.NONE)
                .set(ExecutionConfigOptions.TABLE_EXEC_SINK_ROWTIME_INSERTER, ExecutionConfigOptions.RowtimeInserter.DISABLED)
                .set(ExecutionConfigOptions.TABLE_EXEC_SINK_UPSERT_MATERIALIZE, ExecutionConfigOptions.UpsertMaterialize.NONE)
                .set(ExecutionConfigOptions.TABLE_EXEC_UID_GENERATION, ExecutionConfigOptions.UidGeneration.DISABLED);
        handover = new Handover(tables, batch);
    }

    /** Lets queries call a function by a name that nothing else has. */
    public void function(String name, ScalarFunction function) {
        if (functions.add(name)) {
            tables.createTemporarySystemFunction(name, function);
        }
    }

    /**
     * The rows of a port as they reach a node that has another number of copies: the environment's parallelism is that of the node while it is built. Fewer
     * copies get all rows of some of those before, so that they stay in their order; more take them in turn.
     *
     * @param deal whether rows may be dealt out in turn, and so overtake one another. Changes are not: the node has as many copies as they come from then. What
     *     reads them by key takes no notice of any of this
     */
    public PortRows arriving(PortRows rows, boolean deal) {
        int come = InOrder.copies(rows.from(), usual);
        int here = env.getParallelism();
        if (come == here || come < here && (!deal || !rows.shape().changes().containsOnly(RowKind.INSERT))) {
            return rows;
        }
        var handed = new PartitionTransformation<>(rows.from(), come > here ? new RescalePartitioner<RowData>() : new RebalancePartitioner<RowData>());
        handed.setParallelism(here);
        return new PortRows(handed, rows.shape());
    }

    /** A node that brings its own stream: a source, or one of its outputs. */
    public PortRows begin(String node, String port, DataStream<RowData> stream, RowShape shape) {
        return count(node, port, new PortRows(stream.getTransformation(), shape), numbers(node));
    }

    /** A node that brings several streams of its own, such as a source with an output for records it cannot read. */
    public Map<String, PortRows> begin(String node, Map<String, PortRows> streams) {
        var numbers = numbers(node);
        Map<String, PortRows> counted = new LinkedHashMap<>();
        streams.forEach((port, rows) -> counted.put(port, count(node, port, rows, numbers)));
        return counted;
    }

    /**
     * A node that is written in SQL: one query for each output port, reading the inputs by name.
     *
     * @param zone whose clock cuts windows and tells days
     * @param stateTtl what is kept by key and not touched for so long is forgotten; zero: nothing is
     * @param kept names of what a group or window keeps for its aggregates; empty: it finds them by their place
     * @throws org.apache.flink.table.api.ValidationException where a query does not hold
     */
    public Map<String, PortRows> plan(String node, Map<String, PortRows> inputs, Map<String, PortQuery> queries, Duration stateTtl, ZoneId zone, List<String> kept) {
        tables.getConfig().setIdleStateRetention(stateTtl);
        tables.getConfig().setLocalTimeZone(zone);
        Map<String, PortRows> planned = handover.plan(inputs, queries);
        if (!kept.isEmpty()) {
            Set<Transformation<?>> looked = Collections.newSetFromMap(new IdentityHashMap<>());
            planned.values().forEach(rows -> name(rows.from(), kept, looked));
        }
        var numbers = numbers(node);
        Map<String, PortRows> counted = new LinkedHashMap<>();
        queries.forEach((port, query) -> counted.put(port, count(node, port, behind(planned.get(port), query), numbers)));
        return counted;
    }

    /** Walks back to what is already owned, as {@link #claim} does. */
    private void name(Transformation<?> from, List<String> kept, Set<Transformation<?>> looked) {
        if (owned.contains(from) || !looked.add(from)) {
            return;
        }
        if (NamedGroups.isGroup(from)) {
            NamedGroups.name(from, kept);
        } else if (NamedWindows.isWindow(from)) {
            NamedWindows.name(from, kept);
        }
        from.getInputs().forEach(input -> name(input, kept, looked));
    }

    private PortRows behind(PortRows rows, PortQuery query) {
        RowShape shape = rows.shape();
        return query.behind().map(step -> switch (step) {
            case PortQuery.Retiming r -> new PortRows(stream(rows).assignTimestampsAndWatermarks(r.watermarks()).getTransformation(),
                    new RowShape(shape.type(), Optional.of(r.column()), shape.key(), shape.changes()));
            case PortQuery.Adding a -> new PortRows(a.step().apply(stream(rows)).getTransformation(), RowShape.appending(a.type(), shape.eventTime()));
            case PortQuery.Ending e -> new PortRows(e.step().apply(stream(rows)).getTransformation(),
                    new RowShape(e.type(), shape.eventTime(), shape.key(), shape.changes()));
        }).orElse(rows);
    }

    /** A node in SQL that forgets nothing. */
    public Map<String, PortRows> plan(String node, Map<String, PortRows> inputs, Map<String, PortQuery> queries) {
        return plan(node, inputs, queries, Duration.ZERO, UTC, List.of());
    }

    /** Rows that a window gets, and rows that come too late for it. */
    public record Parted(PortRows onTime, PortRows late) {}

    /** Parts late rows from the others, ahead of the window of the same node. */
    public Parted part(String node, PortRows rows, LateRows by) {
        LateRows.Parted parted = by.part(stream(rows), rows.shape().type());
        Transformation<RowData> split = parted.onTime().getTransformation();
        var name = new OperatorName(node, OperatorName.LATE, 1);
        split.setUid(uid(name));
        split.setName(name.shown());
        own(split);
        return new Parted(new PortRows(split, rows.shape()), new PortRows(parted.onTime().getSideOutput(parted.late()).getTransformation(), rows.shape()));
    }

    /** Brings changes of live parameters to all nodes that read some; belongs to no node. */
    public void changes(DataStream<String> changes) {
        Transformation<?> source = changes.getTransformation();
        source.setUid(CHANGES + "/" + OperatorName.SOURCE + "#1");
        source.setName("live parameters");
        own(source);
        live = changes.broadcast();
    }

    /** The rows of a node with the values that live parameters have when each comes, in columns behind the others. {@link #changes} comes first. */
    public PortRows live(String node, PortRows rows, RowType type, List<LiveValues.Slot> slots) {
        OperatorName name = numbers(node).next(OperatorName.LIVE);
        var step = new TwoInputTransformation<>(rows.from(), live.getTransformation(), name.shown(), new LiveValues(slots), InternalTypeInfo.of(type),
                rows.from().getParallelism(), false);
        // No epoch: the values are the pipeline's, and no node drops them.
        step.setUid(name.uid());
        own(step);
        RowShape shape = rows.shape();
        return new PortRows(step, new RowShape(type, shape.eventTime(), shape.key(), shape.changes()));
    }

    /** A stream of the same rows that has none of them. */
    public PortRows none(PortRows rows) {
        return new PortRows(stream(rows).filter(new NoRow()).getTransformation(), rows.shape());
    }

    /** Takes what has its name already, and the exchange before it, which needs none. */
    private void own(Transformation<?> named) {
        if (owned.add(named)) {
            named.getInputs().forEach(this::own);
        }
    }

    /** The rows that come to a node where they leave the job, with a measure of how long they were on their way. */
    public PortRows arrive(String node, PortRows rows) {
        var name = OperatorName.arrivalsOf(node);
        var arrivals = new OneInputTransformation<>(rows.from(), name.shown(), SimpleOperatorFactory.of(new Arrivals()), rows.from().getOutputType(),
                InOrder.copies(rows.from(), unset()), false);
        arrivals.setUid(name.uid());
        own(arrivals);
        return new PortRows(arrivals, rows.shape());
    }

    /** A node where rows leave the job. */
    public void end(String node, Transformation<?> sink) {
        claim(sink, numbers(node));
        ends.add(sink);
    }

    /** An output port to which nothing is wired: its rows are counted and dropped. */
    public void drop(String node, String port, PortRows rows) {
        end(new OperatorName(node, "drop-" + port, 1), rows, new DiscardingSink<>());
    }

    /** Shows the rows of a port to somebody, beside where they go. */
    public void tap(String node, String port, PortRows rows, Sink<RowData> tap) {
        end(new OperatorName(node, "tap-" + port, 1), rows, tap);
    }

    private void end(OperatorName name, PortRows rows, Sink<RowData> to) {
        Transformation<?> sink = stream(rows).sinkTo(to).getTransformation();
        sink.setParallelism(InOrder.copies(rows.from(), usual));
        sink.setUid(name.uid());
        sink.setName(name.shown());
        owned.add(sink);
        ends.add(sink);
    }

    /** The stream of a port, for a sink to consume. */
    public DataStream<RowData> stream(PortRows rows) {
        return new DataStream<>(env, rows.from());
    }

    /** The whole job: exactly the operators that lead to an end, without what the planner left behind in the environment. */
    public StreamGraph graph(String name) {
        StreamGraph graph = env.generateStreamGraph(ends);
        graph.setJobName(name);
        return graph;
    }

    /** A node may be put together in several steps, and its operators are numbered through. */
    private Numbers numbers(String node) {
        return numbers.computeIfAbsent(node, Numbers::new);
    }

    private PortRows count(String node, String port, PortRows rows, Numbers numbers) {
        claim(rows.from(), numbers);
        var name = OperatorName.counterOf(node, port);
        var counter = new OneInputTransformation<>(rows.from(), name.shown(), SimpleOperatorFactory.of(new PortCounter(node + "." + port, rows.shape().type())),
                rows.from().getOutputType(), InOrder.copies(rows.from(), unset()), false);
        counter.setUid(name.uid());
        owned.add(counter);
        return new PortRows(counter, rows.shape());
    }

    /** Copies of what has no number of its own, while a node is built: Flink sets the usual number when it has the whole job. */
    private int unset() {
        return env.getParallelism() == usual ? ExecutionConfig.PARALLELISM_DEFAULT : env.getParallelism();
    }

    /** Walks back to what is already owned and names all that is new, sources first. */
    private void claim(Transformation<?> from, Numbers numbers) {
        if (!owned.add(from)) {
            return;
        }
        from.getInputs().forEach(input -> claim(input, numbers));
        if (from instanceof PhysicalTransformation<?>) {
            OperatorName name = numbers.next(role(from));
            from.setUid(uid(name));
            from.setName(name.shown());
            if (from.getParallelism() == ExecutionConfig.PARALLELISM_DEFAULT) {
                from.setParallelism(unset());
            }
            InOrder.keep(from);
            // Flink plans what has one copy for one key group. Chained to others, which depends on how many copies they have, it would take
            // them along, and their state could not be restored with another number of copies.
            if (from.getMaxParallelism() == 1 && env.getMaxParallelism() > 1) {
                from.setMaxParallelism(env.getMaxParallelism());
            }
        }
    }

    /** Counters have no part in it: what a port has given out stays so. */
    private String uid(OperatorName name) {
        return name.uid(epochs.getOrDefault(name.node(), 1));
    }

    /** What an operator does, told by its shape and not by its name, which Flink changes with its settings. */
    private static String role(Transformation<?> operator) {
        return switch (operator) {
            case SourceTransformation<?, ?, ?> source -> OperatorName.SOURCE;
            case SinkTransformation<?, ?> sink -> OperatorName.SINK;
            case OneInputTransformation<?, ?> one when one.getStateKeyType() != null -> OperatorName.STATE;
            case TwoInputTransformation<?, ?, ?> two when two.getStateKeyType() != null -> OperatorName.STATE;
            case KeyedMultipleInputTransformation<?> many -> OperatorName.STATE;
            default -> OperatorName.STEP;
        };
    }

    /** Numbers the operators of one node, each role by itself. */
    private static final class Numbers {
        private final String node;
        private final Map<String, Integer> used = new HashMap<>();

        Numbers(String node) {
            this.node = node;
        }

        OperatorName next(String role) {
            return new OperatorName(node, role, used.merge(role, 1, Integer::sum));
        }
    }
}
