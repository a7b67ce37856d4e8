package dev.millrace.kind;

import dev.millrace.rel.Rel;
import dev.millrace.schema.Schema;
import java.util.List;
import java.util.Optional;

/**
 * Two inputs with a name each, one output.
 *
 * <pre>
 *   orders    ──▶ left  ┐
 *                       ├ [ join ] ──▶ out
 *   shipments ──▶ right ┘
 * </pre>
 */
public non-sealed interface JoinOperator extends Shape {
    String LEFT = "left";
    String RIGHT = "right";

    List<Port> INPUTS = List.of(Port.input(LEFT, "Left"), Port.input(RIGHT, "Right"));
    List<Port> OUTPUTS = List.of(Port.output("out", "Rows"));

    /** Schema of the output for these inputs; empty where it cannot be known. Says to {@code at} what is wrong. */
    Optional<Schema> infer(Schema left, Schema right, Scope at);

    /** Called only where {@link #infer} found nothing wrong. */
    Rel lower(Rel left, Rel right, Scope at);
}
