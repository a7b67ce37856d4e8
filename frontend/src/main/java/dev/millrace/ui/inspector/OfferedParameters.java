package dev.millrace.ui.inspector;

import dev.millrace.kind.fragment.Arguments;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.rel.ExpressionTyper.FunctionHelp;
import java.util.List;
import java.util.stream.Stream;

/** Parameters of the drawing beside functions, for completion in expressions: the signature is how a setting writes them. */
final class OfferedParameters {
    private OfferedParameters() {}

    static List<FunctionHelp> with(List<FunctionHelp> functions, Pipeline pipeline) {
        return Stream.concat(functions.stream(), pipeline.parameters().stream().map(p -> new FunctionHelp(p.name(), "${param:" + p.name() + "}",
                (p.live() ? "Live parameter" : "Parameter") + p.value().map(v -> (p.live() ? ", starts with " : ", ") + Arguments.plain(v)).orElse("")
                        + (p.help().isBlank() ? "" : ". " + p.help())))).toList();
    }
}
