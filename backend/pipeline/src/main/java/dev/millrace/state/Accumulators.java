package dev.millrace.state;

import dev.millrace.compile.LogicalPlan;
import dev.millrace.compile.Segment;
import dev.millrace.pipeline.NodeId;
import dev.millrace.rel.Rel;
import dev.millrace.schema.LogicalType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What groups and windows keep for each aggregate, found again by a name: an aggregate that is added begins with the next row, one that is removed goes, and all others keep
 * what they have, wherever they stand.
 *
 * <p>The names are given when a pipeline is deployed and handed on from deployment to deployment, beside the state. They say which value is which, whatever the
 * aggregate is called later: the name of an aggregate is only where they begin.
 */
public final class Accumulators {
    private Accumulators() {}

    /**
     * The aggregates of a node where what they keep is found by name; empty where a node has none, or keeps them by their place.
     */
    private static Optional<Aggregation> byName(Segment segment) {
        List<Aggregation> all = segment.rels().stream().flatMap(Aggregation::in).distinct().toList();
        return all.size() == 1 && all.getFirst().isByName() ? Optional.of(all.getFirst()) : Optional.empty();
    }

    /**
     * The names of all values that Flink keeps for a node's aggregates, in their order; empty where they are found by their place.
     *
     * @param handedOn names of aggregates by node, for nodes whose names are not those that they would begin with
     */
    public static List<String> values(Segment segment, Map<NodeId, List<String>> handedOn) {
        return byName(segment).map(of -> values(of, handedOn.getOrDefault(segment.node(), begun(of)))).orElse(List.of());
    }

    /**
     * @param names one for each aggregate; the same one for those that are the same but for what they are called
     */
    private static List<String> values(Aggregation of, List<String> names) {
        var values = new ArrayList<String>();
        for (int i = 0; i < names.size(); i++) {
            if (same(of, i) == i) {
                for (int value = 0; value < values(of.calls().get(i).function()); value++) {
                    values.add(value == 0 ? names.get(i) : names.get(i) + "#" + value);
                }
            }
        }
        return values;
    }

    /** How many values Flink keeps for an aggregate that is found by name. */
    private static int values(Rel.AggregateCall.Function function) {
        return switch (function) {
            case COUNT, SUM, MIN, MAX -> 1;
            case AVG -> 2;
            case COUNT_DISTINCT, FIRST, LAST, LIST, ARRAY, PERCENTILE -> 0;
        };
    }

    /** The names that a group begins with where nothing was kept before. */
    private static List<String> begun(Aggregation of) {
        return IntStream.range(0, of.calls().size()).mapToObj(i -> of.calls().get(same(of, i)).name()).toList();
    }

    /** The place of the first aggregate that is the same but for its name, where Flink keeps one value for all of them. */
    private static int same(Aggregation of, int place) {
        if (!of.shares()) {
            return place;
        }
        Rel.AggregateCall call = of.calls().get(place);
        return IntStream.range(0, place).filter(i -> of.calls().get(i).named(call.name()).equals(call)).findFirst().orElse(place);
    }

    /**
     * The names under which a revision finds what another one left.
     *
     * @param before names of the revision that left the state, by node; a node that is not there has those that it began with
     * @param mark is part of each new name, so that none is ever given twice
     * @param dropped nodes that begin empty
     * @return names by node, for nodes whose names are not those that they would begin with
     */
    public static Map<NodeId, List<String>> handedOn(LogicalPlan left, Map<NodeId, List<String>> before, LogicalPlan now, Set<NodeId> dropped, String mark) {
        Map<NodeId, Aggregation> had = byName(left);
        Origins originsBefore = Origins.of(left);
        Origins origins = Origins.of(now);
        var names = new TreeMap<NodeId, List<String>>();
        byName(now).forEach((node, of) -> {
            Aggregation was = had.get(node);
            if (was == null || dropped.contains(node)) {
                return;
            }
            List<String> old = before.getOrDefault(node, begun(was));
            List<Integer> places = places(held(was, originsBefore.at(node)), held(of, origins.at(node)));
            var own = new ArrayList<String>();
            for (int i = 0; i < places.size(); i++) {
                int same = same(of, i);
                own.add(same < i ? own.get(same) : places.get(i) < 0 ? of.calls().get(i).name() + "@" + mark : old.get(places.get(i)));
            }
            if (!own.equals(begun(of))) {
                names.put(node, List.copyOf(own));
            }
        });
        return Collections.unmodifiableMap(names);
    }

    private static Map<NodeId, Aggregation> byName(LogicalPlan plan) {
        var all = new TreeMap<NodeId, Aggregation>();
        plan.segments().forEach(segment -> byName(segment).ifPresent(of -> all.put(segment.node(), of)));
        return all;
    }

    /** What is kept for each aggregate, in their order. */
    static List<Held> held(Aggregation aggregation, Origins origins) {
        Rel in = aggregation.in();
        return aggregation.calls().stream().map(call -> {
            var argument = call.column().map(c -> in.schema().column(c).orElseThrow());
            LogicalType result = aggregation.result(call);
            String function = call.function() + call.share().map(s -> " " + s).orElse("") + "(" + (call.distinct() ? "DISTINCT" : "") + ")" + (call.where().isPresent() ? " where" : "");
            String form = call.function() + call.share().map(s -> " " + s).orElse("") + "(" + (call.distinct() ? "DISTINCT " : "")
                    + argument.map(c -> Held.form(c.type(), c.nullable())).orElse("*") + ")" + (call.where().isPresent() ? " where" : "") + " as " + result;
            Set<String> of = call.column().map(c -> origins.of(in, c)).orElse(Set.of("*"));
            Set<String> where = call.where().map(w -> origins.of(in, w)).orElse(Set.of(""));
            var both = new HashSet<String>();
            of.forEach(o -> where.forEach(w -> both.add(o + " where " + w)));
            return new Held(call.column().orElse(""), form, both, Optional.of(new Held.Aggregate(call.name(), function, argument.map(c -> c.type()), result)));
        }).toList();
    }

    /** For each value now, which of those before it goes on with; -1 where it begins. What comes from the same place goes first, then what is called the same. */
    static List<Integer> places(List<Held> before, List<Held> now) {
        var places = new ArrayList<>(Collections.nCopies(now.size(), -1));
        var taken = new HashSet<Integer>();
        for (boolean sameOrigin : new boolean[] {true, false}) {
            for (boolean sameName : new boolean[] {true, false}) {
                for (int i = 0; i < now.size(); i++) {
                    for (int j = 0; j < before.size() && places.get(i) < 0; j++) {
                        Held is = now.get(i);
                        Held was = before.get(j);
                        boolean fits = !taken.contains(j) && is.goesOnWith(was) && (sameOrigin ? is.isOf(was) : is.name().equals(was.name()));
                        if (fits && (!sameName || is.called().equals(was.called()))) {
                            places.set(i, j);
                            taken.add(j);
                        }
                    }
                }
            }
        }
        return places;
    }
}
