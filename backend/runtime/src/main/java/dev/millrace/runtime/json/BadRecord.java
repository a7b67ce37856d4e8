package dev.millrace.runtime.json;

/** A record that cannot be read; the message says which column and why, in words for people. */
public final class BadRecord extends Exception {
    private static final long serialVersionUID = 1L;

    public BadRecord(String reason) {
        // Bad records are data, not accidents: no stack trace is collected for each of them.
        super(reason, null, false, false);
    }
}
