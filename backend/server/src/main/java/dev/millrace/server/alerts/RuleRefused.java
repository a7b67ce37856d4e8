package dev.millrace.server.alerts;

/** A rule, a channel or a mute cannot be like this; the message says what is wrong and what is allowed. */
public final class RuleRefused extends RuntimeException {
    public RuleRefused(String message) {
        super(message);
    }
}
