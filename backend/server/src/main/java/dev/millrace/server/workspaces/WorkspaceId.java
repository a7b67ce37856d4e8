package dev.millrace.server.workspaces;

import dev.millrace.server.Uuids;
import java.util.Optional;
import java.util.UUID;

/** Identity of a workspace; stands in its link and never changes. */
public record WorkspaceId(UUID value) {
    public static WorkspaceId random() {
        return new WorkspaceId(UUID.randomUUID());
    }

    public static Optional<WorkspaceId> parse(String text) {
        return Uuids.parse(text).map(WorkspaceId::new);
    }

    @Override public String toString() {
        return value.toString();
    }
}
