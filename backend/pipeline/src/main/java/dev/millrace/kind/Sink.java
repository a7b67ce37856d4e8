package dev.millrace.kind;

import dev.millrace.rel.Rel;
import dev.millrace.rel.Topic;
import dev.millrace.rel.Write;
import dev.millrace.schema.Schema;
import java.util.List;
import java.util.Optional;

/** Rows leave to a system outside. */
public non-sealed interface Sink extends Shape {
    List<Port> INPUTS = Operator.INPUTS;

    void check(Schema in, Scope at);

    /** The Kafka topic it writes, if it writes one. */
    default Optional<Topic> writesTopic() {
        return Optional.empty();
    }

    /** The Kafka cluster whose topic it writes, where its settings name one; empty: the default one, or it writes none. */
    default Optional<ClusterName> cluster() {
        return Optional.empty();
    }

    /** Whether somebody outside gets its rows, by the names of their columns. */
    default boolean isRead() {
        return true;
    }

    /** Why a row may be written twice after a failure, and what does not do so; empty where each is written once, or writing it again changes nothing. */
    default Optional<Twice> twice() {
        return Optional.empty();
    }

    /** @param why goes on after "'sink' " @param instead what to do */
    record Twice(String why, String instead) {}

    Write lower(Rel in, Scope at);
}
