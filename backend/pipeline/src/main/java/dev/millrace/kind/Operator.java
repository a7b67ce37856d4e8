package dev.millrace.kind;

import dev.millrace.rel.Rel;
import dev.millrace.schema.Schema;
import java.util.List;
import java.util.Optional;

/** One input, one output. */
public non-sealed interface Operator extends Shape {
    List<Port> INPUTS = List.of(Port.input("in", "Rows"));
    List<Port> OUTPUTS = List.of(Port.output("out", "Rows"));

    /** Schema of the output for this input; empty where it cannot be known. Says to {@code at} what is wrong. */
    Optional<Schema> infer(Schema in, Scope at);

    /** Called only where {@link #infer} found nothing wrong. */
    Rel lower(Rel in, Scope at);
}
