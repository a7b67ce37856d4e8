package dev.millrace.flink.plan;

import dev.millrace.compile.LogicalPlan;
import dev.millrace.compile.Segment;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.PortRef;
import dev.millrace.rel.LiveParameter;
import dev.millrace.rel.Rel;
import dev.millrace.rel.StatefulRel;
import dev.millrace.rel.Write;
import dev.millrace.schema.Column;
import dev.millrace.schema.Schema;
import dev.millrace.server.deployment.KafkaClusters;
import dev.millrace.server.deployment.KafkaConnection;
import dev.millrace.server.export.Portable;
import dev.millrace.server.export.SqlScripts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes a pipeline as a script for Flink's SQL client.
 *
 * <pre>
 *   source node        ──>  CREATE TEMPORARY TABLE `orders` (…) WITH ('connector' = 'kafka', …)
 *   output of a node   ──>  CREATE TEMPORARY VIEW `large` AS SELECT … FROM `orders` WHERE …
 *   sink node          ──>  CREATE TEMPORARY TABLE `results` (…), and an INSERT INTO it
 *   call of a function ──>  CREATE TEMPORARY SYSTEM FUNCTION … USING JAR, of a file in the folder functions
 * </pre>
 */
public final class PipelineSql implements SqlScripts {
    private static final Pattern WITH = Pattern.compile("^WITH\\s", Pattern.CASE_INSENSITIVE);
    private final TableSql tables;

    public PipelineSql(KafkaConnection kafka) {
        this(KafkaClusters.only(kafka));
    }

    public PipelineSql(KafkaClusters clusters) {
        tables = new TableSql(clusters);
    }

    @Override
    public String script(LogicalPlan plan) {
        return new Script(plan, tables, false).write();
    }

    @Override
    public Portable portable(LogicalPlan plan) {
        return new Script(plan, TableSql.portable(), true).portable();
    }

    private static final class Script {
        private final LogicalPlan plan;
        private final TableSql tables;
        private final StringBuilder text = new StringBuilder();
        private final List<String> inserts = new ArrayList<>();
        private final Set<PortRef> missing = new HashSet<>();

        private final List<Portable.Table> sources = new ArrayList<>();
        private final List<Portable.Table> sinks = new ArrayList<>();
        private final List<String> leftOut = new ArrayList<>();

        private final boolean portable;

        Script(LogicalPlan plan, TableSql tables, boolean portable) {
            this.portable = portable;
            this.plan = plan;
            this.tables = tables;
        }

        String write() {
            text.append("-- ").append(oneLine(plan.name())).append("\n-- For Flink's SQL client. Records that cannot be read are skipped here, and a record without event time ends the")
                    .append("\n-- job; in the drawing both leave by an output of their own.\n\n");
            set("table.local-time-zone", "UTC");
            plan.copies().forEach((node, copies) -> text.append("-- In the drawing '").append(node).append("' has parallelism ").append(copies).append("; SQL knows one for all.\n"));
            set("parallelism.default", Integer.toString(plan.run().parallelism()));
            if (plan.run().isBatch()) {
                set("execution.runtime-mode", "batch");
            } else {
                set("execution.checkpointing.interval", plan.run().checkpointInterval().toMillis() + " ms");
                if (!portable) {
                    // A project runs in tests of its own first, which have no RocksDB.
                    plan.run().stateBackend().ifPresent(backend -> set("state.backend.type", backend.word()));
                }
            }
            // In two phases, rows that come too late would be added up before they are dropped.
            set("table.optimizer.agg-phase-strategy", "ONE_PHASE");
            stateTtl().ifPresent(ttl -> set("table.exec.state.ttl", ttl.toMillis() + " ms"));
            if (plan.segments().stream().anyMatch(Script::readsRequired)) {
                // A record that lacks a required column is read as a row with NULL there, at which a sink would end the job.
                set("table.exec.sink.not-null-enforcer", "drop");
            }
            text.append("\n");
            if (!portable) {
                functions();
            }
            plan.segments().forEach(segment -> {
                switch (segment) {
                    case Segment.Producing p -> p.outputs().forEach((port, rel) -> output(new PortRef(p.node(), port), rel));
                    case Segment.Writing sink -> sink(sink.node(), sink.write());
                }
            });
            if (!inserts.isEmpty()) {
                text.append("EXECUTE STATEMENT SET BEGIN\n").append(String.join("", inserts)).append("END;\n");
            }
            return text.toString();
        }

