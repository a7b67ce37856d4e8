package dev.millrace.server.workspaces;

import java.util.regex.Pattern;

/** What a workspace is called: one line, and no two are called the same. Spaces around it do not count. */
public record WorkspaceName(String value) {
    public static final int LONGEST = 60;
    /** Control characters, what is not seen or turns the direction of text, and halves of characters: one name could be taken for another. */
    private static final Pattern UNREADABLE = Pattern.compile("[\\p{C}\\u2028\\u2029]");

    /** @throws WorkspaceRefused in the user's words */
    public WorkspaceName {
        value = value == null ? "" : value.strip();
        if (value.isEmpty()) {
            throw new WorkspaceRefused("A workspace needs a name, such as that of a team");
        }
        if (value.length() > LONGEST) {
            throw new WorkspaceRefused("The name of a workspace has at most " + LONGEST + " characters, not " + value.length());
        }
        if (UNREADABLE.matcher(value).find()) {
            throw new WorkspaceRefused("The name of a workspace is one line of plain text, without characters that cannot be seen");
        }
    }

    @Override public String toString() {
        return value;
    }
}
