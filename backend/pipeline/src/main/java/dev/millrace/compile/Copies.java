package dev.millrace.compile;

import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.diagnostic.Location;
import dev.millrace.diagnostic.Severity;
import dev.millrace.pipeline.NodeId;
import dev.millrace.rel.HttpLookup;
import dev.millrace.rel.Live;
import dev.millrace.rel.Lookup;
import dev.millrace.rel.Rel;
import dev.millrace.rel.StatefulRel;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * In how many copies each node runs, and what a number of its own means for the order of rows. Between two nodes
 *
 * <pre>
 *   by key          each row goes to the copy that has its key; any number of copies
 *   many ──▶ fewer  each copy hands all its rows to one: they keep their order
 *   few ──▶ more    rows are dealt out in turn, where the node says so itself: they may overtake one another.
 *                   Changes of a row are not dealt out: the node has as many copies as hand it rows
 * </pre>
 */
final class Copies {
    private final LogicalPlan plan;
    private final Map<NodeId, Integer> copies = new HashMap<>();
    private final Diagnostics.Collector found = new Diagnostics.Collector();

    private Copies(LogicalPlan plan) {
        this.plan = plan;
    }

    /** What is to be said of nodes that have a parallelism of their own. */
    static Diagnostics of(LogicalPlan plan) {
        if (plan.copies().isEmpty()) {
            return Diagnostics.NONE;
        }
        var all = new Copies(plan);
        plan.segments().forEach(all::look);
        return all.found.done();
    }

    private void look(Segment segment) {
        int asked = plan.copies(segment.node());
        boolean own = plan.copies().containsKey(segment.node());
        Rel rel = segment.main();
        int come = inputs(rel).mapToInt(in -> copies.getOrDefault(in.from().node(), asked)).max().orElse(asked);
        boolean changes = inputs(rel).anyMatch(in -> in.schema().isUpdating());
        int has = switch (spread(rel)) {
            case ONE -> 1;
            case BY_KEY -> asked;
            case AS_IT_COMES -> asked > come && (!own || changes) ? come : asked;
        };
        copies.put(segment.node(), has);
        if (own && has < asked) {
            say(Severity.INFO, Code.FEWER_COPIES, segment.node(), "This runs in " + counted(has) + " and not in " + asked + ": "
                    + (spread(rel) == Spread.ONE ? "it has one place where all rows are" : "changes of a row would overtake one another"),
                    spread(rel) == Spread.ONE ? "Leave Parallelism empty" : "Set Parallelism at the node before it that works by key");
        } else if (own && spread(rel) == Spread.AS_IT_COMES && has > come) {
            say(Severity.WARNING, Code.OUT_OF_TURN, segment.node(), "Rows come from " + counted(come) + " and are dealt out in turn to " + has + ": they may overtake one another",
                    "That is fine where no node behind minds their order; otherwise leave Parallelism empty, or set it higher at the source");
        }
    }

    private void say(Severity severity, Code code, NodeId node, String message, String hint) {
        found.add(new Diagnostic(code, severity, new Location.OfNode(node), message, hint));
    }

    private static String counted(int copies) {
        return copies == 1 ? "1 copy" : copies + " copies";
    }

    private enum Spread { ONE, BY_KEY, AS_IT_COMES }

    /** How rows find the copies of what computes this. */
    private static Spread spread(Rel rel) {
        return switch (rel) {
            case Rel.DemoScan s -> Spread.ONE;
            case Rel.ValuesScan s -> Spread.ONE;
            case Rel.FilesScan s -> Spread.ONE;
            case Rel.BackfillScan s -> Spread.ONE;
            case Rel.TableScan s -> s.splitBy().isPresent() ? Spread.BY_KEY : Spread.ONE;
            case Rel.KafkaScan s -> Spread.BY_KEY;
            case Rel.Rejected r -> spread(r.scan());
            case Rel.WindowAggregate w -> w.keys().isEmpty() ? Spread.ONE : Spread.BY_KEY;
            case Rel.Late late -> spread(late.window());
            case StatefulRel s -> s.keys().isEmpty() ? Spread.ONE : Spread.BY_KEY;
            case Rel.Join j -> j.keys().isEmpty() ? Spread.ONE : Spread.BY_KEY;
            // What a query does is the planner's affair.
            case Rel.Query q -> Spread.BY_KEY;
            case Rel.Input i -> Spread.AS_IT_COMES;
            case Rel.Filter f -> spread(f.in());
            case Rel.Route r -> spread(r.in());
            case Rel.Project p -> spread(p.in());
            case Rel.Unnest u -> spread(u.in());
            case Rel.Retime r -> spread(r.in());
            case Rel.ChangesAsRows c -> spread(c.in());
            case Rel.Paced p -> spread(p.in());
            case Rel.Versions v -> spread(v.in());
            case Rel.UnionAll u -> Spread.AS_IT_COMES;
            case Live live -> spread(live.in());
            case Lookup l -> spread(l.in());
            case Lookup.Failed f -> spread(f.lookup());
            case HttpLookup l -> spread(l.in());
            case HttpLookup.Failed f -> spread(f.lookup());
        };
    }

    private static Stream<Rel.Input> inputs(Rel rel) {
        return rel.tree().filter(Rel.Input.class::isInstance).map(Rel.Input.class::cast);
    }
}
