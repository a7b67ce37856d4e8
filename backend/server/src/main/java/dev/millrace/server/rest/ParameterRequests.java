package dev.millrace.server.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.millrace.pipeline.Parameter;
import dev.millrace.server.deployment.LiveParameters;
import dev.millrace.server.design.Author;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Live parameters of a deployment over REST. */
@RestController
@RequestMapping("/api/v1/deployments/{id}/parameters")
@Tag(name = "Deployments")
class ParameterRequests {
    private final LiveParameters parameters;

    ParameterRequests(LiveParameters parameters) {
        this.parameters = parameters;
    }

    /**
     * A live parameter with the value that holds now; what is not known is left out.
     *
     * @param start the value of the drawing
     * @param setAt when somebody set it; left out where it has the start value
     * @param given whether the job was given the value; false while it is on its way
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Body(String name, String label, String help, String type, Object value, Object start, BigDecimal min, BigDecimal max, List<String> options,
            String setBy, Instant setAt, String reason, boolean given) {
        static Body of(LiveParameters.Now now) {
            Parameter p = now.parameter();
            var set = now.set();
            return new Body(p.name(), p.label(), p.help(), p.type().word(), now.value(), p.value().orElse(null), p.min().orElse(null), p.max().orElse(null),
                    p.options().isEmpty() ? null : p.options(), set.map(LiveParameters.Change::who).orElse(null), set.map(LiveParameters.Change::at).orElse(null),
                    set.map(LiveParameters.Change::reason).orElse(null), set.map(s -> s.sentAt().isPresent()).orElse(true));
        }
    }

    /** @param reason why, in your words; may be left out */
    record Wish(Object value, String reason) {}

    /** @param givenAt when the job was given it; left out while it is on its way */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ChangeBody(long version, String deployment, String name, String value, String before, Instant at, String who, String reason, Instant givenAt) {
        static ChangeBody of(LiveParameters.Change c) {
            return new ChangeBody(c.version(), c.deployment().toString(), c.name(), c.value(), c.before(), c.at(), c.who(), c.reason(), c.sentAt().orElse(null));
        }
    }

    @GetMapping
    @Operation(summary = "Live parameters of a deployment, with the values that hold now")
    List<Body> list(@PathVariable String id) {
        return parameters.of(Ids.deployment(id)).stream().map(Body::of).toList();
    }

    @PutMapping("/{name}")
    @Operation(summary = "Set a live parameter of a running deployment; rows that come to the job within two seconds are computed with it")
    ResponseEntity<Body> set(@PathVariable String id, @PathVariable String name, @RequestBody Wish wish, Principal caller) {
        if (wish.value() == null) {
            throw new BadRequest("'value' is missing: what the parameter shall be");
        }
        return ResponseEntity.accepted().body(Body.of(parameters.set(Ids.deployment(id), name, wish.value(), Author.of(caller.getName()), wish.reason() == null ? "" : wish.reason())));
    }

    @GetMapping("/history")
    @Operation(summary = "Who set what and when, in this deployment and in those whose state it goes on with; newest first")
    List<ChangeBody> history(@PathVariable String id) {
        return parameters.history(Ids.deployment(id)).stream().map(ChangeBody::of).toList();
    }
}
