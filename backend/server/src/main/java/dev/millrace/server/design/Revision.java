package dev.millrace.server.design;

import java.time.Instant;

/**
 * One immutable entry of a pipeline's history, and what people call it.
 *
 * @param name empty where it has none
 * @param reason why it is named so, or what it is kept for; may be empty
 * @param namedBy empty where it has no name
 */
public record Revision(long number, String author, Instant at, String summary, String name, String reason, String namedBy) {
    /** "r12" or "r12 “before the move”". */
    public String title() {
        return "r" + number + (name.isEmpty() ? "" : " “" + name + "”");
    }
}
