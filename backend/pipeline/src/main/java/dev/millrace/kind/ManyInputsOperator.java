package dev.millrace.kind;

import dev.millrace.rel.Rel;
import dev.millrace.schema.Schema;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Several inputs, each with a name that the settings give it, and one output.
 *
 * <pre>
 *   orders    ──▶ orders    ┐
 *   payments  ──▶ payments  ├ [ operator ] ──▶ out
 *   customers ──▶ customers ┘
 * </pre>
 */
public non-sealed interface ManyInputsOperator extends Shape {
    List<Port> OUTPUTS = List.of(Port.output("out", "Rows"));

    /** At least one. */
    List<Port> inputs();

    /** Schema of the output for the inputs by name; empty where it cannot be known. Says to {@code at} what is wrong. */
    Optional<Schema> infer(SequencedMap<String, Schema> in, Scope at);

    /** Called only where {@link #infer} found nothing wrong. */
    Rel lower(SequencedMap<String, Rel> in, Scope at);
}
