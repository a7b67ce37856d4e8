package dev.millrace.server.design;

import dev.millrace.pipeline.EditRefused;
import java.util.regex.Pattern;

/**
 * What somebody calls a revision, so that it is found again.
 *
 * @param name one line
 * @param reason what it is kept for; may be empty
 */
public record RevisionName(String name, String reason) {
    public static final int LONGEST_NAME = 80;
    public static final int LONGEST_REASON = 500;
    /** Control characters, what turns the direction of text, and halves of characters: none of it can be read, and some of it misleads. */
    private static final Pattern UNREADABLE = Pattern.compile("[\\p{Cc}\\p{Cs}\\u2028\\u2029\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]");

    /** @throws EditRefused in the user's words */
    public RevisionName {
        name = name == null ? "" : name.strip();
        reason = reason == null ? "" : reason.strip();
        if (name.isEmpty()) {
            throw new EditRefused("How shall the revision be called? A name is missing");
        }
        check("The name of a revision", name, LONGEST_NAME);
        check("The reason", reason, LONGEST_REASON);
    }

    private static void check(String what, String text, int longest) {
        if (text.length() > longest) {
            throw new EditRefused(what + " has at most " + longest + " characters, not " + text.length());
        }
        if (UNREADABLE.matcher(text).find()) {
            throw new EditRefused(what + " is one line of plain text, without control characters");
        }
    }
}
