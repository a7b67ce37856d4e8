package dev.millrace.kind;

import dev.millrace.kind.fragment.Fragment;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A node that uses a fragment. It has no algebra of its own: before types are inferred, the fragment's nodes take its place.
 *
 * @param arguments a value for each parameter that has one, by name
 */
public record FragmentCall(Fragment fragment, Map<String, Object> arguments) implements Shape {
    public FragmentCall {
        arguments = Map.copyOf(arguments);
    }

    @Override public String glimpse() {
        String values = fragment.drawing().parameters().stream().filter(p -> arguments.containsKey(p.name()))
                .map(p -> p.title() + ": " + arguments.get(p.name())).collect(Collectors.joining(", "));
        return values.isEmpty() ? "fragment, version " + fragment.version() : values;
    }
}
