package dev.millrace.server.rest;

import dev.millrace.server.deployment.Start;
import dev.millrace.server.deployment.StartJson;
import dev.millrace.server.deployment.StateOutlooks;
import dev.millrace.server.design.DesignService;
import dev.millrace.server.design.PipelineId;
import dev.millrace.state.size.StateSizes;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** What becomes of state, over REST, before anything is deployed. */
@RestController
@RequestMapping("/api/v1/pipelines/{id}/state")
@Tag(name = "Deployments")
class StateRequests {
    private final StateOutlooks outlooks;
    private final DesignService designs;

    StateRequests(StateOutlooks outlooks, DesignService designs) {
        this.outlooks = outlooks;
        this.designs = designs;
    }

    /** @param revision empty for the newest @param start as for a deployment; empty for LATEST_STATE */
    record Question(Long revision, JsonNode start) {}

    @PostMapping
    @Operation(summary = "What becomes of the state of each node if a revision were deployed; nothing is deployed")
    StateBody look(@PathVariable String id, @RequestBody(required = false) Question question) {
        PipelineId pipeline = Ids.pipeline(id);
        var asked = question == null ? new Question(null, null) : question;
        long revision = asked.revision() == null ? designs.open(pipeline).revision() : asked.revision();
        Start start = asked.start() == null || asked.start().isNull() ? Start.LATEST_STATE : StartJson.read(asked.start());
        return StateBody.of(outlooks.look(pipeline, revision, start), designs.open(pipeline, revision).compilation().plan().map(StateSizes::of).orElse(Map.of()));
    }
}
