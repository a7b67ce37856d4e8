package dev.millrace.compile;

import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.rel.ExpressionTyper;
import dev.millrace.kind.NodeKinds;
import dev.millrace.kind.Shape;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Optional;

/**
 * The one way from a drawing to a plan. The editor, the REST interface and Deploy all take it.
 *
 * <pre>
 *   Pipeline ─▶ Resolve ─▶ Infer ─▶ Check ─▶ Lower ─▶ Liveness ─▶ LogicalPlan
 *               settings   schemas  drawing  algebra  unread columns
 * </pre>
 *
 * The first three passes always run and collect all they find; the others only where nothing is wrong.
 */
public final class Compiler {
    private final NodeKinds kinds;
    private final ExpressionTyper typer;

    public Compiler(NodeKinds kinds, ExpressionTyper typer) {
        this.kinds = kinds;
        this.typer = typer;
    }

    public NodeKinds kinds() {
        return kinds;
    }

    public ExpressionTyper typer() {
        return typer;
    }

    public Compilation compile(Pipeline pipeline) {
        Order order = Order.of(pipeline);
        var resolved = new Resolve(kinds).apply(pipeline);
        var inferred = new Infer(typer).apply(pipeline, resolved, order);
        Diagnostics all = resolved.diagnostics().plus(inferred.diagnostics()).plus(new Check().apply(pipeline, resolved, order));
        var glimpses = new HashMap<NodeId, String>();
        resolved.nodes().forEach((id, node) -> glimpses.put(id, node.reported().isEmpty() ? glimpse(node.shape()) : ""));
        Optional<LogicalPlan> plan = all.hasErrors() ? Optional.empty()
                : Optional.of(new Liveness().apply(new Lower(typer).apply(pipeline, resolved, order, inferred.schemas())));
        return new Compilation(pipeline, inferred.schemas(), glimpses, all, plan);
    }

    /**
     * What of a half-drawn pipeline can run: nodes without errors whose rows come from such nodes alone. It has no need of a sink, and
     * all columns stay, since people look at its rows.
     */
    public Optional<LogicalPlan> soundPart(Compilation compiled) {
        Pipeline sound = compiled.pipeline();
        var broken = new HashSet<NodeId>();
        for (NodeId id : Order.of(compiled.pipeline()).upstreamFirst(compiled.pipeline())) {
            if (compiled.diagnostics().hasErrors(id) || compiled.pipeline().into(id).anyMatch(e -> broken.contains(e.from().node()))) {
                broken.add(id);
                sound = sound.withoutNode(id);
            }
        }
        if (sound.nodes().isEmpty()) {
            return Optional.empty();
        }
        var resolved = new Resolve(kinds).apply(sound);
        return Optional.of(new Lower(typer).apply(sound, resolved, Order.of(sound), compiled.schemas()));
    }

    private static String glimpse(Shape shape) {
        return shape.glimpse().replaceAll("\\s+", " ");
    }
}
