package dev.millrace.compile;

import dev.millrace.compile.Resolve.Resolved;
import dev.millrace.compile.Resolve.ResolvedNode;
import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.diagnostic.Location;
import dev.millrace.diagnostic.Severity;
import dev.millrace.kind.ClusterName;
import dev.millrace.kind.NodeKinds;
import dev.millrace.kind.Port;
import dev.millrace.kind.Ports;
import dev.millrace.kind.Sink;
import dev.millrace.kind.Source;
import dev.millrace.kind.sink.FragmentOutput;
import dev.millrace.kind.source.FragmentInput;
import dev.millrace.pipeline.Edge;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PortRef;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Third pass: the drawing as a whole. Ports exist and are connected, nothing runs in circles, there is a way in and a way out. */
final class Check {
    private final KnownClusters clusters;

    Check(KnownClusters clusters) {
        this.clusters = clusters;
    }

    Diagnostics apply(Pipeline pipeline, Resolved resolved, Order order) {
        var found = new Diagnostics.Collector();
        circles(order, found);
        edges(pipeline, resolved, found);
        resolved.nodes().values().forEach(node -> inputs(pipeline, node, found));
        resolved.nodes().values().forEach(node -> outputs(pipeline, node, found));
        if (!pipeline.nodes().isEmpty()) {
            // A node of an unknown kind may be the source or the sink that is missed.
            if (resolved.nodes().size() == pipeline.nodes().size()) {
                ends(resolved, found);
            }
        } else {
            found.error(Code.NO_SOURCE, Location.PIPELINE, "The pipeline is empty", "Drag a source from the palette onto the canvas");
        }
        ways(resolved, found);
        clusters.names().ifPresent(known -> resolved.nodes().values().forEach(node -> cluster(node, known, found)));
        TopicLoops.find(pipeline, resolved, found);
        if (pipeline.run().writesOnce()) {
            resolved.nodes().values().forEach(node -> once(node, found));
        }
        return found.done();
    }

    /** Pipelines hold names of clusters, which are set up elsewhere. */
    private static void cluster(ResolvedNode node, Set<String> known, Diagnostics.Collector found) {
        Optional<ClusterName> named = switch (node.shape()) {
            case Source source -> source.cluster();
            case Sink sink -> sink.cluster();
            default -> Optional.empty();
        };
        named.map(ClusterName::value).filter(name -> !known.contains(name)).ifPresent(name -> found.error(Code.BAD_SETTING, new Location.OfSetting(node.id(), "cluster"),
                "No Kafka cluster '" + name + "' is set up", "There is " + String.join(", ", KnownClusters.inOrder(known)) + ". More can be set up as millrace.kafka.clusters where Millrace is started"));
    }

    private static void circles(Order order, Diagnostics.Collector found) {
        for (NodeId id : order.circling()) {
            found.error(Code.CYCLE, new Location.OfNode(id), "The rows of '" + id + "' come back to it in a circle",
                    "Remove an edge so that rows flow in one direction");
        }
    }

    private static void edges(Pipeline pipeline, Resolved resolved, Diagnostics.Collector found) {
        for (Edge edge : pipeline.edges()) {
            missing(pipeline, resolved, edge.from(), false)
                    .ifPresent(m -> found.error(Code.UNKNOWN_PORT, new Location.OfEdge(edge), m, "Connect it anew or remove the edge"));
            missing(pipeline, resolved, edge.to(), true)
                    .ifPresent(m -> found.error(Code.UNKNOWN_PORT, new Location.OfEdge(edge), m, "Connect it anew or remove the edge"));
        }
    }

    private static Optional<String> missing(Pipeline pipeline, Resolved resolved, PortRef port, boolean input) {
        if (!pipeline.nodes().containsKey(port.node())) {
            return Optional.of("There is no node '" + port.node() + "'");
        }
        ResolvedNode node = resolved.nodes().get(port.node());
        if (node == null) {
            return Optional.empty();
        }
        Ports ports = NodeKinds.ports(node.shape());
        List<Port> candidates = input ? ports.inputs() : ports.outputs();
        if (candidates.stream().anyMatch(p -> p.name().equals(port.port()))) {
            return Optional.empty();
        }
        return Optional.of("'" + port.node() + "' has no " + (input ? "input" : "output") + " '" + port.port() + "'"
                + (candidates.isEmpty() ? "" : "; it has " + candidates.stream().map(Port::name).toList()));
    }

