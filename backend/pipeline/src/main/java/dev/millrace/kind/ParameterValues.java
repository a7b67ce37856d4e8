package dev.millrace.kind;

import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.diagnostic.Location;
import dev.millrace.kind.fragment.Fragment;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Parameter;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.Settings;
import dev.millrace.schema.Suggestion;
import java.util.List;
import java.util.Map;

/**
 * Values that somebody gives the parameters of a drawing to make one of their own of it. Asked for and checked as by the node that uses a
 * fragment; the drawing keeps its parameters, so that they can be changed later on.
 */
public final class ParameterValues {
    /** The node that diagnostics of the values are at; their settings are the names of the parameters. */
    public static final NodeId PLACE = new NodeId("pipeline");

    private ParameterValues() {}

    /**
     * @param drawing its parameters have the values that could be read, and their presets elsewhere
     * @param diagnostics what is missing or wrong
     */
    public record Given(Pipeline drawing, Diagnostics diagnostics) {}

    /** A field for each parameter, in their order. */
    public static NodeKind form(Pipeline drawing) {
        return fragment(drawing).kind();
    }

    /** @param values plain JSON values by the name of the parameter; one that is not given keeps its preset, unless it is required */
    public static Given give(Pipeline drawing, Map<String, Object> values) {
        var found = new Diagnostics.Collector();
        List<String> names = drawing.parameters().stream().map(Parameter::name).toList();
        values.keySet().stream().filter(name -> !names.contains(name)).forEach(name -> found.error(Code.UNKNOWN_PARAMETER,
                new Location.OfSetting(PLACE, name), "There is no parameter '" + name + "'", Suggestion.hint(name, names)));
        Settings known = new Settings(values);
        for (String name : values.keySet()) {
            known = names.contains(name) ? known : known.with(name, null);
        }
        Fragment fragment = fragment(drawing);
        var read = (FragmentCall) new ArgumentsReader(new Node(PLACE, fragment.kindId(), fragment.version(), "", known), found).read(fragment).shape();
        List<Parameter> filled = drawing.parameters().stream()
                .map(p -> read.arguments().containsKey(p.name()) ? p.withValue(read.arguments().get(p.name())) : p).toList();
        return new Given(drawing.withParameters(filled), found.done());
    }

    private static Fragment fragment(Pipeline drawing) {
        return new Fragment("unnamed", 1, drawing.name(), "", drawing, List.of(), List.of());
    }
}
