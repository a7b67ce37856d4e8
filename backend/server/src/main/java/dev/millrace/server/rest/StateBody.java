package dev.millrace.server.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.millrace.pipeline.NodeId;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.StateOutlook;
import java.util.List;

/**
 * What becomes of state on the wire.
 *
 * @param of id of the deployment whose state it begins with, or that was before; left out where there is none
 * @param begins whether it begins with that state
 * @param losses nodes to name in 'dropState'
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record StateBody(String of, Long revision, boolean begins, List<Verdict> verdicts, List<String> losses) {

    /** @param outcome KEPT, NEW, REBUILT, LOST or INCOMPATIBLE @param notes what changes though it is kept */
    record Verdict(String node, String kind, String outcome, String reason, List<String> notes) {}

    static StateBody of(StateOutlook outlook) {
        return new StateBody(outlook.of().map(d -> d.id().toString()).orElse(null), outlook.of().map(Deployment::revision).orElse(null), outlook.begins(),
                outlook.verdicts().stream().map(v -> new Verdict(v.node().value(), v.kind(), v.outcome().name(), v.reason(), v.notes())).toList(),
                outlook.losses().stream().map(NodeId::value).toList());
    }
}
