package dev.millrace.flink.plan;

import dev.millrace.compile.LogicalPlan;
import dev.millrace.compile.Segment;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.PortRef;
import dev.millrace.rel.Rel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which ports a job's nodes have and what feeds them. It travels with the job as a parameter, so that a running job can be
 * read also by an application that did not plan it.
 */
public record Wiring(Map<NodeId, Ports> nodes) {
    /** Name of the job parameter. */
    public static final String PARAMETER = "millrace.wiring";
    private static final ObjectMapper JSON = new ObjectMapper();

    public Wiring {
        nodes = Map.copyOf(nodes);
    }

    /**
     * @param inputs output ports of other nodes whose rows come in
     * @param rejected the output for records that could not be read, if the node is a source
     */
    public record Ports(List<PortRef> inputs, List<String> outputs, Optional<String> rejected) {
        public Ports {
            inputs = List.copyOf(inputs);
            outputs = List.copyOf(outputs);
        }
    }

    public static Wiring of(LogicalPlan plan) {
        Map<NodeId, Ports> nodes = new LinkedHashMap<>();
        for (Segment segment : plan.segments()) {
            List<PortRef> inputs = new ArrayList<>();
            List<String> outputs = new ArrayList<>();
            Optional<String> rejected = Optional.empty();
            switch (segment) {
                case Segment.Producing p -> {
                    p.outputs().forEach((port, rel) -> {
                        // Late rows that go nowhere have no counter: the window drops and counts them itself.
                        if (!(rel instanceof Rel.Late) || !plan.unwired().contains(new PortRef(p.node(), port))) {
                            outputs.add(port);
                        }
                        inputs(rel, inputs);
                    });
                    rejected = p.outputs().entrySet().stream().filter(e -> e.getValue() instanceof Rel.Rejected)
                            .map(Map.Entry::getKey).findFirst();
                }
                case Segment.Writing w -> inputs(w.write().in(), inputs);
            }
            nodes.put(segment.node(), new Ports(inputs.stream().distinct().toList(), outputs, rejected));
        }
        return new Wiring(nodes);
    }

    private static void inputs(Rel rel, List<PortRef> found) {
        rel.tree().filter(Rel.Input.class::isInstance).forEach(in -> found.add(((Rel.Input) in).from()));
    }

    String write() {
        ObjectNode json = JSON.createObjectNode();
        nodes.forEach((node, ports) -> {
            ObjectNode entry = json.putObject(node.value());
            ports.outputs().forEach(entry.putArray("out")::add);
            ports.rejected().ifPresent(port -> entry.put("rejected", port));
            var in = entry.putArray("in");
            ports.inputs().forEach(port -> in.addObject().put("node", port.node().value()).put("port", port.port()));
        });
        return JSON.writeValueAsString(json);
    }

    /** Reads what {@link #write} wrote. */
    public static Wiring read(String text) {
        Map<NodeId, Ports> nodes = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> node : JSON.readTree(text).properties()) {
            List<PortRef> inputs = new ArrayList<>();
            node.getValue().path("in").forEach(in -> inputs.add(
                    new PortRef(new NodeId(in.path("node").asString()), in.path("port").asString())));
            List<String> outputs = new ArrayList<>();
            node.getValue().path("out").forEach(out -> outputs.add(out.asString()));
            nodes.put(new NodeId(node.getKey()), new Ports(inputs, outputs,
                    Optional.ofNullable(node.getValue().path("rejected").asString(null))));
        }
        return new Wiring(nodes);
    }
}
