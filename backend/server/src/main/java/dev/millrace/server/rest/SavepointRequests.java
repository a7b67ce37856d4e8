package dev.millrace.server.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.millrace.server.deployment.Savepoint;
import dev.millrace.server.deployment.Savepoints;
import dev.millrace.server.design.Author;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The catalogue of kept state over REST. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Savepoints")
class SavepointRequests {
    private final Savepoints savepoints;

    SavepointRequests(Savepoints savepoints) {
        this.savepoints = savepoints;
    }

    /**
     * An entry on the wire; what is not known is left out.
     *
     * @param holds nodes with state in it, each with its size in bytes
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Body(String id, String kind, String state, String path, Long bytes, Map<String, Long> holds, String pipeline, String deployment,
            long revision, String job, String askedBy, String reason, String trouble, Instant askedAt, Instant takenAt) {
        static Body of(Savepoint s) {
            var holds = new TreeMap<String, Long>();
            s.holds().forEach((node, bytes) -> holds.put(node.value(), bytes));
            return new Body(s.id().toString(), s.kind().name(), s.state().name(), s.path().orElse(null),
                    s.bytes().isPresent() ? (Long) s.bytes().getAsLong() : null, s.bytes().isPresent() ? holds : null, s.pipeline().toString(),
                    s.deployment().toString(), s.revision(), s.job().value(), s.askedBy(), s.reason(), s.trouble(), s.askedAt(), s.takenAt().orElse(null));
        }
    }

    @GetMapping("/pipelines/{id}/savepoints")
    @Operation(summary = "Savepoints and retained checkpoints of a pipeline, newest first")
    List<Body> list(@PathVariable String id) {
        return savepoints.list(Ids.pipeline(id)).stream().map(Body::of).toList();
    }

    @PostMapping("/deployments/{id}/savepoints")
    @Operation(summary = "Take a savepoint of a deployment that runs on; the answer's state tells when it is there")
    ResponseEntity<Body> take(@PathVariable String id, @RequestBody(required = false) DeploymentRequests.Why why, Principal caller) {
        Savepoint savepoint = savepoints.take(Ids.deployment(id), Author.of(caller.getName()), DeploymentRequests.Why.of(why));
        return ResponseEntity.accepted().location(URI.create("/api/v1/savepoints/" + savepoint.id())).body(Body.of(savepoint));
    }

    @GetMapping("/savepoints/{id}")
    @Operation(summary = "One savepoint or retained checkpoint")
    Body get(@PathVariable String id) {
        return Body.of(savepoints.get(Ids.savepoint(id)));
    }

    @DeleteMapping("/savepoints/{id}")
    @Operation(summary = "Delete a savepoint or retained checkpoint for good; refused while a deployment needs it")
    ResponseEntity<Void> delete(@PathVariable String id, Principal caller) {
        savepoints.delete(Ids.savepoint(id), Author.of(caller.getName()));
        return ResponseEntity.noContent().build();
    }
}
