package dev.millrace.kind;

import java.util.List;
import java.util.Optional;

/** The ports of one node; outputs of a router depend on its settings. */
public record Ports(List<Port> inputs, List<Port> outputs) {
    public static final Ports NONE = new Ports(List.of(), List.of());

    public Ports {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    public Optional<Port> input(String name) {
        return inputs.stream().filter(p -> p.name().equals(name)).findFirst();
    }

    public Optional<Port> output(String name) {
        return outputs.stream().filter(p -> p.name().equals(name)).findFirst();
    }
}
