package dev.millrace.server.workspaces;

/** A workspace cannot be made or changed like this; the message says why, in the user's words. */
public final class WorkspaceRefused extends RuntimeException {
    public WorkspaceRefused(String message) {
        super(message);
    }
}