    private static void inputs(Pipeline pipeline, ResolvedNode node, Diagnostics.Collector found) {
        List<Port> ports = NodeKinds.ports(node.shape()).inputs();
        for (Port port : ports) {
            boolean named = ports.size() > 1;
            long edges = pipeline.into(new PortRef(node.id(), port.name())).count();
            if (edges == 0) {
                found.error(Code.MISSING_INPUT, new Location.OfNode(node.id()),
                        "'" + node.id() + "' has no input" + (named ? " at '" + port.name() + "'" : ""),
                        "Draw an edge from an output to its " + (named ? "port '" + port.name() + "'" : "left port"));
            } else if (edges > 1 && !port.many()) {
                found.error(Code.TOO_MANY_INPUTS, new Location.OfNode(node.id()), "'" + node.id() + "' takes one input"
                                + (named ? " at '" + port.name() + "'" : "") + ", but " + edges + " edges end here",
                        "Put a Union before it");
            }
        }
    }

    private static void outputs(Pipeline pipeline, ResolvedNode node, Diagnostics.Collector found) {
        for (Port port : NodeKinds.ports(node.shape()).outputs()) {
            if (port.role() == Port.Role.ASIDE || pipeline.outOf(new PortRef(node.id(), port.name())).findAny().isPresent()) {
                continue;
            }
            Severity severity = port.role() == Port.Role.ROWS ? Severity.WARNING : Severity.INFO;
            String message = switch (port.role()) {
                case ROWS, ASIDE -> "Rows of output '" + port.name() + "' go nowhere; they are counted and dropped";
                case OTHERWISE -> "Rows that no branch takes go nowhere; they are counted and dropped";
                case REJECTED -> node.shape() instanceof Source ? "Records that cannot be read are counted, but kept nowhere"
                        : "Rows of output '" + port.name() + "' are counted, but kept nowhere";
            };
            found.add(new Diagnostic(Code.UNUSED_OUTPUT, severity, new Location.OfNode(node.id()), message,
                    "Draw an edge from '" + port.name() + "' to a sink to keep them"));
        }
    }

    private static void once(ResolvedNode node, Diagnostics.Collector found) {
        if (node.shape() instanceof Sink sink) {
            sink.twice().ifPresent(twice -> found.error(Code.NOT_EXACTLY_ONCE, new Location.OfNode(node.id()), "'" + node.id() + "' " + twice.why()
                    + ". The pipeline is to write each row exactly once", twice.instead()));
        }
    }

    /** Ways in and ways out of a fragment have names of their own. */
    private static void ways(Resolved resolved, Diagnostics.Collector found) {
        var names = new HashSet<String>();
        for (ResolvedNode node : resolved.nodes().values()) {
            String name = switch (node.shape()) {
                case FragmentInput input -> "in " + input.name();
                case FragmentOutput output -> "out " + output.name();
                default -> "";
            };
            if (!name.isEmpty() && !node.reported().contains("name") && !names.add(name)) {
                found.error(Code.DUPLICATE_NAME, new Location.OfSetting(node.id(), "name"), "Another " + (name.startsWith("in ") ? "input" : "output") + " of the fragment is called '"
                        + name.substring(name.indexOf(' ') + 1) + "'", "Choose another name");
            }
        }
    }

    private static void ends(Resolved resolved, Diagnostics.Collector found) {
        var shapes = resolved.nodes().values().stream().map(ResolvedNode::shape).toList();
        if (shapes.stream().noneMatch(Source.class::isInstance)) {
            found.error(Code.NO_SOURCE, Location.PIPELINE, "The pipeline has no source", "Add a Kafka source or a demo stream");
        }
        if (shapes.stream().noneMatch(Sink.class::isInstance)) {
            found.error(Code.NO_SINK, Location.PIPELINE, "The pipeline has no sink", "Add a Kafka sink");
        }
    }
}
