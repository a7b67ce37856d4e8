package dev.millrace.server.alerts;

/** There is no such alert, rule, channel or message (any more). */
public final class UnknownAlert extends RuntimeException {
    UnknownAlert(String what, Object id) {
        super("There is no " + what + " " + id + "; it may have been deleted");
    }
}
