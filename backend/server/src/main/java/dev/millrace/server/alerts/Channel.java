package dev.millrace.server.alerts;

/**
 * Where messages are sent to.
 *
 * @param least alerts that are less severe are not told here
 */
public record Channel(ChannelId id, Wish wish, String madeBy) {
    /** What a person says about a channel. */
    public record Wish(String name, Target target, Severity least) {}
}
