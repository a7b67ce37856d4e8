package dev.millrace.state;

import dev.millrace.compile.LogicalPlan;
import dev.millrace.compile.Segment;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.PortRef;
import dev.millrace.rel.HttpLookup;
import dev.millrace.rel.Live;
import dev.millrace.rel.Lookup;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Scalar;
import dev.millrace.rel.StatefulRel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where the values of each column come from, whatever the columns are called on the way: down to the columns that sources read.
 * Two columns with the same origin hold the same; a column that is renamed keeps its origin.
 *
 * <pre>
 *   source orders (id, amount) ─▶ Map total = amount * 2, order = id      total: ⟨orders.amount⟩ * 2     order: orders.id
 * </pre>
 */
final class Origins {
    /** A row of a union comes from one of its inputs; of more than this many nobody keeps count. */
    private static final int MOST = 16;
    private static final int LONGEST = 300;
    private static final Pattern NAMES = Pattern.compile("'(?:[^']|'')*'|`((?:[^`]|``)+)`");

    private final Map<PortRef, List<Map<String, String>>> ports = new HashMap<>();
    private final Map<Rel, List<Map<String, String>>> known = new HashMap<>();
    private NodeId node;

    static Origins of(LogicalPlan plan) {
        var origins = new Origins();
        for (Segment segment : plan.segments()) {
            origins.at(segment.node());
            if (segment instanceof Segment.Producing p) {
                p.outputs().forEach((port, rel) -> origins.ports.put(new PortRef(p.node(), port), origins.of(rel)));
            }
        }
        return origins;
    }

    /** From here on Rels are looked at as those of this node. */
    Origins at(NodeId now) {
        node = now;
        known.clear();
        return this;
    }

