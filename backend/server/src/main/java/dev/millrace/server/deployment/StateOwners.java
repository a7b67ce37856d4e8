package dev.millrace.server.deployment;

import dev.millrace.compile.LogicalPlan;
import dev.millrace.pipeline.NodeId;
import dev.millrace.server.design.PipelineId;
import dev.millrace.state.Accumulators;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whose state a deployment begins with, and under which keys its nodes keep theirs. When the state of a node is dropped on purpose, its epoch
 * goes up by one; state is found by node and epoch, so what was there before is not taken by mistake, and not refused.
 */
final class StateOwners implements StateHandover {
    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<Map<String, Integer>> EPOCHS = new TypeReference<>() {};
    private static final TypeReference<Map<String, List<String>>> NAMES = new TypeReference<>() {};

    private final JdbcClient jdbc;

    StateOwners(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What was agreed when it was deployed.
     *
     * @param of whose state
     */
    record Agreed(DeploymentId of, StateKeys keys) {}

    /** Written before the deployment is, so that it is never seen without. */
    void write(DeploymentId deployment, Agreed agreed) {
        jdbc.sql("insert into deployment_state (deployment, state_of, epochs, names) values (?, ?, ?::jsonb, ?::jsonb)")
                .params(deployment.value(), agreed.of().value(), json(agreed.keys().epochs()), json(agreed.keys().names())).update();
    }

    private static String json(Map<NodeId, ?> byNode) {
        return JSON.writeValueAsString(byNode.entrySet().stream().collect(Collectors.toMap(e -> e.getKey().value(), Map.Entry::getValue, (a, b) -> a, TreeMap::new)));
    }

    Optional<Agreed> agreed(DeploymentId deployment) {
        return jdbc.sql("select state_of, epochs, names from deployment_state where deployment = ?").param(deployment.value())
                .query((row, n) -> new Agreed(new DeploymentId(row.getObject("state_of", UUID.class)),
                        new StateKeys(read(row.getString("epochs"), EPOCHS), read(row.getString("names"), NAMES)))).optional();
    }

    private static <V> Map<NodeId, V> read(String json, TypeReference<Map<String, V>> type) {
        return JSON.readValue(json, type).entrySet().stream().collect(Collectors.toMap(e -> new NodeId(e.getKey()), Map.Entry::getValue));
    }

    /**
     * What a deployment begins with that takes this one's state without that of some nodes.
     *
     * @param left what this one ran; empty where that is not known any more
     * @param mark of the deployment that begins
     */
    Agreed agreed(Deployment of, Optional<LogicalPlan> left, LogicalPlan now, Set<NodeId> dropped, String mark) {
        StateKeys had = keys(of.id());
        var epochs = new HashMap<>(had.epochs());
        dropped.forEach(node -> epochs.merge(node, 2, (before, two) -> before + 1));
        return new Agreed(of.id(), new StateKeys(epochs, left.map(plan -> Accumulators.handedOn(plan, had.names(), now, dropped, mark)).orElse(Map.of())));
    }

    private StateKeys keys(DeploymentId of) {
        return agreed(of).map(Agreed::keys).orElse(StateKeys.NONE);
    }

    @Override public StateKeys after(Deployment of, LogicalPlan left, LogicalPlan now, Set<NodeId> dropped, String mark) {
        return agreed(of, Optional.of(left), now, dropped, mark).keys();
    }

    /**
     * The keys under which the nodes of a deployment keep their state; written down where it is the first to ask.
     *
     * @param from path of the state that a run begins with; empty: none
     * @throws OtherState where that is not the state to whose losses somebody agreed
     */
    StateKeys toBegin(Deployment begins, Optional<String> from) {
        DeploymentId deployment = begins.id();
        Optional<Agreed> agreed = agreed(deployment);
        if (from.isEmpty()) {
            return agreed.map(Agreed::keys).orElse(StateKeys.NONE);
        }
        Optional<DeploymentId> of = of(begins.pipeline(), from.get());
        if (agreed.isEmpty() && of.filter(o -> !o.equals(deployment)).isPresent()) {
            // Nobody was asked where a revision goes back to the state that it left itself.
            var same = new Agreed(of.get(), keys(of.get()));
            write(deployment, same);
            return same.keys();
        }
        if (agreed.isPresent() && of.isPresent() && !of.equals(Optional.of(agreed.get().of())) && !of.equals(Optional.of(deployment))) {
            throw new OtherState();
        }
        return agreed.map(Agreed::keys).orElse(StateKeys.NONE);
    }

    static final class OtherState extends RuntimeException {
        OtherState() {
            super("The state that was there when this was deployed is not what there is now: the deployment before left none of its own. "
                    + "Deploy again, and look at what becomes of the state");
        }
    }

    /** The deployment of the pipeline whose job wrote a savepoint or checkpoint; empty where that is not known. */
    Optional<DeploymentId> of(PipelineId pipeline, String path) {
        return jdbc.sql("""
                select r.deployment from deployment_run r join deployment d on d.id = r.deployment where d.pipeline = :pipeline and position(r.job in :path) > 0
                union all select deployment from savepoint where pipeline = :pipeline and path = :path
                union all (select d.id from deployment d where d.pipeline = :pipeline and d.savepoint = :path
                    and not exists (select from deployment_run r where r.deployment = d.id and r.restored_from = :path) order by d.deployed_at limit 1)
                limit 1
                """).param("pipeline", pipeline.value()).param("path", path).query((row, n) -> new DeploymentId(row.getObject(1, UUID.class))).optional();
    }
}
