package dev.millrace.compile;

import dev.millrace.kind.NodeKinds;
import dev.millrace.kind.Ports;
import dev.millrace.pipeline.Edge;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PortRef;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Optional;

/** Says whether two ports can be connected, and why not. */
public final class Connections {
    private Connections() {}

    /** The reason against an edge between these ports; empty where it can be drawn. */
    public static Optional<String> refusal(Pipeline pipeline, NodeKinds kinds, PortRef from, PortRef to) {
        var source = pipeline.node(from.node());
        var target = pipeline.node(to.node());
        if (source.isEmpty() || target.isEmpty()) {
            return Optional.of("The node '" + (source.isEmpty() ? from : to).node() + "' is no longer there");
        }
        Ports sourcePorts = kinds.ports(source.get());
        if (sourcePorts.output(from.port()).isEmpty()) {
            return Optional.of(sourcePorts.outputs().isEmpty() ? "A sink has no output" : "'" + from.node() + "' has no output '" + from.port() + "'");
        }
        Ports targetPorts = kinds.ports(target.get());
        var input = targetPorts.input(to.port());
        if (input.isEmpty()) {
            return Optional.of(targetPorts.inputs().isEmpty() ? "A source has no input" : "'" + to.node() + "' has no input '" + to.port() + "'");
        }
        if (from.node().equals(to.node())) {
            return Optional.of("A node cannot feed itself");
        }
        if (pipeline.edges().contains(new Edge(from, to))) {
            return Optional.of("They are connected already");
        }
        if (!input.get().many() && pipeline.into(to).findAny().isPresent()) {
            return Optional.of("This input has an edge already. Put a Union before it to bring two streams together");
        }
        if (reaches(pipeline, to.node(), from.node())) {
            return Optional.of("Rows would run in a circle");
        }
        return Optional.empty();
    }

    private static boolean reaches(Pipeline pipeline, NodeId start, NodeId goal) {
        var seen = new HashSet<NodeId>();
        var next = new ArrayDeque<NodeId>();
        next.add(start);
        while (!next.isEmpty()) {
            NodeId id = next.poll();
            if (id.equals(goal)) {
                return true;
            }
            if (seen.add(id)) {
                pipeline.outOf(id).map(e -> e.to().node()).forEach(next::add);
            }
        }
        return false;
    }
}
