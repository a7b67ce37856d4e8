package dev.millrace.diagnostic;

import java.util.Objects;

/**
 * One thing that is wrong or worth knowing.
 *
 * @param code stable name for machines, e.g. UNKNOWN_COLUMN
 * @param message what is wrong, in the user's words
 * @param hint what to do about it; may be empty
 */
public record Diagnostic(Code code, Severity severity, Location at, String message, String hint) {
    public Diagnostic {
        Objects.requireNonNull(code);
        Objects.requireNonNull(severity);
        Objects.requireNonNull(at);
        Objects.requireNonNull(message);
        Objects.requireNonNull(hint);
    }

    /** Every code there is; the names are part of the REST contract. */
    public enum Code {
        UNKNOWN_KIND, UNKNOWN_SETTING, MISSING_SETTING, BAD_SETTING, UNKNOWN_COLUMN, DUPLICATE_COLUMN, DUPLICATE_NAME,
        UNKNOWN_PORT, MISSING_INPUT, NOT_BYPASSABLE, TOO_MANY_INPUTS, CYCLE, NO_SOURCE, NO_SINK, UNUSED_OUTPUT,
        BAD_EXPRESSION, TYPE_MISMATCH, NO_EVENT_TIME, SCHEMA_MISMATCH, CHANGELOG_NOT_ACCEPTED, LOST_EVENT_TIME, UNBOUNDED_STATE,
        UNBOUNDED_IN_BATCH, NOT_IN_BATCH, DIFFERS_IN_BATCH, TOPIC_MISSING, SAME_TOPIC, NOT_EXACTLY_ONCE, UNKNOWN_PARAMETER, BAD_FRAGMENT, IN_FRAGMENT,
        NEWER_VERSION, PLANNING_FAILED, CAST_CAN_FAIL, UNREAD_COLUMN, FEW_KEYS, OUT_OF_TURN, FEWER_COPIES, LIVE_PARAMETER, OTHER_STATE_BACKEND,
        /** Of what is in a topic now, not of the drawing. */
        UNLIKE_DATA, IDLE_PARTITION;

        /** Whether it is of what is in a topic now: it comes and goes without an edit. */
        public boolean isOfData() {
            return this == UNLIKE_DATA || this == IDLE_PARTITION;
        }
    }
}
