package dev.millrace.flink.gateway;

import dev.millrace.flink.plan.Wiring;
import dev.millrace.flink.segment.OperatorName;
import dev.millrace.pipeline.NodeId;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the name of a task tells of nodes.
 *
 * @param here nodes that have an operator there
 * @param keeping those of them that have state by key there
 */
record TaskNodes(Set<NodeId> here, Set<String> keeping) {
    private static final Pattern STATE = Pattern.compile("([a-z0-9-]+)/" + OperatorName.STATE + "#\\d+");
    /** A node of which a vertex has an operator, as its name tells. */
    private static final Pattern NODE = Pattern.compile("(?:^|[ (\\[])([a-z0-9-]+)/");

    static TaskNodes of(String name, Wiring wiring) {
        return new TaskNodes(nodes(NODE, name).stream().flatMap(found -> NodeId.parse(found).stream()).filter(wiring.nodes()::containsKey).collect(Collectors.toSet()), nodes(STATE, name));
    }

    private static Set<String> nodes(Pattern pattern, String name) {
        return pattern.matcher(name).results().map(found -> found.group(1)).collect(Collectors.toSet());
    }
}
