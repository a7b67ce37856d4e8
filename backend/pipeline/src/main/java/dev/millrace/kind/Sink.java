package dev.millrace.kind;

import dev.millrace.rel.Rel;
import dev.millrace.rel.Write;
import dev.millrace.schema.Schema;
import java.util.List;
import java.util.Optional;

/** Rows leave to a system outside. */
public non-sealed interface Sink extends Shape {
    List<Port> INPUTS = Operator.INPUTS;

    void check(Schema in, Scope at);

    /** The Kafka topic it writes, if it writes one. */
    default Optional<String> writesTopic() {
        return Optional.empty();
    }

    /** Whether somebody outside gets its rows, by the names of their columns. */
    default boolean isRead() {
        return true;
    }

    Write lower(Rel in, Scope at);
}
