package dev.millrace.kind;

import dev.millrace.rel.Rel;
import dev.millrace.schema.Schema;
import java.util.List;
import java.util.SequencedMap;

/** One input, several named outputs that depend on the settings. */
public non-sealed interface SplitOperator extends Shape {
    List<Port> INPUTS = Operator.INPUTS;

    List<Port> outputs();

    /** A schema per output port. */
    SequencedMap<String, Schema> infer(Schema in, Scope at);

    SequencedMap<String, Rel> lower(Rel in, Scope at);
}
