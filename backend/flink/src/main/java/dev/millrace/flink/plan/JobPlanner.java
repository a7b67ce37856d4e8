package dev.millrace.flink.plan;

import dev.millrace.compile.LogicalPlan;
import dev.millrace.compile.Segment;
import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.diagnostic.Location;
import dev.millrace.flink.function.FunctionJars;
import dev.millrace.flink.segment.LateRows;
import dev.millrace.flink.segment.PortQuery;
import dev.millrace.flink.segment.PortRows;
import dev.millrace.flink.segment.RowShape;
import dev.millrace.flink.segment.Segments;
import dev.millrace.flink.type.FlinkTypes;
import dev.millrace.kind.fragment.Arguments;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.PortRef;
import dev.millrace.rel.HttpLookup;
import dev.millrace.rel.Live;
import dev.millrace.rel.Lookup;
import dev.millrace.rel.Rel;
import dev.millrace.runtime.change.ChangesAsRows;
import dev.millrace.runtime.jdbc.KeepPartners;
import dev.millrace.runtime.live.LiveChange;
import dev.millrace.runtime.live.LiveValues;
import dev.millrace.runtime.time.ColumnTime;
import dev.millrace.schema.DeadLetter;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import dev.millrace.server.deployment.FlinkGateway;
import dev.millrace.server.deployment.JobSpec;
import dev.millrace.server.deployment.LiveFeed;
import dev.millrace.state.Accumulators;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.RowKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compiles a logical plan to a Flink job graph, node by node. Safe for many threads. */
public final class JobPlanner {
    private static final Logger LOG = LoggerFactory.getLogger(JobPlanner.class);

    private final Connectors connectors;
    private final JobSettings settings;
    private final FunctionJars functions;

    /** One for pipelines without functions of uploaded jars. */
    public JobPlanner(Connectors connectors, JobSettings settings) {
        this(connectors, settings, FunctionJars.NONE);
    }

    public JobPlanner(Connectors connectors, JobSettings settings, FunctionJars functions) {
        this.connectors = connectors;
        this.settings = settings;
        this.functions = functions;
    }

    /** Makes what shows the rows of an output port to somebody. */
    public interface Tap {
        Sink<RowData> at(PortRef port, RowType type);
    }

    /** @throws FlinkGateway.Refused with a diagnostic at each node that cannot be planned */
    public FlinkJob plan(LogicalPlan plan, JobSpec spec) {
        return plan(plan, spec, Optional.empty());
    }

    /** The same job with a tap at every output port. */
    public FlinkJob plan(LogicalPlan plan, JobSpec spec, Tap tap) {
        return plan(plan, spec, Optional.of(tap));
    }

    private FlinkJob plan(LogicalPlan plan, JobSpec spec, Optional<Tap> tap) {
        FunctionJars.Loaded loaded = functions.load(Calls.of(plan));
        return loaded.whilePresent(() -> {
            Planning planning = planned(plan, spec, tap.isPresent() ? Set.of() : plan.unwired(), loaded);
            tap.ifPresentOrElse(planning::tap, () -> plan.unwired().forEach(planning::drop));
            JobGraph graph = planning.segments.graph(spec.name()).getJobGraph(loaded.classes(), JobID.fromHexString(spec.id().value()));
            loaded.jars().forEach(jar -> graph.addJar(new Path(jar.toUri())));
            return new FlinkJob(spec.id(), graph);
        });
    }

    /** What the planner knows of the rows of each port. */
    Map<PortRef, RowShape> shapes(LogicalPlan plan, JobSpec spec) {
        Map<PortRef, RowShape> shapes = new HashMap<>();
        planned(plan, spec, Set.of(), functions.load(Calls.of(plan))).ports.forEach((port, rows) -> shapes.put(port, rows.shape()));
        return shapes;
    }

    private Planning planned(LogicalPlan plan, JobSpec spec, Set<PortRef> unwired, FunctionJars.Loaded loaded) {
        var env = StreamExecutionEnvironment.getExecutionEnvironment(JobConfiguration.of(settings, plan));
        env.setParallelism(plan.run().parallelism());
        var planning = new Planning(env, spec, unwired, plan, loaded);
        var problems = new Diagnostics.Collector();
        for (Segment segment : plan.segments()) {
            env.setParallelism(plan.copies(segment.node()));
            planning.add(segment, problems);
        }
        env.setParallelism(plan.run().parallelism());
        Diagnostics found = problems.done();
        if (found.hasErrors()) {
            throw new FlinkGateway.Refused(found);
        }
        return planning;
    }

