package dev.millrace.compile;

import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.PortRef;
import dev.millrace.rel.HttpLookup;
import dev.millrace.rel.Live;
import dev.millrace.rel.Lookup;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Scalar;
import dev.millrace.rel.StatefulRel;
import dev.millrace.rel.Topic;
import dev.millrace.rel.Window;
import dev.millrace.rel.Write;
import dev.millrace.schema.Durations;
import dev.millrace.schema.Schema;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A logical plan as text for people and tests: each node with its outputs, each output with its columns and the tree of what
 * computes them, inputs at the bottom.
 *
 * <pre>
 *   late: operator.filter
 *     out (delay BIGINT, origin STRING)
 *       filter `delay` > 60
 *         rows of flights.out (delay BIGINT, origin STRING)
 * </pre>
 */
public final class PlanText {
    private final StringBuilder text = new StringBuilder();
    private final boolean batch;

    private PlanText(boolean batch) {
        this.batch = batch;
    }

    public static String write(LogicalPlan plan) {
        var writer = new PlanText(plan.run().isBatch());
        writer.line(0, "parallelism " + plan.run().parallelism() + (plan.run().isBatch() ? ", in batch mode"
                : ", checkpoint every " + Durations.write(plan.run().checkpointInterval()) + (plan.run().exactlyOnce() ? ", exactly once" : "")
                + plan.run().stateBackend().map(b -> ", state in " + b.word()).orElse("")));
        plan.segments().forEach(segment -> writer.segment(segment, plan.copies()));
        if (!plan.unwired().isEmpty()) {
            writer.line(0, "unwired: " + new TreeSet<>(plan.unwired()).stream().map(PortRef::toString).collect(Collectors.joining(", ")));
        }
        return writer.text.toString();
    }

    private void segment(Segment segment, Map<NodeId, Integer> copies) {
        line(0, segment.node() + ": " + segment.kind() + (copies.containsKey(segment.node()) ? ", parallelism " + copies.get(segment.node()) : ""));
        switch (segment) {
            case Segment.Producing p -> p.outputs().forEach((port, rel) -> {
                line(1, port + " " + schema(rel.schema()));
                rel(2, rel);
            });
            case Segment.Writing w -> {
                line(1, write(w.write()));
                rel(2, w.write().in());
            }
        }
    }

