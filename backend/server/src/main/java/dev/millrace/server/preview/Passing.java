package dev.millrace.server.preview;

import dev.millrace.pipeline.PortRef;
import dev.millrace.rel.HttpLookup;
import dev.millrace.rel.Lookup;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Scalar;
import dev.millrace.rel.StatefulRel;
import dev.millrace.schema.Identifiers;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How rows of an input can be known again in an output of the same node.
 *
 * @param columns those of the input that the output has too, by their names there
 * @param several whether a row of the input may be in several of the output
 * @param inOrder whether the n-th row that comes in is the n-th that leaves, so that no columns are needed
 */
record Passing(Map<String, String> columns, boolean several, boolean inOrder) {
    Passing {
        columns = Map.copyOf(columns);
    }

    /** Empty where the output has rows of its own, such as aggregates, or nothing of this input. */
    static Optional<Passing> of(Rel rel, PortRef from) {
        return switch (rel) {
            case Rel.Input(PortRef port, var schema) when port.equals(from) -> {
                var same = new LinkedHashMap<String, String>();
                schema.names().forEach(n -> same.put(n, n));
                yield Optional.of(new Passing(same, false, true));
            }
            case Rel.Input other -> Optional.empty();
            case Rel.Scan scan -> Optional.empty();
            case Rel.Rejected rejected -> Optional.empty();
            case Rel.Filter f -> of(f.in(), from).map(Passing::some);
            case Rel.Route r -> of(r.in(), from).map(Passing::some);
            case Rel.Retime r -> of(r.in(), from).map(Passing::some);
            case Rel.Paced p -> of(p.in(), from);
            // What was taken back becomes a new row, so kinds cannot be compared.
            case Rel.ChangesAsRows c -> Optional.empty();
            case Rel.Versions v -> of(v.in(), from);
            case Rel.WithValues l -> l.inputs().stream().findFirst().flatMap(in -> of(in, from));
            case Rel.Late(Rel.WindowAggregate window) -> of(window.in(), from).map(Passing::some);
            case Rel.UnionAll u -> u.in().stream().flatMap(in -> of(in, from).stream()).findFirst().map(Passing::some);
            case Rel.Project p -> of(p.in(), from).flatMap(in -> in.projected(p));
            case Rel.Unnest u -> of(u.in(), from).flatMap(in -> in.within(u.schema().names())).map(Passing::many);
            case Lookup l -> of(l.in(), from).map(Passing::many);
            case HttpLookup l -> of(l.in(), from).map(Passing::many);
            case Lookup.Failed f -> of(f.lookup().in(), from).map(Passing::some);
            case HttpLookup.Failed f -> of(f.lookup().in(), from).map(Passing::some);
            case Rel.Join j -> join(j, from);
            case StatefulRel.Deduplicate d -> of(d.in(), from).map(Passing::some);
            case StatefulRel.TopN t -> of(t.in(), from).map(Passing::many);
            case StatefulRel.OverAggregate o -> of(o.in(), from).map(Passing::some);
            case StatefulRel.Previous p -> of(p.in(), from).map(Passing::some);
            case StatefulRel.GroupAggregate g -> Optional.empty();
            case StatefulRel.MatchPattern m -> Optional.empty();
            case Rel.WindowAggregate w -> Optional.empty();
            case Rel.Query q -> Optional.empty();
        };
    }

    private static Optional<Passing> join(Rel.Join join, PortRef from) {
        Optional<Passing> left = of(join.left(), from);
        if (left.isPresent()) {
            return left.flatMap(l -> l.within(join.schema().names())).map(Passing::many);
        }
        if (join.type() == Rel.Join.Type.SEMI || join.type() == Rel.Join.Type.ANTI) {
            return Optional.empty();
        }
        return of(join.right(), from).flatMap(right -> {
            var renamed = new HashMap<String, String>();
            right.columns().forEach((in, out) -> {
                String here = join.names().getOrDefault(out, out);
                if (join.schema().column(here).isPresent()) {
                    renamed.put(in, here);
                }
            });
            return renamed.isEmpty() ? Optional.empty() : Optional.of(new Passing(renamed, true, false));
        });
    }

    private Passing some() {
        return new Passing(columns, several, false);
    }

    private Passing many() {
        return new Passing(columns, true, false);
    }

    private Optional<Passing> within(List<String> names) {
        var kept = new HashMap<>(columns);
        kept.values().retainAll(names);
        return kept.isEmpty() ? Optional.empty() : Optional.of(new Passing(kept, several, inOrder));
    }

    /** Columns that are handed on as they are; where rows pass one by one, they are known by their place without any. */
    private Optional<Passing> projected(Rel.Project project) {
        var kept = new HashMap<String, String>();
        for (Rel.Named named : project.columns()) {
            columns.forEach((in, out) -> {
                if (isReference(named.value(), out)) {
                    kept.put(in, named.name());
                }
            });
        }
        return inOrder || kept.size() == columns.size() ? Optional.of(new Passing(kept, several, inOrder)) : Optional.empty();
    }

    private static boolean isReference(Scalar value, String column) {
        return value.sql().equals(Identifiers.quote(column)) || value.sql().equals(column);
    }
}
