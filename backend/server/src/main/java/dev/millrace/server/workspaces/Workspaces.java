package dev.millrace.server.workspaces;

import dev.millrace.server.design.Author;
import java.util.List;

/**
 * Named groups of people, for what is meant for some and not for everybody. Members see a workspace, its owner and administrators change it. Who changes one
 * that they may not see is told that there is none.
 */
public interface Workspaces {
    int MOST_MEMBERS = 500;

    /** All that this user may see, by name: their own, and for an administrator those of others too. */
    List<Workspace> list(String viewer);

    /** Those that this user is a member of, by name. */
    List<Workspace> of(String member);

    /** @throws UnknownWorkspace */
    Workspace get(WorkspaceId id, String viewer);

    /** Whether this user may rename it, say who is in it, hand it on, and delete it. */
    boolean mayChange(Workspace workspace, String user);

    /**
     * Makes one whose owner and first member is the author.
     *
     * @param members who else is in it
     * @throws WorkspaceRefused where the name is taken, or there is no such user
     */
    Workspace create(WorkspaceName name, List<String> members, Author author);

    /** @throws UnknownWorkspace @throws WorkspaceRefused where the name is taken @throws dev.millrace.server.security.AdministratorsOnly */
    Workspace rename(WorkspaceId id, WorkspaceName name, Author author);

    /** Nothing happens where the user is in it already. @throws UnknownWorkspace @throws WorkspaceRefused @throws dev.millrace.server.security.AdministratorsOnly */
    Workspace add(WorkspaceId id, String user, Author author);

    /**
     * Takes somebody out; everybody may take themselves out, but for the owner, who hands it on first.
     *
     * @throws UnknownWorkspace
     * @throws WorkspaceRefused
     * @throws dev.millrace.server.security.AdministratorsOnly
     */
    void remove(WorkspaceId id, String user, Author author);

    /** Makes a member its owner; who was it stays a member. @throws UnknownWorkspace @throws WorkspaceRefused @throws dev.millrace.server.security.AdministratorsOnly */
    Workspace handOn(WorkspaceId id, String member, Author author);

    /** What was for its members is for its owners alone from then on. @throws UnknownWorkspace @throws dev.millrace.server.security.AdministratorsOnly */
    void delete(WorkspaceId id, Author author);
}
