package dev.millrace.server.shadow;

import dev.millrace.compile.LogicalPlan;
import dev.millrace.compile.Segment;
import dev.millrace.pipeline.NodeId;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Write;
import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import dev.millrace.server.deployment.StateKeys;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The sinks of two revisions, turned to temporary topics.
 *
 * <pre>
 *   rows ──▶ sink                         rows ──▶ every change as a row of its own ──▶ temporary topic
 * </pre>
 *
 * So a sink of any kind can be compared, also one whose rows are changed later, and none touches what it would write to.
 */
final class ShadowSinks {
    /** Under this number no sink has ever kept anything: its transactions and other state stay with the running job. */
    private static final int NEVER_USED = 1_000_000;

    private final Map<NodeId, Pair> pairs = new TreeMap<>();
    private final List<String> notes = new ArrayList<>();

    /**
     * A sink that both have.
     *
     * @param columns those that both write
     * @param key columns by which rows that differ are shown side by side; may be empty
     */
    record Pair(NodeId node, String kindColumn, Set<String> columns, List<String> key) {}

    ShadowSinks(LogicalPlan before, LogicalPlan after) {
        Map<NodeId, Write> had = writes(before);
        Map<NodeId, Write> has = writes(after);
        had.forEach((node, write) -> {
            if (has.containsKey(node)) {
                pairs.put(node, pair(node, write, has.get(node)));
            } else {
                notes.add("'" + node.inWords() + "' is no longer there: what it writes now is not compared");
            }
        });
        has.keySet().stream().filter(node -> !had.containsKey(node)).forEach(node -> notes.add("'" + node.inWords() + "' is new: there is nothing to compare it with"));
        outside(after).forEach(node -> notes.add("'" + node.inWords() + "' asks a system outside or the clock, which may answer both revisions differently"));
    }

    private Pair pair(NodeId node, Write old, Write now) {
        Schema then = old.in().schema();
        Schema schema = now.in().schema();
        var columns = new TreeSet<>(then.names());
        columns.retainAll(schema.names());
        var all = new TreeSet<>(then.names());
        all.addAll(schema.names());
        all.removeAll(columns);
        if (!all.isEmpty()) {
            notes.add("At '" + node.inWords() + "' only one revision writes " + String.join(", ", all) + ": rows are compared without");
        }
        List<String> key = columns.containsAll(key(old)) && key(old).equals(key(now)) ? key(old) : List.of();
        return new Pair(node, kindColumn(then, schema), columns, key);
    }

    private static List<String> key(Write write) {
        List<String> own = switch (write) {
            case Write.KafkaWrite w -> w.key();
            case Write.KafkaUpsert w -> w.key();
            case Write.JdbcWrite w -> w.key();
            case Write.Discard w -> List.of();
            case Write.FilesWrite w -> List.of();
            case Write.HttpWrite w -> List.of();
            case Write.LogWrite w -> List.of();
        };
        return own.isEmpty() ? write.in().schema().key() : own;
    }

    /** A name that no column has. */
    private static String kindColumn(Schema... schemas) {
        var taken = new HashSet<String>();
        for (Schema schema : schemas) {
            taken.addAll(schema.names());
        }
        String name = "change";
        while (taken.contains(name)) {
            name += "'";
        }
        return name;
    }

    private static Map<NodeId, Write> writes(LogicalPlan plan) {
        var writes = new TreeMap<NodeId, Write>();
        plan.segments().forEach(segment -> {
            if (segment instanceof Segment.Writing(NodeId node, String kind, Write write)) {
                writes.put(node, write);
            }
        });
        return writes;
    }

    /** Nodes whose answer may be another one the second time. */
    private static Set<NodeId> outside(LogicalPlan plan) {
        var nodes = new TreeSet<NodeId>();
        plan.segments().forEach(segment -> {
            if (segment instanceof Segment.Producing p && p.outputs().values().stream().anyMatch(ShadowSinks::asksOutside)) {
                nodes.add(p.node());
            }
        });
        return nodes;
    }

    private static boolean asksOutside(Rel rel) {
        return rel instanceof Rel.Outside || rel instanceof Rel.Retime(Rel in, String time, Rel.Clock.Wall wall) || rel.inputs().stream().anyMatch(ShadowSinks::asksOutside);
    }

    Map<NodeId, Pair> pairs() {
        return pairs;
    }

    /** What to know when reading the comparison. */
    List<String> notes() {
        return notes;
    }

    static String topic(ShadowId id, Side side, NodeId sink) {
        return side.key(id) + "-" + sink;
    }

    /** The plan of one side. A sink that only this side has writes nowhere. */
    LogicalPlan redirected(LogicalPlan plan, ShadowId id, Side side) {
        List<Segment> segments = plan.segments().stream().<Segment>map(segment -> switch (segment) {
            case Segment.Producing p -> p;
            case Segment.Writing(NodeId node, String kind, Write write) -> new Segment.Writing(node, kind, pairs.containsKey(node)
                    ? new Write.KafkaWrite(changes(write.in(), pairs.get(node).kindColumn()), topic(id, side, node), List.of(), Write.Delivery.AT_LEAST_ONCE)
                    : new Write.Discard(write.in()));
        }).toList();
        return plan.withSegments(segments);
    }

    private static Rel changes(Rel in, String kindColumn) {
        var columns = new ArrayList<>(in.schema().columns());
        columns.add(new Column(kindColumn, LogicalType.STRING, false));
        Schema rows = Schema.of(columns);
        return new Rel.ChangesAsRows(in, EnumSet.allOf(Rel.ChangeKind.class), kindColumn, in.schema().eventTime().map(rows::withEventTime).orElse(rows));
    }

    /** The sinks begin empty, whatever else is kept: theirs is not what the running job has open. */
    static StateKeys keys(StateKeys kept, LogicalPlan plan) {
        var epochs = new TreeMap<>(kept.epochs());
        writes(plan).keySet().forEach(sink -> epochs.put(sink, NEVER_USED));
        return new StateKeys(epochs, kept.names());
    }
}