    /** One job while it is put together. */
    private final class Planning {
        private final StreamExecutionEnvironment env;
        private final JobSpec spec;
        private final Segments segments;
        private final Map<PortRef, PortRows> ports = new HashMap<>();
        private final Set<PortRef> unwired;
        private final Set<NodeId> ownCopies;
        private final boolean batch;
        private final FunctionJars.Loaded loaded;
        /** Whether live parameters can be changed while it runs. In a job that ends by itself they cannot: what brings the changes would keep it from ending. */
        private final boolean isLive;

        Planning(StreamExecutionEnvironment env, JobSpec spec, Set<PortRef> unwired, LogicalPlan plan, FunctionJars.Loaded loaded) {
            this.loaded = loaded;
            this.batch = plan.run().isBatch();
            this.env = env;
            this.spec = spec;
            this.unwired = unwired;
            this.ownCopies = plan.copies().keySet();
            this.segments = new Segments(env, batch, spec.state().epochs().entrySet().stream()
                    .collect(Collectors.toMap(e -> e.getKey().value(), Map.Entry::getValue)), loaded.classes());
            this.isLive = spec.live().isPresent() && plan.isEndless() && !plan.live().isEmpty();
            if (isLive) {
                segments.changes(connectors.changes(env, spec.live().get(), spec));
            }
        }

        void add(Segment segment, Diagnostics.Collector problems) {
            try {
                switch (segment) {
                    case Segment.Producing p -> produce(p);
                    case Segment.Writing w -> write(w);
                }
            } catch (MissingInput e) {
                LOG.debug("{} waits for a node that could not be planned", segment.node());
            } catch (RuntimeException e) {
                // The planner throws whatever its rules happen to throw; all of it is about this node.
                LOG.info("Node {} could not be planned", segment.node(), e);
                problems.error(Diagnostic.Code.PLANNING_FAILED, new Location.OfNode(segment.node()),
                        "Flink cannot run this node: " + Causes.plain(e), "Look at its settings; the log has all that Flink said");
            }
        }

        private void produce(Segment.Producing p) {
            NodeId node = p.node();
            var readings = new Readings();
            Map<String, PortRows> streams = new LinkedHashMap<>();
            Map<String, Rel> computed = new LinkedHashMap<>();
            Map<Rel, PortRows> onTime = new HashMap<>();
            p.outputs().forEach((port, rel) -> {
                // A scan of changes is planned too: the row that a record replaces must be looked up.
                if (rel instanceof Rel.Scan && !rel.schema().isUpdating() || rel instanceof Rel.Rejected || rel instanceof Rel.Outside && !(rel instanceof Lookup)
                        || rel instanceof Lookup l && l.condition().isEmpty()) {
                    streams.put(port, leaf(node, rel, readings));
                } else if (batch && rel instanceof Rel.Late late) {
                    // No row is late for a window that sees all of them; the port and its count are there all the same.
                    if (!unwired.contains(new PortRef(node, port))) {
                        streams.put(port, segments.none(leaf(node, late.window().in() instanceof Live live ? live.in() : late.window().in(), readings)));
                    }
                } else if (rel instanceof Rel.Late(Rel.WindowAggregate window)) {
                    // Nothing is parted where nobody sees the late rows: the window drops and counts them itself.
                    if (!unwired.contains(new PortRef(node, port))) {
                        Rel in = window.in() instanceof Live live ? live.in() : window.in();
                        Segments.Parted parted = segments.part(node.value(), leaf(node, in, readings),
                                new LateRows(window.time(), window.window(), window.keys()));
                        onTime.put(in, parted.onTime());
                        if (window.in() instanceof Live live && isLive) {
                            onTime.put(live, live(node, live, parted.onTime()));
                        }
                        streams.put(port, parted.late());
                    }
                } else {
                    computed.put(port, rel);
                }
            });
            Map<String, PortRows> results = new LinkedHashMap<>();
            if (!streams.isEmpty()) {
                results.putAll(segments.begin(node.value(), streams));
            }
            if (!computed.isEmpty()) {
                results.putAll(compute(node, computed, readings, onTime, kept(p)));
            }
            results.forEach((port, rows) -> ports.put(new PortRef(node, port), rows));
        }

