package dev.millrace.server.deployment;

import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.pipeline.NodeId;
import dev.millrace.state.StateVerdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What becomes of state when a revision is deployed.
 *
 * @param of the deployment whose state it begins with; where it begins without, the one before; empty: there is none
 * @param begins whether it begins with that state
 * @param verdicts for each node that keeps or kept something, in order of node ids
 * @param refills for nodes that are rebuilt from topics, what that takes
 * @param unreadable why the revision cannot begin with that state at all, and the ways out; empty where it can
 */
public record StateOutlook(Optional<Deployment> of, boolean begins, List<StateVerdict> verdicts, Map<NodeId, Refill> refills, Optional<Diagnostics> unreadable) {
    public StateOutlook {
        verdicts = List.copyOf(verdicts);
        refills = Map.copyOf(refills);
    }

    /** Why, in sentences for people, with how long it takes where that can be told. */
    public String reason(StateVerdict verdict) {
        Refill refill = refills.get(verdict.node());
        return verdict.reason() + (refill == null ? "" : ". " + refill.inWords());
    }

    /** Nodes whose state does not stay though the deployment begins with state: a person has to agree to each. */
    public Set<NodeId> losses() {
        return begins ? verdicts.stream().filter(StateVerdict::losesState).map(StateVerdict::node).collect(Collectors.toCollection(TreeSet::new)) : Set.of();
    }

    /** @throws NotDeployable where the revision cannot read the state */
    public void readable() {
        unreadable.ifPresent(why -> {
            throw new NotDeployable(why);
        });
    }

    /** @throws StateWouldBeLost where a node loses its state that is not among these, or one of these does not */
    public void agreed(Set<NodeId> dropped) {
        var silent = new TreeSet<>(losses());
        silent.removeAll(dropped);
        var needless = new TreeSet<>(dropped);
        needless.removeAll(losses());
        if (!silent.isEmpty() || !needless.isEmpty()) {
            throw new StateWouldBeLost(this, silent, needless);
        }
    }
}
