package dev.millrace.kind;

/** What a node does to its ports, decided by its kind. The settings of each kind are a record that is one of these. */
public sealed interface Shape permits Source, Operator, MergeOperator, JoinOperator, ManyInputsOperator, SplitOperator, Sink {
    /** One line for the node's face that says what it does: "delay > 60". */
    String glimpse();
}
