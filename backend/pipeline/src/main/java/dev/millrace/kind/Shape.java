package dev.millrace.kind;

import dev.millrace.schema.Schema;
import java.util.Map;

/** What a node does to its ports, decided by its kind. The settings of each kind are a record that is one of these. */
public sealed interface Shape permits Source, Operator, MergeOperator, JoinOperator, ManyInputsOperator, SplitOperator, Sink,
        FragmentCall {
    /** One line for the node's face that says what it does: "delay > 60". */
    String glimpse();

    /**
     * Says what is refused or different when the pipeline runs in batch mode; called in no other.
     *
     * @param outputs what leaves the node, by port; none where it cannot be known
     */
    default void checkBatch(Map<String, Schema> outputs, Scope at) {}
}
