package dev.millrace.flink.gateway;

import dev.millrace.server.deployment.FlinkGateway.SavepointTaking;
import dev.millrace.server.deployment.JobId;
import dev.millrace.server.deployment.SavepointId;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Savepoints of running jobs by Flink's REST API, each begun under a name of ours, so that it is never begun twice. */
final class SavepointTrigger {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final FlinkApi flink;

    SavepointTrigger(FlinkApi flink) {
        this.flink = flink;
    }

    /** @param directory where it is written; empty: where the cluster's own configuration says */
    SavepointTaking take(JobId job, SavepointId asked, Optional<String> directory) {
        String name = asked.toString().replace("-", "");
        Optional<JsonNode> begun = flink.get("/jobs/" + job + "/savepoints/" + name);
        if (begun.isPresent()) {
            return progress(begun.get());
        }
        ObjectNode request = JSON.createObjectNode().put("cancel-job", false).put("formatType", "CANONICAL").put("triggerId", name);
        directory.ifPresent(d -> request.put("target-directory", d));
        return flink.post("/jobs/" + job + "/savepoints", request.toString()).<SavepointTaking>map(answer -> new SavepointTaking.Taking())
                .orElseGet(() -> new SavepointTaking.NotTaken("The cluster does not know the job " + job));
    }

    private static SavepointTaking progress(JsonNode answer) {
        if (!answer.path("status").path("id").asString("").equals("COMPLETED")) {
            return new SavepointTaking.Taking();
        }
        JsonNode operation = answer.path("operation");
        String location = operation.path("location").asString("");
        return location.isEmpty() ? new SavepointTaking.NotTaken(PlainCause.of(operation.path("failure-cause").path("stack-trace").asString("")))
                : new SavepointTaking.Taken(location);
    }
}
