package dev.millrace.server.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.millrace.pipeline.NodeId;
import dev.millrace.server.shadow.Comparison;
import dev.millrace.server.shadow.Shadow;
import java.time.Instant;
import java.util.List;

/** A shadow run on the wire; what is not known or does not apply is left out. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ShadowBody(String id, String pipeline, String deployment, long revision, List<String> dropState, String state, String outcome, String trouble, String oldJob,
        String newJob, String askedBy, String reason, Instant beganAt, Instant endsAt, Instant endedAt, Comparison comparison) {

    static ShadowBody of(Shadow s) {
        return new ShadowBody(s.id().toString(), s.pipeline().toString(), s.deployment().toString(), s.revision(), s.dropState().stream().map(NodeId::value).sorted().toList(),
                s.state().name(), s.outcome().map(Enum::name).orElse(null), s.trouble().isEmpty() ? null : s.trouble(), s.oldJob().value(), s.newJob().value(),
                s.askedBy(), s.reason(), s.beganAt(), s.endsAt(), s.endedAt().orElse(null), s.comparison().orElse(null));
    }
}
