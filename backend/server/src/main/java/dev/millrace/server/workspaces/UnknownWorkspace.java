package dev.millrace.server.workspaces;

/** No such workspace, or none that the one who asks may see. */
public final class UnknownWorkspace extends RuntimeException {
    public UnknownWorkspace(WorkspaceId id) {
        super("There is no workspace " + id + " that you are a member of. It may have been deleted; ask whoever gave you the link");
    }
}