        /**
         * @param parted leaves of which only a part is read
         * @param kept names of what a group keeps, as in {@link Segments#plan}
         */
        private Map<String, PortRows> compute(NodeId node, Map<String, Rel> computed, Readings readings,
                Map<Rel, PortRows> parted, List<String> kept) {
            var sql = batch ? RelSql.inBatch() : isLive ? RelSql.withLive() : new RelSql();
            computed.values().stream().flatMap(Calls::of).distinct().forEach(f -> segments.function(f.sqlName(), loaded.make(f)));
            Map<String, PortQuery> queries = new LinkedHashMap<>();
            computed.forEach((port, rel) -> queries.put(port, query(sql, rel)));
            Map<String, PortRows> inputs = new LinkedHashMap<>();
            sql.leaves().forEach((name, rel) -> inputs.put(name, parted.containsKey(rel) ? parted.get(rel) : leaf(node, rel, readings)));
            return segments.plan(node.value(), inputs, queries, computed.values().stream().map(Planning::stateTtl).max(Duration::compareTo).orElseThrow(),
                    computed.values().stream().flatMap(rel -> zone(rel).stream()).findFirst().orElse(Segments.UTC), kept);
        }

        /** Names of what a group or window keeps. A job that ends takes no savepoint. */
        private List<String> kept(Segment.Producing segment) {
            return batch ? List.of() : Accumulators.values(segment, spec.state().names());
        }

        /** Whose clock cuts the windows of a node, of which there is but one. */
        private static Optional<ZoneId> zone(Rel rel) {
            return rel instanceof Rel.WindowAggregate w ? w.window().zone() : rel.inputs().stream().flatMap(in -> zone(in).stream()).findFirst();
        }

        private static Duration stateTtl(Rel rel) {
            Duration own = rel.stateTtl().orElse(Duration.ZERO);
            return rel.inputs().stream().map(Planning::stateTtl).reduce(own, (a, b) -> a.compareTo(b) > 0 ? a : b);
        }

        private PortQuery query(RelSql sql, Rel rel) {
            Schema schema = batch ? rel.schema().appending() : rel.schema();
            if (rel instanceof Rel.Retime(Rel in, String time, Rel.Clock clock)) {
                // The time that comes in ends here: the planner is to know of none, and the new one is set behind it.
                return new PortQuery(sql.query(in), FlinkTypes.row(schema), Optional.empty(), schema.key(), schema.isUpdating(),
                        Optional.of(new PortQuery.Retiming(time, watermarks(schema, time, clock))));
            }
            if (rel instanceof Rel.ChangesAsRows changes) {
                Schema in = changes.in().schema();
                var kinds = changes.kinds().stream().map(k -> RowKind.valueOf(k.name())).collect(Collectors.toSet());
                return new PortQuery(sql.query(rel), FlinkTypes.row(in), in.eventTime(), in.key(), !batch && in.isUpdating(),
                        Optional.of(new PortQuery.Adding(FlinkTypes.row(schema), rows -> ChangesAsRows.of(rows, FlinkTypes.row(schema), kinds))));
            }
            if (rel instanceof Rel.Paced paced) {
                return new PortQuery(sql.query(rel), FlinkTypes.row(schema), schema.eventTime(), schema.key(), schema.isUpdating(),
                        Optional.of(new PortQuery.Ending(FlinkTypes.row(schema), rows -> connectors.hold(rows, paced))));
            }
            if (rel instanceof Lookup lookup && lookup.condition().isPresent()) {
                RowType shown = FlinkTypes.row(schema);
                int in = lookup.in().schema().columns().size();
                return new PortQuery(sql.query(rel), FlinkTypes.row(Connectors.Looked.marked(lookup)), schema.eventTime(), List.of(), false,
                        Optional.of(new PortQuery.Ending(shown, rows -> KeepPartners.of(rows, shown, in))));
            }
            return new PortQuery(sql.query(rel), FlinkTypes.row(schema), schema.eventTime(), schema.key(), schema.isUpdating(), Optional.empty());
        }

        private static WatermarkStrategy<RowData> watermarks(Schema schema, String time, Rel.Clock clock) {
            int column = schema.names().indexOf(time);
            return switch (clock) {
                case Rel.Clock.Behind(Duration delay, Optional<Duration> idleness) ->
                        ColumnTime.behind(FlinkTypes.row(schema), column, delay, idleness.orElse(null));
                case Rel.Clock.Wall w -> ColumnTime.wall(FlinkTypes.row(schema), column);
            };
        }

        private PortRows leaf(NodeId node, Rel rel, Readings readings) {
            return switch (rel) {
                case Rel.Input input -> port(node, input.from());
                case Live live -> live(node, live, port(node, live.in().from()));
                case Rel.Versions versions -> port(node, versions.in().from()).keyedBy(versions.key());
                case Rel.Scan scan -> rows(read(node, scan, readings).rows(), scan.schema());
                case Lookup lookup -> rows(looked(node, lookup, readings).found(), Connectors.Looked.marked(lookup));
                case HttpLookup lookup -> rows(asked(node, lookup, readings).found(), lookup.schema());
                case HttpLookup.Failed failed -> rows(asked(node, failed.lookup(), readings).failed(), failed.schema());
                case Lookup.Failed failed -> rows(looked(node, failed.lookup(), readings).failed(), failed.schema());
                case Rel.Rejected r -> rows(read(node, r.scan(), readings).rejected(), DeadLetter.SCHEMA);
                default -> throw new IllegalStateException(rel + " is no leaf");
            };
        }

