package dev.millrace.server.preview;

import dev.millrace.compile.LogicalPlan;
import dev.millrace.compile.Segment;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.PortRef;
import dev.millrace.rel.Rel;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Follows the rows of a preview: at each node an input's row is looked for in the outputs, by the columns that they share. What is in no
 * output was dropped or waits, and the node's algebra and event time say which. Nothing is computed anew: rows are only compared.
 */
public final class RowFates {
    public static final RowFates NONE = new RowFates(Optional.empty(), Map.of());

    private final Optional<LogicalPlan> plan;
    private final Map<PortRef, Preview.Rows> ports;
    private final Map<NodeId, NodeFlow> flows = new HashMap<>();
    private final Map<PortRef, List<JsonNode>> parsed = new HashMap<>();

    /** Of a plan that was run; where it failed early, nothing is said. */
    public static RowFates of(LogicalPlan plan, PreviewEngine.Outcome outcome) {
        return outcome.failure().isPresent() ? NONE : new RowFates(Optional.of(plan), outcome.ports());
    }

    private RowFates(Optional<LogicalPlan> plan, Map<PortRef, Preview.Rows> ports) {
        this.plan = plan;
        this.ports = ports;
    }

    /** How rows went through a node; of a node that did not run, nothing. */
    public synchronized NodeFlow of(NodeId node) {
        NodeFlow known = flows.get(node);
        if (known == null) {
            known = plan.flatMap(p -> p.segments().stream().filter(s -> s.node().equals(node)).findFirst()).map(this::flow).orElse(NodeFlow.NONE);
            flows.put(node, known);
        }
        return known;
    }

    private NodeFlow flow(Segment segment) {
        if (!(segment instanceof Segment.Producing(NodeId node, String kind, var outputs))) {
            return NodeFlow.NONE;
        }
        Set<PortRef> inputs = inputs(outputs.values());
        if (inputs.isEmpty()) {
            return NodeFlow.NONE;
        }
        Optional<Instant> watermark = watermark(inputs);
        var open = new ArrayList<NodeFlow.Open>();
        var found = new ArrayList<NodeFlow.Input>();
        boolean first = true;
        for (PortRef from : inputs) {
            found.add(input(node, from, outputs, watermark, !first, open));
            first = false;
        }
        return new NodeFlow(found, open, watermark.filter(w -> !w.equals(Instant.MAX)).map(RowTimes::write));
    }

    /** Event time is as far as the input that is behind the others. */
    private Optional<Instant> watermark(Set<PortRef> inputs) {
        Instant least = null;
        for (PortRef input : inputs) {
            Optional<Instant> of = Optional.ofNullable(ports.get(input)).flatMap(rows -> rows.over() ? Optional.of(Instant.MAX) : rows.watermark());
            if (of.isEmpty()) {
                return Optional.empty();
            }
            least = least == null || of.get().isBefore(least) ? of.get() : least;
        }
        return Optional.ofNullable(least);
    }

    private static Set<PortRef> inputs(Iterable<Rel> outputs) {
        var found = new LinkedHashSet<PortRef>();
        Deque<Rel> left = new ArrayDeque<>();
        outputs.forEach(left::add);
        while (!left.isEmpty()) {
            Rel rel = left.poll();
            if (rel instanceof Rel.Input input) {
                found.add(input.from());
            }
            rel.inputs().forEach(left::add);
        }
        return found;
    }

    private NodeFlow.Input input(NodeId node, PortRef from, Map<String, Rel> outputs, Optional<Instant> watermark, boolean right, List<NodeFlow.Open> open) {
        Preview.Rows in = ports.getOrDefault(from, Preview.Rows.NONE);
        var passings = new LinkedHashMap<PortRef, Passing>();
        outputs.forEach((port, rel) -> Passing.of(rel, from).ifPresent(p -> passings.put(new PortRef(node, port), p)));
        boolean whole = in.count() == in.first().size() && passings.keySet().stream().map(p -> ports.getOrDefault(p, Preview.Rows.NONE))
                .allMatch(r -> r.count() == r.first().size());
        if (!whole) {
            return new NodeFlow.Input(from, List.of(), "There are too many rows to follow each.");
        }
        Optional<Rel.WindowAggregate> window = outputs.values().stream().filter(Rel.WindowAggregate.class::isInstance).map(Rel.WindowAggregate.class::cast).findFirst();
        boolean covers = passings.values().stream().anyMatch(p -> p.inOrder() || !p.columns().isEmpty());
        if (window.isEmpty() && !covers) {
            return new NodeFlow.Input(from, List.of(), "This node makes rows of its own, so single rows cannot be followed through it.");
        }
        List<List<Fate.Left>> left = left(from, in, passings);
        List<JsonNode> rows = rows(from);
        var fates = new ArrayList<Fate>();
        if (window.isPresent()) {
            var windows = new WindowFates(window.get(), watermark);
            var inTime = new ArrayList<JsonNode>();
            for (int i = 0; i < rows.size(); i++) {
                inTime.add(left.get(i).isEmpty() ? rows.get(i) : null);
            }
            List<Fate> gathered = windows.of(inTime);
            for (int i = 0; i < rows.size(); i++) {
                fates.add(left.get(i).isEmpty() ? gathered.get(i) : new Fate(left.get(i), "late: all its windows had closed", false));
            }
            open.addAll(windows.open());
        } else {
            var reasons = new Reasons(outputs.values(), watermark);
            for (int i = 0; i < rows.size(); i++) {
                fates.add(left.get(i).isEmpty() ? reasons.of(rows.get(i), right) : new Fate(left.get(i), "", false));
            }
        }
        return new NodeFlow.Input(from, fates, "");
    }