    private void rel(int depth, Rel rel) {
        switch (rel) {
            case Rel.Input input -> line(depth, "rows of " + input.from() + " " + schema(input.schema()));
            case Rel.KafkaScan scan -> line(depth, "read " + scan.pattern().map(p -> "topics like " + p).orElse("topic " + String.join(", ", scan.topics())) + Topic.on(scan.cluster())
                    + " from " + start(scan.start()) + ", out of order by " + Durations.write(scan.eventTimeDelay())
                    + scan.idleness().map(i -> ", idle after " + Durations.write(i)).orElse("") + as(scan.format())
                    + new TreeMap<>(scan.parts()).entrySet().stream().map(p -> ", " + p.getKey() + " = " + words(p.getValue())).collect(Collectors.joining())
                    + (scan.bounded() ? ", until the end" : ""));
            case Rel.ValuesScan scan -> line(depth, scan.rows().size() + " rows typed by hand");
            case Rel.FilesScan scan -> line(depth, "read files in " + scan.folder() + as(scan.format()) + ", out of order by "
                    + Durations.write(scan.eventTimeDelay()) + scan.watch().map(w -> ", new ones every " + Durations.write(w)).orElse(", until the end"));
            case Rel.BackfillScan scan -> {
                line(depth, "one after the other" + scan.takeOver().map(t -> ", of the topic from event time " + t).orElse(""));
                rel(depth + 1, scan.files());
                rel(depth + 1, scan.topic());
            }
            case Rel.TableScan scan -> line(depth, "read table " + String.join(".", scan.table()) + " of " + scan.database()
                    + (scan.key().isEmpty() ? "" : " in the order of " + String.join(", ", scan.key()))
                    + scan.splitBy().map(by -> ", in " + scan.parts() + " parts by " + by).orElse("") + ", out of order by " + Durations.write(scan.eventTimeDelay()));
            case Rel.DemoScan scan -> line(depth, "play " + scan.dataset() + ", " + scan.rowsPerSecond() + " rows/s, stop after " + scan.limit()
                    + ", broken every " + scan.malformedEvery() + ", out of order by " + Durations.write(scan.eventTimeDelay()));
            case Rel.Rejected rejected -> line(depth, "rejected records");
            case Rel.Join join -> {
                line(depth, JoinText.of(join));
                rel(depth + 1, join.left());
                rel(depth + 1, join.right());
            }
            case Lookup lookup -> {
                line(depth, JoinText.of(lookup));
                rel(depth + 1, lookup.in());
            }
            case HttpLookup lookup -> {
                line(depth, JoinText.of(lookup));
                rel(depth + 1, lookup.in());
            }
            case HttpLookup.Failed failed -> line(depth, "rows for which the lookup failed");
            case Lookup.Failed failed -> line(depth, "rows for which the lookup failed");
            case Rel.Late late -> line(depth, "rows that come when their windows have closed");
            case Rel.Versions versions -> {
                line(depth, "versions by " + String.join(", ", versions.key()));
                rel(depth + 1, versions.in());
            }
            case Live live -> {
                line(depth, "with " + live.values().stream().map(v -> v.name() + " from " + v.literal()).collect(Collectors.joining(", ")) + ", live");
                rel(depth + 1, live.in());
            }
            case Rel.Query query -> {
                line(depth, "query " + query.sql() + query.stateTtl().map(t -> ", kept for " + Durations.write(t)).orElse(""));
                query.in().forEach((name, in) -> {
                    line(depth + 1, name);
                    rel(depth + 2, in);
                });
            }
            case Rel.Filter(Rel in, Scalar condition) -> {
                line(depth, "filter " + condition.sql());
                rel(depth + 1, in);
            }
            case Rel.Route route -> {
                line(depth, "route " + route.match().map(Scalar::sql).orElse("the rest")
                        + route.butNot().stream().map(s -> ", but not " + s.sql()).collect(Collectors.joining()));
                rel(depth + 1, route.in());
            }
            case Rel.Project project -> {
                line(depth, "project " + project.columns().stream().map(c -> c.name() + " = " + c.value().sql()).collect(Collectors.joining(", ")));
                rel(depth + 1, project.in());
            }
            case Rel.Unnest u -> {
                line(depth, "unnest " + u.column() + u.separator().map(s -> " split at '" + s + "'").orElse("") + " as " + String.join(", ", u.elements())
                        + u.position().map(p -> ", position " + p).orElse("") + (u.keepEmpty() ? ", empty ones too" : ""));
                rel(depth + 1, u.in());
            }
            case Rel.ChangesAsRows changes -> {
                line(depth, "rows of " + new TreeSet<>(changes.kinds()) + " with the kind in " + changes.kindColumn());
                rel(depth + 1, changes.in());
            }
            case Rel.Retime(Rel in, String time, Rel.Clock.Behind(var delay, var idleness)) -> {
                line(depth, "event time " + time + ", out of order by " + Durations.write(delay)
                        + idleness.map(i -> ", idle after " + Durations.write(i)).orElse(""));
                rel(depth + 1, in);
            }
            case Rel.Retime(Rel in, String time, Rel.Clock.Wall w) -> {
                line(depth, "event time " + time + " by the clock");
                rel(depth + 1, in);
            }
            case Rel.Paced(Rel in, long rows, var per) -> {
                line(depth, "at most " + rows + " rows in " + Durations.write(per));
                rel(depth + 1, in);
            }
            case Rel.UnionAll union -> {
                line(depth, "union");
                union.in().forEach(in -> rel(depth + 1, in));
            }
            case StatefulRel s -> {
                line(depth, StatefulText.of(s));
                rel(depth + 1, s.in());
            }
            case Rel.WindowAggregate w -> {
                line(depth, window(w.window(), w.time()) + (w.keys().isEmpty() ? "" : " by " + String.join(", ", w.keys())) + ": "
                        + w.aggregates().stream().map(PlanText::call).collect(Collectors.joining(", ")));
                rel(depth + 1, w.in());
            }
        }
    }

