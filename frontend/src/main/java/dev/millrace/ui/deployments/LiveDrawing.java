package dev.millrace.ui.deployments;

import dev.millrace.compile.Compilation;
import dev.millrace.kind.NodeKinds;
import dev.millrace.kind.Port;
import dev.millrace.pipeline.Edge;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.Latency;
import dev.millrace.server.metrics.Bottleneck;
import dev.millrace.server.metrics.Count;
import dev.millrace.server.metrics.LiveMetrics;
import dev.millrace.server.metrics.NodeNumbers;
import dev.millrace.ui.canvas.Wire;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** What a drawing shows while its deployment runs. */
public final class LiveDrawing {
    /** From this share of waiting on, a node is said to wait for a slower one. */
    private static final double HELD_BACK = 0.5;
    private static final long UNKNOWN = -1;
    private static final NodeKinds KINDS = NodeKinds.shipped();

    private LiveDrawing() {}

    /** Rows on every edge and in every node. An edge carries every row that leaves its port; behind a bypassed node, those that pass it. */
    public static Wire.Rates rates(Compilation compilation, LiveMetrics metrics) {
        Pipeline pipeline = compilation.pipeline();
        Map<String, List<Double>> edges = new HashMap<>();
        for (Edge edge : pipeline.edges()) {
            if (!compilation.carries(edge)) {
                continue;
            }
            Count count = metrics.out(compilation.origin(edge.from()));
            edges.put(edge.id(), List.of(count.perSecond(), (double) count.total()));
        }
        Map<String, Wire.NodeRates> nodes = new HashMap<>();
        pipeline.nodes().forEach((id, node) -> {
            if (compilation.usesFragment(id)) {
                nodes.put(id.value(), fragment(compilation, id, metrics));
                return;
            }
            NodeNumbers n = metrics.nodes().get(id);
            if (n != null) {
                Set<String> aside = aside(node);
                nodes.put(id.value(), new Wire.NodeRates(n.rowsIn().total(),
                        n.rowsOut().entrySet().stream().filter(e -> !aside.contains(e.getKey())).mapToLong(e -> e.getValue().total()).sum(),
                        n.rejected().total(), n.late().total(), busy(n), n.backPressured(), n.lag().orElse(UNKNOWN), n.stateBytes().orElse(UNKNOWN),
                        behind(n, metrics.at()), latency(n, Latency::medianMillis), latency(n, Latency::worstMillis)));
            }
        });
        return new Wire.Rates(edges, nodes, List.of(), bottleneck(compilation, metrics).map(b -> waiting(compilation, b)).orElse(List.of()));
    }

    /** For the node itself where that is known, and else of the task in which it runs with others. */
    private static double busy(NodeNumbers node) {
        return node.ownBusy().orElse(node.busy());
    }

    private static long behind(NodeNumbers node, Instant at) {
        return node.watermark().map(w -> Math.max(0, Duration.between(w, at).toSeconds())).orElse(UNKNOWN);
    }

    private static long latency(NodeNumbers node, ToLongFunction<Latency> millis) {
        return node.latency().map(l -> millis.applyAsLong(l)).orElse(UNKNOWN);
    }

    /** The node that holds the rest back, of those that run. */
    static Optional<Bottleneck> bottleneck(Compilation compilation, LiveMetrics metrics) {
        return Bottleneck.find(compilation.running(), metrics.nodes());
    }

    /** Edges from a node that waits, to another one that does or to the one that holds it back. */
    private static List<String> waiting(Compilation compilation, Bottleneck bottleneck) {
        Set<NodeId> from = bottleneck.waiting().stream().map(compilation::drawn).collect(Collectors.toSet());
        Set<NodeId> to = new HashSet<>(from);
        to.add(compilation.drawn(bottleneck.node()));
        return compilation.pipeline().edges().stream().filter(e -> compilation.carries(e) && to.contains(e.to().node())
                && from.contains(compilation.drawn(compilation.origin(e.from()).node()))).map(Edge::id).toList();
    }

    /** A node that uses a fragment: what comes in by its edges and leaves by its ports; the rest is of the nodes it stands for, the busiest of them speaking. */
    private static Wire.NodeRates fragment(Compilation compilation, NodeId id, LiveMetrics metrics) {
        Pipeline pipeline = compilation.pipeline();
        long in = pipeline.into(id).filter(compilation::carries).mapToLong(e -> metrics.out(compilation.origin(e.from())).total()).sum();
        long out = compilation.passed().entrySet().stream().filter(p -> p.getKey().node().equals(id)).mapToLong(p -> metrics.out(p.getValue()).total()).sum();
        List<NodeNumbers> inside = inside(compilation, id, metrics);
        return new Wire.NodeRates(in, out, inside.stream().mapToLong(n -> n.rejected().total()).sum(), inside.stream().mapToLong(n -> n.late().total()).sum(),
                inside.stream().mapToDouble(LiveDrawing::busy).max().orElse(0), inside.stream().mapToDouble(NodeNumbers::backPressured).max().orElse(0),
                sum(inside, NodeNumbers::lag), sum(inside, NodeNumbers::stateBytes), inside.stream().mapToLong(n -> behind(n, metrics.at())).max().orElse(UNKNOWN),
                inside.stream().mapToLong(n -> latency(n, Latency::medianMillis)).max().orElse(UNKNOWN), inside.stream().mapToLong(n -> latency(n, Latency::worstMillis)).max().orElse(UNKNOWN));
    }

    private static long sum(List<NodeNumbers> nodes, Function<NodeNumbers, OptionalLong> number) {
        return nodes.stream().map(number).filter(OptionalLong::isPresent).mapToLong(OptionalLong::getAsLong).reduce(Long::sum).orElse(UNKNOWN);
    }

    /** Numbers of the running nodes that a drawn one stands for. */
    private static List<NodeNumbers> inside(Compilation compilation, NodeId drawn, LiveMetrics metrics) {
        return compilation.running(drawn).stream().map(metrics.nodes()::get).filter(Objects::nonNull).toList();
    }

    /** Outputs whose rows are not what the node is there for: they are on their edge, and bad and late ones have a number of their own. */
    private static Set<String> aside(Node node) {
        return KINDS.ports(node).outputs().stream().filter(port -> switch (port.role()) {
            case ROWS, OTHERWISE -> false;
            case REJECTED, ASIDE -> true;
        }).map(Port::name).collect(Collectors.toSet());
    }

    /** How each node stands. @param metrics null where nothing was counted yet */
    public static Function<NodeId, Wire.State> states(Compilation compilation, Deployment deployment, LiveMetrics metrics) {
        boolean runs = deployment.state() == Deployment.State.RUNNING;
        Optional<NodeId> failed = deployment.failure().flatMap(Deployment.Failure::node).map(compilation::drawn).filter(n -> !runs);
        Optional<NodeId> holdsBack = Optional.ofNullable(metrics).flatMap(m -> bottleneck(compilation, m)).map(b -> compilation.drawn(b.node()));
        return node -> {
            if (failed.filter(node::equals).isPresent()) {
                return Wire.State.FAILED;
            }
            if (!runs) {
                return Wire.State.OK;
            }
            if (holdsBack.filter(node::equals).isPresent()) {
                return Wire.State.HOLDS_BACK;
            }
            boolean heldBack = metrics != null && inside(compilation, node, metrics).stream().anyMatch(n -> n.backPressured() > HELD_BACK);
            return heldBack ? Wire.State.HELD_BACK : Wire.State.RUNNING;
        };
    }
}
