package dev.millrace.compile;

import dev.millrace.compile.Resolve.Resolved;
import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.rel.ExpressionTyper;
import dev.millrace.rel.LiveParameter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * The one way from a drawing to a plan. The editor, the REST interface and Deploy all take it.
 *
 * <pre>
 *   Pipeline ─▶ Fill ─▶ Expand ─▶ LeaveOut ─▶ Resolve ─▶ Infer ─▶ Check ─▶ Lower ─▶ LiveRows ─▶ Liveness ─▶ LogicalPlan
 *            parameters fragments disabled    settings   schemas  drawing  algebra live parameters unread columns
 * </pre>
 *
 * The first six passes always run and collect all they find; the others only where nothing is wrong.
 */
public final class Compiler {
    private final NodeKinds kinds;
    private final ExpressionTyper typer;
    private final KnownClusters clusters;

    /** Where Kafka clusters may have any name. */
    public Compiler(NodeKinds kinds, ExpressionTyper typer) {
        this(kinds, typer, KnownClusters.ANY);
    }

    /** @param clusters the Kafka clusters that nodes may name */
    public Compiler(NodeKinds kinds, ExpressionTyper typer, KnownClusters clusters) {
        this.kinds = kinds;
        this.typer = typer;
        this.clusters = clusters;
    }

    public NodeKinds kinds() {
        return kinds;
    }

    /** The Kafka clusters that nodes may name. */
    public KnownClusters clusters() {
        return clusters;
    }

    public ExpressionTyper typer() {
        return typer;
    }

    public Compilation compile(Pipeline drawn) {
        Fill.Filled filled = Fill.running(kinds, drawn);
        List<LiveParameter> live = Fill.live(drawn);
        ExpressionTyper expressions = LiveTyper.over(typer, LiveTyper.named(live));
        Expand.Expanded expanded = Expand.apply(kinds, filled.pipeline());
        Calls calls = expanded.calls();
        var left = new LeaveOut(kinds).apply(expanded.pipeline());
        Pipeline pipeline = left.running();
        Order order = Order.of(pipeline);
        var resolved = new Resolve(kinds).apply(pipeline, calls.entries());
        var inferred = new Infer(expressions).apply(pipeline, resolved, order);
        Diagnostics found = expanded.diagnostics().plus(left.diagnostics()).plus(resolved.diagnostics()).plus(inferred.diagnostics())
                .plus(new Check(clusters).apply(pipeline, resolved, order));
        Diagnostics all = filled.diagnostics().plus(told(found, filled, drawn, calls)).plus(Expand.unused(drawn, calls));
        var glimpses = new HashMap<NodeId, String>();
        filled.pipeline().nodes().forEach((id, node) -> glimpse(resolved, node).ifPresent(words -> glimpses.put(id, words)));
        var passed = new HashMap<>(left.passed());
        calls.ends().forEach((out, end) -> passed.put(out, left.passed().getOrDefault(end, end)));
        var schemas = new HashMap<>(inferred.schemas());
        passed.forEach((out, origin) -> Optional.ofNullable(inferred.schemas().get(origin)).ifPresent(schema -> schemas.put(out, schema)));
        if (all.hasErrors()) {
            return new Compilation(drawn, pipeline, calls, passed, schemas, glimpses, all, Optional.empty());
        }
        var given = LiveRows.in(new Lower(expressions).apply(pipeline, resolved, order, inferred.schemas()), live);
        if (given.diagnostics().hasErrors()) {
            return new Compilation(drawn, pipeline, calls, passed, schemas, glimpses, all.plus(told(given.diagnostics(), filled, drawn, calls)), Optional.empty());
        }
        LogicalPlan whole = given.plan();
        var liveness = new Liveness();
        LogicalPlan plan = liveness.apply(whole);
        Diagnostics lints = told(Lints.of(whole, liveness, pipeline, kinds), filled, drawn, calls);
        return new Compilation(drawn, pipeline, calls, passed, schemas, glimpses, all.plus(lints), Optional.of(plan));
    }

    /** What was found in what runs, at the places of what was drawn. */
    private static Diagnostics told(Diagnostics found, Fill.Filled filled, Pipeline drawn, Calls calls) {
        return new Diagnostics(Expand.told(found, drawn, calls).all().stream().filter(d -> !filled.isUnfilled(d.at())).map(filled::written).toList());
    }

    /** Which Kafka topics a drawing names; quick, since nothing is typed. */
    public NamedTopics topics(Pipeline drawn) {
        Expand.Expanded expanded = Expand.apply(kinds, Fill.own(kinds, drawn).pipeline());
        Pipeline running = new LeaveOut(kinds).apply(expanded.pipeline()).running();
        return new NamedTopics(new Resolve(kinds).apply(running, expanded.calls().entries()), expanded.calls());
    }

    /** An expression of a drawing with the values of its parameters. */
    public String filled(Pipeline drawn, String expression) {
        return Fill.expression(kinds, drawn, expression);
    }

    /**
     * What of a half-drawn pipeline can run: nodes without errors whose rows come from such nodes alone. It has no need of a sink, and
     * all columns stay, since people look at its rows.
     */
    public Optional<LogicalPlan> soundPart(Compilation compiled) {
        Pipeline running = compiled.running();
        Pipeline sound = running;
        var broken = new HashSet<NodeId>();
        for (NodeId id : Order.of(running).upstreamFirst(running)) {
            if (compiled.diagnostics().hasErrors(compiled.drawn(id)) || running.into(id).anyMatch(e -> broken.contains(e.from().node()))) {
                broken.add(id);
                sound = sound.withoutNode(id);
            }
        }
        if (sound.nodes().isEmpty()) {
            return Optional.empty();
        }
        var resolved = new Resolve(kinds).apply(sound, compiled.calls().entries());
        List<LiveParameter> live = Fill.live(compiled.pipeline());
        LogicalPlan lowered = new Lower(LiveTyper.over(typer, LiveTyper.named(live))).apply(sound, resolved, Order.of(sound), compiled.schemas());
        return Optional.of(LiveRows.in(lowered, live).plan());
    }

    /** In words what a node does, also where it is left out; empty text where it is not set up. */
    private Optional<String> glimpse(Resolved resolved, Node node) {
        var known = Optional.ofNullable(resolved.nodes().get(node.id())).map(n -> new NodeKinds.Resolved(n.shape(), n.reported()))
                .or(() -> kinds.resolve(node, new Diagnostics.Collector()));
        // People know a live parameter by its name.
        return known.map(k -> k.reported().isEmpty() ? k.shape().glimpse().replaceAll("\\s+", " ").replaceAll("`param:([^`]+)`", "$1") : "");
    }
}
