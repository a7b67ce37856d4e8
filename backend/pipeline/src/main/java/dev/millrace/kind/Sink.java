package dev.millrace.kind;

import dev.millrace.rel.Rel;
import dev.millrace.rel.Write;
import dev.millrace.schema.Schema;
import java.util.List;

/** Rows leave to a system outside. */
public non-sealed interface Sink extends Shape {
    List<Port> INPUTS = Operator.INPUTS;

    void check(Schema in, Scope at);

    Write lower(Rel in, Scope at);
}