    /** Where the values of a Rel's column come from: one answer for each input of the unions before it. */
    Set<String> of(Rel rel, String column) {
        return of(rel).stream().map(m -> m.getOrDefault(column, "?" + column)).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** An expression over a Rel, with origins in the place of names. */
    Set<String> of(Rel rel, Scalar value) {
        return of(rel).stream().map(m -> written(value.sql(), m)).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private List<Map<String, String>> of(Rel rel) {
        List<Map<String, String>> done = known.get(rel);
        if (done == null) {
            done = computed(rel);
            known.put(rel, done);
        }
        return done;
    }

    private List<Map<String, String>> computed(Rel rel) {
        return switch (rel) {
            case Rel.Input input -> ports.getOrDefault(input.from(), List.of(named(rel, name -> input.from() + "." + name)));
            case Rel.Versions versions -> of(versions.in());
            case Live live -> passing(live, live.in(), (name, in) -> name);
            case Rel.Scan scan -> List.of(named(scan, name -> node + "." + name));
            case Rel.Rejected rejected -> List.of(named(rel, name -> node + ".rejected." + name));
            case Rel.Filter filter -> of(filter.in());
            case Rel.Route route -> of(route.in());
            case Rel.Retime retime -> of(retime.in());
            case Rel.Paced paced -> of(paced.in());
            case Rel.Late late -> of(late.window().in());
            case Rel.ChangesAsRows changes -> passing(changes, changes.in(), (name, in) -> "kind of change");
            case Rel.Project project -> {
                Map<String, Scalar> values = project.columns().stream().collect(Collectors.toMap(Rel.Named::name, Rel.Named::value));
                yield each(of(project.in()), in -> named(project, name -> written(values.get(name).sql(), in)));
            }
            case Rel.Unnest unnest -> passing(unnest, unnest.in(), (name, in) -> "element " + unnest.elements().indexOf(name) + " of "
                    + in.get(unnest.column()) + unnest.separator().map(s -> " at '" + s + "'").orElse(""));
            case Rel.UnionAll union -> capped(union.in().stream().flatMap(in -> of(in).stream()).distinct().toList());
            case Rel.WindowAggregate window -> {
                var calls = window.aggregates().stream().collect(Collectors.toMap(Rel.AggregateCall::name, Function.identity()));
                yield each(of(window.in()), in -> named(window, name -> calls.containsKey(name) ? call(calls.get(name), in)
                        : window.keys().contains(name) ? in.get(name) : node + "." + name));
            }
            case StatefulRel stateful -> passing(stateful, stateful.in(), computing(stateful));
            case Rel.Join join -> joined(join);
            case Rel.Query query -> {
                String inputs = query.in().entrySet().stream().map(e -> e.getKey() + query.reads().get(e.getKey()).stream().sorted()
                        .map(c -> c + "=" + String.join("|", of(e.getValue(), c))).toList()).collect(Collectors.joining());
                yield List.of(named(query, name -> shortened(query.sql() + inputs + "." + name)));
            }
            case Lookup lookup -> passing(lookup, lookup.in(), (name, in) -> lookup.added().get(name) + " of " + lookup.database() + "." + lookup.table()
                    + lookup.keys().entrySet().stream().map(k -> k.getKey() + "=" + in.get(k.getValue())).toList());
            case HttpLookup lookup -> passing(lookup, lookup.in(), (name, in) -> node + "." + name);
            case HttpLookup.Failed failed -> passing(failed, failed.lookup().in(), (name, in) -> node + "." + name);
            case Lookup.Failed failed -> passing(failed, failed.lookup().in(), (name, in) -> node + "." + name);
        };
    }

    private interface Computing {
        String of(String column, Map<String, String> in);
    }

    /** Columns of the input that pass, and what is computed beside them. */
    private List<Map<String, String>> passing(Rel rel, Rel in, Computing computing) {
        Set<String> computed = rel instanceof StatefulRel s ? s.computes() : Set.of();
        return each(of(in), m -> named(rel, name -> m.containsKey(name) && !computed.contains(name) ? m.get(name) : computing.of(name, m)));
    }

    private Computing computing(StatefulRel rel) {
        return switch (rel) {
            case StatefulRel.GroupAggregate g -> (name, in) -> g.keys().contains(name) ? in.get(name) : call(g.aggregates(), name, in);
            case StatefulRel.OverAggregate o -> (name, in) -> call(o.aggregates(), name, in) + " over";
            case StatefulRel.Previous p -> (name, in) -> p.values().stream().filter(v -> v.name().equals(name)).findFirst()
                    .map(v -> "before " + p.back() + " " + in.get(v.column())).orElse(name);
            case StatefulRel.TopN t -> (name, in) -> node + ".rank";
            case StatefulRel.Deduplicate d -> (name, in) -> name;
            case StatefulRel.MatchPattern m -> (name, in) -> m.keys().contains(name) ? in.get(name)
                    : m.measures().stream().filter(x -> x.name().equals(name)).findFirst().map(x -> written(x.value().sql(), in)).orElse(node + ".time");
        };
    }

    private String call(List<Rel.AggregateCall> calls, String name, Map<String, String> in) {
        return calls.stream().filter(c -> c.name().equals(name)).findFirst().map(c -> call(c, in)).orElse(node + "." + name);
    }

    private String call(Rel.AggregateCall call, Map<String, String> in) {
        return shortened(node + "." + call.function() + (call.distinct() ? " distinct " : " ") + call.column().map(in::get).orElse("*")
                + call.share().map(s -> " " + s).orElse("") + call.where().map(w -> " where " + written(w.sql(), in)).orElse(""));
    }

    private List<Map<String, String>> joined(Rel.Join join) {
        var all = new ArrayList<Map<String, String>>();
        for (Map<String, String> left : of(join.left())) {
            for (Map<String, String> right : of(join.right())) {
                var both = new HashMap<>(left);
                join.names().forEach((column, name) -> both.put(name, Optional.ofNullable(right.get(column)).orElse(column)));
                all.add(both);
            }
        }
        return capped(all);
    }

    /** With very many inputs they are taken together: then any change of one is a change. */
    private static List<Map<String, String>> capped(List<Map<String, String>> all) {
        if (all.size() <= MOST) {
            return all;
        }
        var together = new HashMap<String, String>();
        all.getFirst().keySet().forEach(name -> together.put(name,
                shortened(all.stream().map(m -> String.valueOf(m.get(name))).sorted().distinct().collect(Collectors.joining("|")))));
        return List.of(together);
    }

    private static Map<String, String> named(Rel rel, Function<String, String> origin) {
        var map = new HashMap<String, String>();
        rel.schema().names().forEach(name -> map.put(name, String.valueOf(origin.apply(name))));
        return map;
    }

    private static List<Map<String, String>> each(List<Map<String, String>> in, Function<Map<String, String>, Map<String, String>> out) {
        return in.stream().map(out).distinct().toList();
    }

    private static String written(String sql, Map<String, String> origins) {
        var match = NAMES.matcher(sql);
        var text = new StringBuilder();
        while (match.find()) {
            String origin = match.group(1) == null ? null : origins.get(match.group(1).replace("``", "`"));
            if (origin != null && match.start() == 0 && match.end() == sql.length()) {
                return origin;
            }
            match.appendReplacement(text, Matcher.quoteReplacement(origin == null ? match.group() : "⟨" + origin + "⟩"));
        }
        return shortened(match.appendTail(text).toString());
    }

    /** Expressions over expressions grow; what counts is only whether two are the same. */
    private static String shortened(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        return "#" + UUID.nameUUIDFromBytes(text.getBytes());
    }
}
