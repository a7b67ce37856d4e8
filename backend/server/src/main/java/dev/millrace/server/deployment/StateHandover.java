package dev.millrace.server.deployment;

import dev.millrace.compile.LogicalPlan;
import dev.millrace.pipeline.NodeId;
import java.util.Set;

/** Under which keys nodes find the state that a deployment wrote. */
public interface StateHandover {
    /**
     * For a job that begins with its state, without that of some nodes.
     *
     * @param left what the deployment ran
     * @param now what goes on from there
     * @param mark of the new job, which no other has
     */
    StateKeys after(Deployment of, LogicalPlan left, LogicalPlan now, Set<NodeId> dropped, String mark);
}
