package dev.millrace.server.deployment;

import dev.millrace.pipeline.NodeId;
import java.util.Set;
import java.util.stream.Collectors;

/** State would be lost to which nobody agreed, or somebody agreed to a loss that there is not: things are not as that person thinks. */
public final class StateWouldBeLost extends RuntimeException {
    private final transient StateOutlook outlook;

    StateWouldBeLost(StateOutlook outlook, Set<NodeId> silent, Set<NodeId> needless) {
        super(words(silent, needless));
        this.outlook = outlook;
    }

    private static String words(Set<NodeId> silent, Set<NodeId> needless) {
        return silent.isEmpty() ? "The state of " + names(needless) + " would stay, so there is nothing to drop: look at the verdicts again"
                : "The state of " + names(silent) + " would be lost. Agree by naming it in 'dropState', or change the pipeline so that it stays";
    }

    private static String names(Set<NodeId> nodes) {
        return nodes.stream().map(n -> "'" + n.inWords() + "'").collect(Collectors.joining(", "));
    }

    public StateOutlook outlook() {
        return outlook;
    }
}
