package dev.millrace.state;

/**
 * Something that two revisions of a node may have in common.
 *
 * @param what in words, as the subject of "was … and is …"
 */
record Trait(String what, Weight weight, String value) {
    /** What a difference means. */
    enum Weight {
        /** Flink stores it otherwise, and refuses the state or reads nonsense. */
        FORM,
        /** Flink would take the state, and the results would be wrong. */
        MEANING,
        /** The state stays right for all that was; from now on the node does something else with it. */
        NOTE
    }
}
