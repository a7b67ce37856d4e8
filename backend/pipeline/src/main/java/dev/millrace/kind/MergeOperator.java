package dev.millrace.kind;

import dev.millrace.rel.Rel;
import dev.millrace.schema.Schema;
import java.util.List;
import java.util.Optional;

/** One input port that takes many edges, one output. Inputs come in the order of their edges. */
public non-sealed interface MergeOperator extends Shape {
    List<Port> INPUTS = List.of(new Port("in", "Rows", true, Port.Role.ROWS));
    List<Port> OUTPUTS = List.of(Port.output("out", "Rows"));

    Optional<Schema> infer(List<Schema> in, Scope at);

    Rel lower(List<Rel> in, Scope at);
}
