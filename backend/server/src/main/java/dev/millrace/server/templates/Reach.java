package dev.millrace.server.templates;

import dev.millrace.server.workspaces.Workspace;
import dev.millrace.server.workspaces.WorkspaceId;

/** Who sees a template, in all its versions. Its owner always does. */
public sealed interface Reach {
    Reach ONLY_ME = new OnlyMe();
    Reach EVERYBODY = new Everybody();

    /** Its owner alone. */
    record OnlyMe() implements Reach {}

    /** The members of a workspace. @param name what it is called now */
    record Members(WorkspaceId workspace, String name) implements Reach {}

    /** Everybody here. */
    record Everybody() implements Reach {}

    static Members members(Workspace workspace) {
        return new Members(workspace.id(), workspace.name());
    }
}
