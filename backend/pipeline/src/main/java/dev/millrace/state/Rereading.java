package dev.millrace.state;

import dev.millrace.compile.Segment;
import dev.millrace.pipeline.NodeId;
import dev.millrace.rel.Rel;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Whether what a node knew comes again when sources begin anew. */
final class Rereading {
    private Rereading() {}

    /** In words, the sources before a node that do not begin at the beginning. */
    static Set<String> notFromTheBeginning(Map<NodeId, Segment> segments, NodeId node) {
        var nodes = new LinkedHashSet<>(StateVerdicts.before(segments, node));
        nodes.add(node);
        var found = new TreeSet<String>();
        nodes.forEach(n -> {
            if (segments.get(n) instanceof Segment.Producing p) {
                p.outputs().values().forEach(rel -> add(rel, n, found));
            }
        });
        return found;
    }

    private static void add(Rel rel, NodeId node, Set<String> found) {
        rel.inputs().forEach(in -> add(in, node, found));
        Rel.StartFrom start = switch (rel) {
            case Rel.KafkaScan k -> k.start();
            case Rel.BackfillScan b -> b.topic().start();
            default -> new Rel.StartFrom.Earliest();
        };
        if (!(start instanceof Rel.StartFrom.Earliest) && !(rel instanceof Rel.BackfillScan)) {
            found.add(node.inWords());
        }
    }
}
