package dev.millrace.server.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.millrace.pipeline.NodeId;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.Refill;
import dev.millrace.server.deployment.StateOutlook;
import dev.millrace.state.size.StateSize;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What becomes of state on the wire.
 *
 * @param of id of the deployment whose state it begins with, or that was before; left out where there is none
 * @param begins whether it begins with that state
 * @param losses nodes to name in 'dropState'
 * @param sizes about how large the state of each node becomes; empty in a refusal
 * @param unreadable why it cannot begin with that state at all, and the ways out; left out where it can
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record StateBody(String of, Long revision, boolean begins, List<Verdict> verdicts, List<String> losses, List<Size> sizes, String unreadable) {

    /**
     * @param outcome KEPT, NEW, REBUILT, LOST or INCOMPATIBLE
     * @param notes what changes though it is kept
     * @param refill of what is rebuilt from topics, about how long that takes; left out where that cannot be told
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Verdict(String node, String kind, String outcome, String reason, List<String> notes, Estimate refill) {}

    /** @param perSecond records a second, by which it is counted @param measured false: that is assumed, since nothing was measured yet */
    record Estimate(long records, double perSecond, boolean measured, long seconds) {
        static Estimate of(Refill refill) {
            return refill == null ? null : new Estimate(refill.records(), refill.perSecond(), refill.measured(), refill.time().toSeconds());
        }
    }

    /**
     * An estimate by the types of columns.
     *
     * @param words the same for people
     * @param growsWithoutEnd whether it becomes more for as long as the pipeline runs
     */
    record Size(String node, List<Part> kept, boolean growsWithoutEnd, String words) {}

    /** @param per what there is an entry for @param seconds for how long it is kept; left out where it is for ever, or is not told by time alone */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Part(String per, long bytes, Long seconds) {}

    private static Size size(NodeId node, StateSize size) {
        return new Size(node.value(), size.kept().stream().map(k -> new Part(k.per(), k.bytes(), k.length().map(Duration::toSeconds).orElse(null))).toList(),
                size.growsWithoutEnd(), size.inWords(OptionalDouble.empty()));
    }

    static StateBody of(StateOutlook outlook, Map<NodeId, StateSize> sizes) {
        return new StateBody(outlook.of().map(d -> d.id().toString()).orElse(null), outlook.of().map(Deployment::revision).orElse(null), outlook.begins(),
                outlook.verdicts().stream().map(v -> new Verdict(v.node().value(), v.kind(), v.outcome().name(), outlook.reason(v), v.notes(),
                        Estimate.of(outlook.refills().get(v.node())))).toList(),
                outlook.losses().stream().map(NodeId::value).toList(), sizes.entrySet().stream().map(e -> size(e.getKey(), e.getValue())).toList(),
                outlook.unreadable().map(why -> why.all().getFirst()).map(d -> d.message() + ". " + d.hint()).orElse(null));
    }
}