    private static String window(Window window, String time) {
        return switch (window) {
            case Window.Tumbling t -> "tumbling " + time + " every " + Durations.write(t.size()) + from(t.offset()) + in(t);
            case Window.Hopping h -> "hopping " + time + " over " + Durations.write(h.size()) + " every " + Durations.write(h.slide()) + from(h.offset()) + in(h);
            case Window.Session s -> "sessions of " + time + " with gap " + Durations.write(s.gap());
            case Window.Cumulating c -> "cumulating " + time + " up to " + Durations.write(c.size()) + " every " + Durations.write(c.step())
                    + from(c.offset()) + in(c);
        };
    }

    private static String in(Window window) {
        return window.zone().map(z -> " in " + z).orElse("");
    }

    private static String from(Duration offset) {
        return offset.isZero() ? "" : " from " + Durations.write(offset);
    }

    static String call(Rel.AggregateCall call) {
        return call.name() + " = " + call.function() + "(" + (call.distinct() ? "distinct " : "") + call.column().orElse("*") + call.share().map(s -> ", " + s.toPlainString()).orElse("") + ")"
                + call.where().map(w -> " where " + w.sql()).orElse("");
    }

    private static String spread(Write.Spread spread) {
        return switch (spread) {
            case Write.Spread.ByKey k -> "";
            case Write.Spread.RoundRobin r -> ", round robin";
            case Write.Spread.Fixed f -> ", fixed";
            case Write.Spread.ByColumn c -> ", partition by " + c.column();
        };
    }

    private static String named(Topic topic) {
        return topic.name() + Topic.on(topic.cluster());
    }

    private static String write(Write write) {
        return switch (write) {
            case Write.KafkaWrite k -> "write to topic " + named(k.topic()) + (k.key().isEmpty() ? "" : " with key " + k.key()) + ", " + words(k.delivery())
                    + as(k.format()) + (k.headers().isEmpty() ? "" : ", headers " + new TreeMap<>(k.headers()))
                    + spread(k.spread());
            case Write.KafkaUpsert k -> "keep the latest by " + String.join(", ", k.key()) + " in topic " + named(k.topic()) + ", " + words(k.delivery());
            case Write.Discard d -> "discard";
            case Write.LogWrite l -> "log as " + l.label() + ", at most " + l.perSecond() + " rows a second";
            case Write.HttpWrite h -> h.method() + " to service " + h.service() + ", " + h.together() + " rows together, " + h.tries() + " tries of "
                    + Durations.write(h.timeout()) + ", " + Durations.write(h.firstWait()) + " apart, refused rows " + (h.dropsRefused() ? "dropped" : "stop it");
            case Write.JdbcWrite j -> (j.key().isEmpty() ? "insert into" : "upsert by " + String.join(", ", j.key()) + " into") + " table "
                    + String.join(".", j.table()) + " of " + j.database() + (j.create() ? ", created if missing" : "");
            case Write.FilesWrite f -> "write files in " + f.folder() + as(f.format()) + ", rolled after " + Durations.write(f.rollAfter()) + " or "
                    + f.rollAtBytes() + " bytes";
        };
    }

    private static String as(Rel.Format format) {
        return switch (format) {
            case Rel.Format.Json j -> "";
            case Rel.Format.Csv c -> " as CSV of " + String.join(c.separator() == '\t' ? " tab " : c.separator() + " ", c.fields()) + (c.header() ? " with header" : "");
            case Rel.Format.Debezium d -> " as changes by Debezium";
            case Rel.Format.Avro a -> " as Avro" + (a.schema().isPresent() ? " by its own schema" : "") + a.registry().map(r -> " with registry " + r).orElse("");
            case Rel.Format.Text t -> " as text";
        };
    }

    private static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String start(Rel.StartFrom start) {
        return switch (start) {
            case Rel.StartFrom.Earliest e -> "earliest";
            case Rel.StartFrom.Latest l -> "latest";
            case Rel.StartFrom.Timestamp t -> t.at().toString();
            case Rel.StartFrom.Committed c -> "offsets of group " + c.group();
        };
    }

    private String schema(Schema schema) {
        return schema + schema.eventTime().map(t -> " event time " + t).orElse("")
                + (schema.key().isEmpty() ? "" : " key " + String.join(", ", schema.key()))
                + (schema.isUpdating() && !batch ? " with updates" : "");
    }

    private void line(int depth, String line) {
        text.append("  ".repeat(depth)).append(line).append('\n');
    }
}
