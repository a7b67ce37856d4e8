package dev.millrace.server.alerts;

import dev.millrace.server.deployment.Deployment;
import java.time.Duration;
import java.util.Set;

/** What a rule watches for. */
public sealed interface Condition {
    /** A value is above a limit, or below it. */
    record Threshold(Metric metric, Side side, double limit) implements Condition {}

    /** No row comes, for longer than a time. */
    record Absence(Flow flow, Gap gap) implements Condition {}

    /**
     * A value rises or falls by more than so much within a time.
     *
     * @param by not negative; 0: at all
     */
    record Change(Metric metric, Direction direction, double by, Duration within) implements Condition {}

    /** The deployment is in one of these states. */
    record InState(Set<Deployment.State> states) implements Condition {
        public InState {
            states = Set.copyOf(states);
        }
    }

    enum Side { ABOVE, BELOW }

    enum Direction { RISES, FALLS }

    /** Rows that come in, or that go out. */
    enum Flow { IN, OUT }

    /** How long it may be silent. */
    sealed interface Gap {
        record Fixed(Duration longest) implements Gap {}

        /** So many times as long as it usually is between two rows, at least a minute; what is usual is learned from what was seen. */
        record Usual(double times) implements Gap {}
    }

    /** Whether it is about a node, or about each where none is named. */
    default boolean isOfNodes() {
        return switch (this) {
            case Threshold t -> t.metric().isOfNodes();
            case Change c -> c.metric().isOfNodes();
            case Absence a -> false;
            case InState s -> false;
        };
    }
}
