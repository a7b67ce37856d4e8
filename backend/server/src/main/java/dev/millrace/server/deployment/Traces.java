package dev.millrace.server.deployment;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Stack traces as text, cut to what is worth keeping. */
final class Traces {
    private static final int LONGEST = 20_000;

    private Traces() {}

    /** Whether a thread was asked to end, somewhere below. */
    static boolean tellsOfInterruption(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof InterruptedException) {
                return true;
            }
        }
        return false;
    }

    static String of(Throwable cause) {
        var text = new StringWriter();
        cause.printStackTrace(new PrintWriter(text));
        return text.getBuffer().length() <= LONGEST ? text.toString() : text.getBuffer().substring(0, LONGEST);
    }
}
