package dev.millrace.compile;

import dev.millrace.kind.NodeKinds;
import dev.millrace.kind.Port;
import dev.millrace.kind.Ports;
import dev.millrace.pipeline.Node;
import java.util.List;
import java.util.Optional;

/** The ports between which rows pass where a node is bypassed. */
public record Bypass(Port in, Port out) {

    /** Why rows cannot pass a node untouched; empty where they can, or where nothing is known of its kind. */
    public static Optional<String> refusal(NodeKinds kinds, Node node) {
        if (kinds.find(node.kind()).isEmpty() || of(kinds, node).isPresent()) {
            return Optional.empty();
        }
        Ports ports = kinds.ports(node);
        String why = ports.inputs().isEmpty() ? "it is a source: no rows come in that could pass"
                : ports.outputs().isEmpty() ? "it is a sink: its rows go nowhere else"
                : ports.inputs().size() > 1 || ports.inputs().getFirst().many() ? "it brings several inputs together, and their rows would not fit one output"
                : "it has " + rows(ports).size() + " ordinary outputs, and it is open by which of them the rows would leave";
        return Optional.of("'" + node.id() + "' cannot be bypassed: " + why);
    }

    /** The one input and the one ordinary output; empty where there is no such pair. */
    static Optional<Bypass> of(NodeKinds kinds, Node node) {
        Ports ports = kinds.ports(node);
        List<Port> outputs = rows(ports);
        boolean pair = ports.inputs().size() == 1 && !ports.inputs().getFirst().many() && outputs.size() == 1;
        return pair ? Optional.of(new Bypass(ports.inputs().getFirst(), outputs.getFirst())) : Optional.empty();
    }

    private static List<Port> rows(Ports ports) {
        return ports.outputs().stream().filter(p -> p.role() == Port.Role.ROWS || p.role() == Port.Role.OTHERWISE).toList();
    }
}
