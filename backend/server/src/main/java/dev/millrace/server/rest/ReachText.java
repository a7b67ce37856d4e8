package dev.millrace.server.rest;

import dev.millrace.server.templates.Reach;
import dev.millrace.server.workspaces.WorkspaceId;
import dev.millrace.server.workspaces.Workspaces;

/** Who sees a template, as one word of requests and answers: me, everybody, or the id of a workspace. */
final class ReachText {
    private static final String ME = "me";
    private static final String EVERYBODY = "everybody";

    private ReachText() {}

    static String of(Reach reach) {
        return switch (reach) {
            case Reach.OnlyMe me -> ME;
            case Reach.Everybody all -> EVERYBODY;
            case Reach.Members members -> members.workspace().toString();
        };
    }

    /** @param text null: me */
    static Reach read(String text, Workspaces workspaces, String caller) {
        if (text == null || text.equals(ME)) {
            return Reach.ONLY_ME;
        }
        if (text.equals(EVERYBODY)) {
            return Reach.EVERYBODY;
        }
        WorkspaceId id = WorkspaceId.parse(text).orElseThrow(() -> new BadRequest("'reach' says who sees the template: " + ME + ", " + EVERYBODY + ", or the id of a workspace that you are a member of"));
        return Reach.members(workspaces.get(id, caller));
    }
}
