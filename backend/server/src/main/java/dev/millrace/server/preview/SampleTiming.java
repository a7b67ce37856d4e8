package dev.millrace.server.preview;

/**
 * How event time goes in a preview.
 *
 * @param closing whether the end of the sample is the end of all input: every window closes. Otherwise event time comes to where the newest
 *     row brings it, as in a deployment
 * @param oneByOne whether event time moves with each row, as where the rows come one by one over hours, so that what is out of order comes
 *     late. Otherwise the sample comes in one go, as a backlog does that a deployment finds
 */
public record SampleTiming(boolean closing, boolean oneByOne) {
    public static final SampleTiming AS_DEPLOYED = new SampleTiming(false, false);
    public static final SampleTiming CLOSING = new SampleTiming(true, false);
    public static final SampleTiming ONE_BY_ONE = new SampleTiming(false, true);
}
