package dev.millrace.rel;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;

/**
 * How event time is cut into windows. All ends are exclusive; a window's time is its last millisecond. Where there is a zone,
 * windows are cut by the clock there, so that a day may have 23 hours; else by UTC.
 */
public sealed interface Window {

    /** Whose clock cuts the windows. */
    default Optional<ZoneId> zone() {
        return Optional.empty();
    }

    /** Back-to-back slices: each row is in one. */
    record Tumbling(Duration size, Duration offset, Optional<ZoneId> zone) implements Window {
        public Tumbling(Duration size, Duration offset) {
            this(size, offset, Optional.empty());
        }
    }

    /** Overlapping slices, one beginning every {@code slide}, which divides the size: each row is in size / slide of them. */
    record Hopping(Duration size, Duration slide, Duration offset, Optional<ZoneId> zone) implements Window {
        public Hopping {
            divides(slide, size);
        }
    }

    /** Rows of one key whose times are at most the gap apart; a window ends one gap after its last row. */
    record Session(Duration gap) implements Window {}

    /** Slices that grow by a step, which divides the size, and begin anew at the full size: each row is in all that end after it. */
    record Cumulating(Duration size, Duration step, Duration offset, Optional<ZoneId> zone) implements Window {
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
