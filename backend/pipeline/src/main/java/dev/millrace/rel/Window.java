package dev.millrace.rel;

import java.time.Duration;

/** How event time is cut into windows. All ends are exclusive; a window's time is its last millisecond. */
public sealed interface Window {

    /** Back-to-back slices: each row is in one. */
    record Tumbling(Duration size, Duration offset) implements Window {}

    /** Overlapping slices, one beginning every {@code slide}, which divides the size: each row is in size / slide of them. */
    record Hopping(Duration size, Duration slide, Duration offset) implements Window {
        public Hopping {
            divides(slide, size);
        }
    }

    /** Rows of one key whose times are at most the gap apart; a window ends one gap after its last row. */
    record Session(Duration gap) implements Window {}

    /** Slices that grow by a step, which divides the size, and begin anew at the full size: each row is in all that end after it. */
    record Cumulating(Duration size, Duration step, Duration offset) implements Window {
        public Cumulating {
            divides(step, size);
        }
    }

    private static void divides(Duration part, Duration whole) {
        if (whole.toMillis() % part.toMillis() != 0) {
            throw new IllegalArgumentException(whole + " is not a multiple of " + part);
        }
    }
}
