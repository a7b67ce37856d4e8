package dev.millrace.server.sample;

/** A sample cannot be chosen as it was asked for; the message says what is wrong. */
public final class SampleRefused extends RuntimeException {
    public SampleRefused(String message) {
        super(message);
    }
}
