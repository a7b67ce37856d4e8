package dev.millrace.server.rest;

import dev.millrace.server.deployment.DeploymentId;
import dev.millrace.server.deployment.SavepointId;
import dev.millrace.server.design.PipelineId;
import dev.millrace.server.workspaces.WorkspaceId;

/** Ids from paths; what is no id names nothing that exists. */
final class Ids {
    private Ids() {}

    static PipelineId pipeline(String text) {
        return PipelineId.parse(text).orElseThrow(() -> new NoSuchThing("There is no pipeline '" + shortened(text) + "'"));
    }

    static DeploymentId deployment(String text) {
        return DeploymentId.parse(text).orElseThrow(() -> new NoSuchThing("There is no deployment '" + shortened(text) + "'"));
    }

    static SavepointId savepoint(String text) {
        return SavepointId.parse(text).orElseThrow(() -> new NoSuchThing("There is no savepoint '" + shortened(text) + "'"));
    }

    static WorkspaceId workspace(String text) {
        return WorkspaceId.parse(text).orElseThrow(() -> new NoSuchThing("There is no workspace '" + shortened(text) + "'"));
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 59) + "…";
    }
}
