package dev.millrace.kind;

import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.diagnostic.Location;
import dev.millrace.kind.fragment.Arguments;
import dev.millrace.kind.fragment.Fragment;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.Parameter;
import dev.millrace.schema.Suggestion;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the settings of a node that uses a fragment: a value for each of its parameters. In the place of a value that is missing or wrong
 * stands the one that the fragment was drawn with, so that types can still be shown.
 */
final class ArgumentsReader {
    private final Node node;
    private final Diagnostics.Collector found;
    private final Set<String> reported = new HashSet<>();

    ArgumentsReader(Node node, Diagnostics.Collector found) {
        this.node = node;
        this.found = found;
    }

    NodeKinds.Resolved read(Fragment fragment) {
        List<Parameter> parameters = fragment.drawing().parameters();
        List<String> names = parameters.stream().map(Parameter::name).toList();
        node.settings().values().keySet().stream().filter(name -> !names.contains(name)).forEach(name -> found.warning(Code.UNKNOWN_SETTING,
                new Location.OfSetting(node.id(), name), "The fragment has no parameter '" + name + "'; it does nothing", Suggestion.hint(name, names)));
        Map<String, Object> values = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            value(parameter).ifPresent(value -> values.put(parameter.name(), value));
        }
        return new NodeKinds.Resolved(new FragmentCall(fragment, values), reported);
    }

    private Optional<Object> value(Parameter parameter) {
        Object given = node.settings().get(parameter.name()).orElse(null);
        if (given == null || given instanceof String s && s.isBlank() && parameter.type() != Parameter.Type.TEXT) {
            if (parameter.required()) {
                report(parameter, Code.MISSING_SETTING, parameter.title() + " is not set", parameter.help().isBlank() ? "Fill it in" : parameter.help());
            }
            return parameter.value();
        }
        try {
            return Optional.of(Arguments.read(parameter, given));
        } catch (IllegalArgumentException wrong) {
            report(parameter, Code.BAD_SETTING, wrong.getMessage(), "");
            return parameter.value();
        }
    }

    private void report(Parameter parameter, Code code, String message, String hint) {
        reported.add(parameter.name());
        found.error(code, new Location.OfSetting(node.id(), parameter.name()), message, hint);
    }
}