        /** The rows with what live parameters hold when each comes: what was set last, or what they start with. */
        private PortRows live(NodeId node, Live live, PortRows rows) {
            LiveFeed feed = spec.live().orElseThrow();
            List<LiveValues.Slot> slots = live.values().stream().map(v -> {
                var set = Optional.ofNullable(feed.set().get(v.name()));
                var now = new LiveChange(v.name(), set.map(LiveFeed.Value::version).orElse(feed.version()),
                        set.map(LiveFeed.Value::value).orElseGet(() -> Arguments.plain(v.start())));
                return new LiveValues.Slot(now, slot(v.type()));
            }).toList();
            var fields = new ArrayList<>(rows.shape().type().getFields());
            FlinkTypes.row(live.schema()).getFields().stream().skip(live.in().schema().columns().size()).forEach(fields::add);
            return segments.live(node.value(), rows, new RowType(false, fields), slots);
        }

        private static LiveValues.Type slot(LogicalType type) {
            return switch (type) {
                case LogicalType.BigInt b -> LiveValues.Type.WHOLE_NUMBER;
                case LogicalType.Double d -> LiveValues.Type.NUMBER;
                case LogicalType.Text t -> LiveValues.Type.TEXT;
                case LogicalType.Bool b -> LiveValues.Type.YES_NO;
                case LogicalType.Instant i -> LiveValues.Type.INSTANT;
                default -> throw new IllegalStateException("No live parameter is a " + type);
            };
        }

        private PortRows port(NodeId reader, PortRef port) {
            PortRows rows = ports.get(port);
            if (rows == null) {
                throw new MissingInput(port);
            }
            return segments.arriving(rows, ownCopies.contains(reader));
        }

        private Connectors.Looked asked(NodeId node, HttpLookup lookup, Readings readings) {
            return readings.looked.computeIfAbsent(lookup, l -> connectors.ask(segments.stream(leaf(node, lookup.in(), readings)), lookup));
        }

        private Connectors.Looked looked(NodeId node, Lookup lookup, Readings readings) {
            return readings.looked.computeIfAbsent(lookup, l -> connectors.lookUp(segments.stream(leaf(node, lookup.in(), readings)), lookup));
        }

        private Connectors.Reading read(NodeId node, Rel.Scan scan, Readings readings) {
            return readings.scans.computeIfAbsent(scan, s -> connectors.read(env, s, node, spec));
        }

        private static PortRows rows(DataStream<RowData> stream,
                Schema schema) {
            return new PortRows(stream.getTransformation(), schema.isUpdating()
                    ? RowShape.replacing(FlinkTypes.row(schema), schema.eventTime(), schema.key())
                    : RowShape.appending(FlinkTypes.row(schema), schema.eventTime()));
        }

        private void write(Segment.Writing w) {
            Rel in = w.write().in();
            PortRows rows = in instanceof Rel.Input input ? port(w.node(), input.from())
                    : compute(w.node(), Map.of("out", in), new Readings(), Map.of(), List.of()).get("out");
            // A job that ends gives out its rows when it has read all of them, so it matters to nobody how long one was on its way.
            PortRows arriving = batch ? rows : segments.arrive(w.node().value(), rows);
            segments.end(w.node().value(), connectors.write(segments.stream(arriving), w.write(), w.node(), spec));
        }

        void tap(Tap tap) {
            ports.forEach((port, rows) -> segments.tap(port.node().value(), port.port(), rows, tap.at(port, rows.shape().type())));
        }

        void drop(PortRef port) {
            Optional.ofNullable(ports.get(port)).ifPresent(rows -> segments.drop(port.node().value(), port.port(), rows));
        }
    }

    /** What a node reads outside, each once however many of its outputs come of it. */
    private static final class Readings {
        private final Map<Rel.Scan, Connectors.Reading> scans = new LinkedHashMap<>();
        private final Map<Rel.Outside, Connectors.Looked> looked = new LinkedHashMap<>();
    }

    /** A node before this one could not be planned, which is said there. */
    private static final class MissingInput extends RuntimeException {
        MissingInput(PortRef port) {
            super("No rows at " + port, null, false, false);
        }
    }
}
