package dev.millrace.state;

import java.util.List;

/**
 * One thing in a node that keeps state.
 *
 * @param what in words: "groups", "window", "offsets"
 * @param apart whether it is kept beside the rest, so that it may come and go while the rest stays
 */
record Part(String what, List<Columns> columns, List<Trait> traits, boolean apart) {
    Part {
        columns = List.copyOf(columns);
        traits = List.copyOf(traits);
    }

    /**
     * Values that are kept together, in their order.
     *
     * @param what in words, as the subject of "were … and are …"
     * @param keys whether they say whose state it is: with other values there it is the state of somebody else
     * @param byName whether each is found again wherever it stands, so that some may come and go while the rest stays
     */
    record Columns(String what, boolean keys, List<Held> held, boolean byName) {
        Columns {
            held = List.copyOf(held);
        }

        /** Each found by its place alone. */
        Columns(String what, boolean keys, List<Held> held) {
            this(what, keys, held, false);
        }

        Columns foundByName() {
            return new Columns(what, keys, held, true);
        }
    }
}
