package dev.millrace.runtime.pace;

/**
 * When the next of many things is due, if they are spread evenly. What was late by a little is made up for, so that sleeping
 * too long now and then does not lower the rate; time in which nothing came is not saved up.
 *
 * <p>It is the leaky bucket as a meter of ITU-T I.371 (the "generic cell rate algorithm"), with waiting in place of dropping.
 */
final class Pace {
    private final long interval;
    private final long slack;
    private long due;

    /**
     * @param interval between two, in nanoseconds
     * @param slack how late one may be and still not put off those behind it, in nanoseconds
     * @param now any moment of the clock that is used afterwards, in nanoseconds
     */
    Pace(long interval, long slack, long now) {
        this.interval = interval;
        this.slack = slack;
        this.due = now;
    }

    /** How long the next one has to wait, in nanoseconds; 0 where it is due. It counts as gone after that. */
    long waitFrom(long now) {
        due = Math.max(due, now - slack);
        long wait = Math.max(0, due - now);
        due += interval;
        return wait;
    }
}
