package dev.millrace.server.deployment;

/**
 * How long records were on their way: from when they were written into a topic, or where there is none from when they were read, until what they caused came
 * to a sink. Rows that are kept on the way for later, as in a window, are not waited for. Of what came within the last seconds.
 */
public record Latency(long medianMillis, long worstMillis) {

    /** The longer of each. */
    public Latency max(Latency other) {
        return new Latency(Math.max(medianMillis, other.medianMillis), Math.max(worstMillis, other.worstMillis));
    }
}
