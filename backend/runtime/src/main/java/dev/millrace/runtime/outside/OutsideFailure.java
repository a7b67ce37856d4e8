package dev.millrace.runtime.outside;

import java.io.IOException;

/**
 * A system outside, such as a database or a service, refuses or does not answer. The message names it and what it said, in words
 * for people; what lies below, such as "Connection refused", says less.
 */
public final class OutsideFailure extends IOException {
    private static final long serialVersionUID = 1L;

    public OutsideFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