    /** For each row that came in, the rows in which it left. */
    private List<List<Fate.Left>> left(PortRef from, Preview.Rows in, Map<PortRef, Passing> passings) {
        var left = new ArrayList<List<Fate.Left>>();
        in.first().forEach(r -> left.add(new ArrayList<>()));
        passings.forEach((port, passing) -> {
            int leaving = ports.getOrDefault(port, Preview.Rows.NONE).first().size();
            if (passing.inOrder()) {
                for (int i = 0; i < Math.min(left.size(), leaving); i++) {
                    left.get(i).add(new Fate.Left(port, i));
                }
                return;
            }
            var byColumns = new HashMap<String, Deque<Integer>>();
            for (int i = 0; i < leaving; i++) {
                byColumns.computeIfAbsent(signed(port, i) + columns(rows(port).get(i), passing, false), k -> new ArrayDeque<>()).add(i);
            }
            for (int i = 0; i < left.size(); i++) {
                Deque<Integer> found = byColumns.get(signed(from, i) + columns(rows(from).get(i), passing, true));
                if (found != null && passing.several()) {
                    int index = i;
                    found.forEach(at -> left.get(index).add(new Fate.Left(port, at)));
                } else if (found != null && !found.isEmpty()) {
                    left.get(i).add(new Fate.Left(port, found.poll()));
                }
            }
        });
        return left;
    }

    /** What takes a row back is another thing than the row. */
    private String signed(PortRef port, int index) {
        return ports.get(port).first().get(index).kind().substring(0, 1);
    }

    private static String columns(JsonNode row, Passing passing, boolean incoming) {
        var values = new StringBuilder();
        passing.columns().keySet().stream().sorted().forEach(name -> values.append(row.path(incoming ? name : passing.columns().get(name))).append('\u0000'));
        return values.toString();
    }

    private List<JsonNode> rows(PortRef port) {
        return parsed.computeIfAbsent(port, p -> ports.getOrDefault(p, Preview.Rows.NONE).first().stream().map(r -> RowJson.read(r.json())).toList());
    }

    /**
     * Where a row ends, through all nodes behind its port.
     *
     * @param index among those that are kept of the port
     * @return a sentence for each way; empty where none can be followed
     */
    public synchronized List<String> ends(PortRef port, int index) {
        var ends = new LinkedHashSet<String>();
        follow(port, index, ends, new LinkedHashSet<>());
        return List.copyOf(ends);
    }

    private void follow(PortRef port, int index, Set<String> ends, Set<Fate.Left> seen) {
        if (plan.isEmpty() || !seen.add(new Fate.Left(port, index))) {
            return;
        }
        boolean read = false;
        for (Segment segment : plan.get().segments()) {
            switch (segment) {
                case Segment.Writing(NodeId node, String kind, var write) -> {
                    if (inputs(List.of(write.in())).contains(port)) {
                        read = true;
                        ends.add("written to '" + node + "'");
                    }
                }
                case Segment.Producing producing -> {
                    Optional<NodeFlow.Input> input = of(producing.node()).inputs().stream().filter(i -> i.from().equals(port)).findFirst();
                    read |= input.isPresent();
                    input.ifPresent(i -> through(producing.node(), i, index, ends, seen));
                }
            }
        }
        if (!read) {
            ends.add("left '" + port + "', which leads nowhere");
        }
    }

    private void through(NodeId node, NodeFlow.Input input, int index, Set<String> ends, Set<Fate.Left> seen) {
        if (index >= input.fates().size()) {
            ends.add("came to '" + node + "'");
            return;
        }
        Fate fate = input.fates().get(index);
        if (fate.left().isEmpty()) {
            ends.add(fate.words().isEmpty() ? "came to '" + node + "'" : "'" + node + "': " + fate.words());
        }
        fate.left().forEach(l -> follow(l.port(), l.index(), ends, seen));
    }
}