        private void functions() {
            var called = Calls.of(plan);
            if (!called.isEmpty()) {
                text.append("-- The jars come from the page Functions.\n");
                called.forEach(f -> text.append("CREATE TEMPORARY SYSTEM FUNCTION ").append(Sql.name(f.sqlName())).append(" AS ").append(Sql.text(f.className()))
                        .append(" LANGUAGE JAVA USING JAR ").append(Sql.text("functions/" + f.library() + "-" + f.version() + ".jar")).append(";\n"));
                text.append("\n");
            }
        }

        private static boolean readsRequired(Segment segment) {
            return segment instanceof Segment.Producing p && p.outputs().values().stream()
                    .anyMatch(r -> r instanceof Rel.Scan && !(r instanceof Rel.ValuesScan) && r.schema().columns().stream().anyMatch(c -> !c.nullable()));
        }

        Portable portable() {
            String script = write();
            return new Portable(script, sources, sinks, tables.settings(), leftOut, tables.libraries());
        }

        private void set(String option, String value) {
            text.append("SET ").append(Sql.text(option)).append(" = ").append(Sql.text(value)).append(";\n");
        }

        /** One for the whole script: the longest, so that nothing is forgotten earlier than it was drawn. */
        private Optional<Duration> stateTtl() {
            List<Rel> keeping = plan.segments().stream().flatMap(s -> s instanceof Segment.Producing p ? p.outputs().values().stream() : Stream.empty())
                    .filter(r -> r instanceof Rel.WithState || r instanceof Rel.Join j && j.meeting() instanceof Rel.Join.Meeting.Whenever).toList();
            return keeping.stream().anyMatch(r -> r.stateTtl().isEmpty()) ? Optional.empty() : keeping.stream().flatMap(r -> r.stateTtl().stream()).max(Duration::compareTo);
        }

        private void output(PortRef port, Rel rel) {
            Optional<String> lacks = lacks(rel);
            if (lacks.isPresent()) {
                missing.add(port);
                leaveOut(port.toString(), lacks.get());
            } else if (rel instanceof Rel.Scan scan) {
                text.append(tables.source(name(port), scan));
                if (!(scan instanceof Rel.ValuesScan)) {
                    sources.add(new Portable.Table(name(port), port, !scan.schema().isUpdating()));
                }
            } else {
                // First, for it may need a view of its own before.
                String query = query(rel);
                if (rel instanceof Rel.Paced) {
                    text.append("-- SQL has no limit to a rate: these rows pass as fast as they come.\n");
                }
                live(rel);
                text.append("CREATE TEMPORARY VIEW ").append(Sql.name(name(port))).append(" AS\n").append(query).append(";\n\n");
            }
        }

        /** A script has no way to change them. */
        private void live(Rel rel) {
            List<LiveParameter> live = LogicalPlan.live(rel).distinct().toList();
            if (!live.isEmpty()) {
                text.append("-- Live parameters have their start values here: ").append(live.stream().map(p -> p.name() + " = " + oneLine(p.literal()))
                        .collect(Collectors.joining(", "))).append(".\n");
            }
        }

        private void sink(NodeId node, Write write) {
            Optional<String> lacks = lacks(write.in()).or(() -> TableSql.lacks(write));
            if (lacks.isPresent()) {
                leaveOut(node.value(), lacks.get());
                return;
            }
            live(write.in());
            text.append(tables.sink(node.value(), write, node));
            if (write.in() instanceof Rel.Input in) {
                sinks.add(new Portable.Table(node.value(), in.from(), !in.schema().isUpdating()));
            }
            inserts.add("INSERT INTO " + Sql.name(node.value()) + " " + withOneTime(write.in()) + (plan.run().isBatch() ? "" : conflict(write)) + ";\n");
        }

