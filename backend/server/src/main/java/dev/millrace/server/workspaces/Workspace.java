package dev.millrace.server.workspaces;

import java.time.Instant;
import java.util.List;

/**
 * A named group of people.
 *
 * @param owner who may change it; one of its members unless no longer a user here
 * @param members names of users, sorted
 */
public record Workspace(WorkspaceId id, String name, String owner, List<String> members, Instant createdAt) {
    public Workspace {
        members = List.copyOf(members);
    }

    public boolean has(String user) {
        return members.contains(user);
    }

    public boolean isOwnedBy(String user) {
        return owner.equals(user);
    }
}