        /** Flink's sinks take one event time; other times that may be one are cast to plain values. */
        private String withOneTime(Rel in) {
            List<Column> times = in.schema().columns().stream().filter(c -> c.type().canBeEventTime()).toList();
            if (times.size() < 2) {
                return query(in);
            }
            return "SELECT " + in.schema().columns().stream().map(c -> times.contains(c) && !in.schema().eventTime().equals(Optional.of(c.name()))
                    ? Sql.cast(Sql.name(c.name()), c.type()) + " AS " + Sql.name(c.name()) : Sql.name(c.name())).collect(Collectors.joining(", "))
                    + " FROM (" + query(in) + ")";
        }

        /** Where the rows are not known to be unique by the sink's key, Flink asks which of them counts: the latest. */
        private static String conflict(Write write) {
            List<String> key = write instanceof Write.KafkaUpsert u ? u.key() : write instanceof Write.JdbcWrite j ? j.key() : List.of();
            Schema in = write.in().schema();
            return key.isEmpty() || in.isUpdating() && Set.copyOf(in.key()).equals(Set.copyOf(key)) ? "" : " ON CONFLICT DO DEDUPLICATE";
        }

        private void leaveOut(String what, String why) {
            leftOut.add("'" + what + "' is left out: " + why);
            text.append("-- ").append(what).append(" is left out: ").append(why).append(".\n\n");
        }

        private String query(Rel rel) {
            if (rel instanceof Rel.Query query) {
                String inputs = query.in().entrySet().stream().map(in -> Sql.name(in.getKey()) + " AS (" + query(in.getValue()) + ")").collect(Collectors.joining(", "));
                String own = query.sql().strip();
                return "WITH " + inputs + (WITH.matcher(own).find() ? ", " + WITH.matcher(own).replaceFirst("") : "\n" + own);
            }
            return plan.run().isBatch() ? RelSql.inBatch(this::called).query(rel) : new RelSql(this::called).query(rel);
        }

        private String called(Rel leaf) {
            return switch (leaf) {
                case Rel.Input input -> name(input.from());
                // In batch mode versions are rows with the time until which they hold.
                case Rel.Versions versions -> plan.run().isBatch() ? name(versions.in().from()) : versions(versions);
                default -> null;
            };
        }

        /** A table with versions is a view that keeps the last row of each key, made where it is first joined. */
        private String versions(Rel.Versions versions) {
            String name = name(versions.in().from()) + " by " + String.join(", ", versions.key());
            String view = "-- A version that comes after a newer one of its key is dropped here; in the drawing it holds from its own time on.\n"
                    + "CREATE TEMPORARY VIEW " + Sql.name(name) + " AS\n" + StatefulSql.query(new StatefulRel.Deduplicate(versions.in(),
                    versions.key(), versions.schema().eventTime(), true, Optional.empty(), versions.schema()), Sql.name(name(versions.in().from()))) + ";\n\n";
            if (text.indexOf(view) < 0) {
                text.append(view);
            }
            return name;
        }

        /** Why it cannot be said in SQL; empty where it can. */
        private Optional<String> lacks(Rel rel) {
            return switch (rel) {
                case Rel.Input input when missing.contains(input.from()) -> Optional.of("it reads " + input.from() + ", which is left out");
                case Rel.Input input -> Optional.empty();
                case Rel.Project p when portable && p.columns().stream().anyMatch(c -> !c.value().calls().isEmpty()) ->
                        Optional.of("it calls a function of an uploaded jar, which a project does not hold");
                case Rel.Outside outside -> Optional.of("what asks a system outside for each row is not in the script");
                case Rel.Scan scan -> TableSql.lacks(scan);
                case Rel.Rejected r -> Optional.of("SQL has no output for records that cannot be read");
                case Rel.Late l -> Optional.of("SQL has no output for rows that come too late");
                case Rel.Retime r -> Optional.of("SQL sets event time only where a table is declared");
                case Rel.WindowAggregate w when w.window().zone().isPresent() -> Optional.of("a script cuts all its windows by one clock, UTC");
                case Rel.ChangesAsRows c -> Optional.of("SQL has no word for the kind of a change");
                default -> rel.inputs().stream().flatMap(in -> lacks(in).stream()).findFirst();
            };
        }

        /** The node's id where it has one output, as most have. */
        private String name(PortRef port) {
            return port.port().equals("out") ? port.node().value() : port.node().value() + "." + port.port();
        }
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ");
    }
}
