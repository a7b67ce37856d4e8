package dev.millrace.compile;

import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.diagnostic.Location;
import dev.millrace.diagnostic.Severity;
import dev.millrace.kind.NodeKinds;
import dev.millrace.kind.SettingSpec;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PortRef;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Scalar;
import dev.millrace.rel.StatefulRel;
import dev.millrace.schema.Column;
import dev.millrace.schema.Identifiers;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What runs but is hardly meant: values that nobody reads, and keys that leave copies without work. Said only where there are no errors. */
final class Lints {
    private static final Pattern ENTRY_NAME = Pattern.compile("(\\w+)\\[(\\d+)]\\.name");
    private final Pipeline pipeline;
    private final NodeKinds kinds;
    private final Map<PortRef, Rel> outputs = new HashMap<>();
    private final Diagnostics.Collector found = new Diagnostics.Collector();

    private Lints(Pipeline pipeline, NodeKinds kinds) {
        this.pipeline = pipeline;
        this.kinds = kinds;
    }

    /** @param plan with all columns @param liveness that has gone over it */
    static Diagnostics of(LogicalPlan plan, Liveness liveness, Pipeline pipeline, NodeKinds kinds) {
        var lints = new Lints(pipeline, kinds);
        for (Segment segment : plan.segments()) {
            if (segment instanceof Segment.Producing producing) {
                producing.outputs().forEach((port, rel) -> lints.outputs.put(new PortRef(producing.node(), port), rel));
                lints.unread(producing, liveness, plan);
                int copies = plan.copies(producing.node());
                if (copies > 1) {
                    lints.fewKeys(producing, producing.main(), copies);
                }
            }
        }
        Copies.of(plan).all().forEach(lints.found::add);
        return lints.found.done();
    }

    private void unread(Segment.Producing segment, Liveness liveness, LogicalPlan plan) {
        Set<String> unread = new TreeSet<>();
        Set<String> read = new TreeSet<>();
        segment.outputs().forEach((port, rel) -> {
            var ref = new PortRef(segment.node(), port);
            if (!plan.unwired().contains(ref)) {
                Set<String> live = liveness.live(ref, rel.schema());
                rel.schema().names().forEach(n -> (live.contains(n) ? read : unread).add(n));
            }
        });
        unread.removeAll(read);
        Node node = pipeline.node(segment.node()).orElseThrow();
        Rel main = segment.main();
        if (main instanceof Rel.Scan) {
            required(node, unread);
            return;
        }
        var entries = new LinkedHashMap<String, Integer>();
        SettingPath.texts(node.settings()).forEach((path, text) -> {
            Matcher entry = ENTRY_NAME.matcher(path);
            if (entry.matches() && unread.contains(text) && isComputed(main, text)) {
                entries.put(path, Integer.valueOf(entry.group(2)));
            }
        });
        for (String path : entries.keySet()) {
            String setting = SettingPath.name(path);
            int all = node.settings().get(setting).filter(List.class::isInstance).map(l -> ((List<?>) l).size()).orElse(0);
            boolean needed = kinds.find(node.kind()).flatMap(k -> k.settings().stream().filter(s -> s.name().equals(setting)).findFirst()).filter(SettingSpec::required).isPresent();
            long unreadHere = entries.keySet().stream().filter(p -> SettingPath.name(p).equals(setting)).count();
            if (!needed || unreadHere < all) {
                info(Code.UNREAD_COLUMN, new Location.OfSetting(node.id(), path), "'" + SettingPath.read(node.settings(), path).orElse("") + "' is computed, but nothing reads it",
                        "Remove it, or use it downstream");
            }
        }
    }

    /** A column that only passes costs nothing. */
    private static boolean isComputed(Rel rel, String column) {
        return !(rel instanceof Rel.Project project) || project.columns().stream().filter(c -> c.name().equals(column)).noneMatch(c -> isReference(c.value()));
    }

    private static boolean isReference(Scalar value) {
        return value.columns().size() == 1 && value.sql().equals(Identifiers.quote(value.columns().iterator().next()));
    }

    /** Columns of a source that nobody reads are not even parsed, unless a record must have them. */
    private void required(Node node, Set<String> unread) {
        SettingPath.texts(node.settings()).forEach((path, text) -> {
            String entry = path.replaceAll("\\.name$", "");
            if (ENTRY_NAME.matcher(path).matches() && unread.contains(text) && SettingPath.read(node.settings(), entry + ".required").filter(Boolean.TRUE::equals).isPresent()) {
                info(Code.UNREAD_COLUMN, new Location.OfSetting(node.id(), entry + ".required"), "Nothing reads '" + text + "', but records without it are bad records",
                        "Do not require it, or leave it out");
            }
        });
    }

    private void fewKeys(Segment.Producing segment, Rel rel, int copies) {
        List<String> keys = switch (rel) {
            case Rel.WindowAggregate w -> w.keys();
            case StatefulRel s -> s.keys();
            default -> null;
        };
        if (keys == null) {
            return;
        }
        Rel in = rel.inputs().getFirst();
        long values = 1;
        for (String key : keys) {
            values = Math.min(Integer.MAX_VALUE, values * values(in, key));
        }
        if (values < copies) {
            String why = keys.isEmpty() ? "Without a key, all rows go to one copy" : "Rows of one key go to one copy, and there " + (values == 1 ? "is 1 value" : "are " + values
                    + " values") + " of '" + String.join("', '", keys) + "' at most";
            info(Code.FEW_KEYS, new Location.OfSetting(segment.node(), "keys"), why + ": " + (copies - values) + " of the " + copies + " copies have nothing to do here",
                    "Add a column with more values, or set Parallelism lower");
        }
    }

    /** How many values a column can have, as far as its type or its making says so. */
    private long values(Rel rel, String column) {
        Schema schema = rel.schema();
        Optional<Column> known = schema.column(column);
        if (known.map(Column::type).filter(LogicalType.BOOLEAN::equals).isPresent()) {
            return known.get().nullable() ? 3 : 2;
        }
        return isConstant(rel, column) ? 1 : Integer.MAX_VALUE;
    }

    private boolean isConstant(Rel rel, String column) {
        return switch (rel) {
            case Rel.Input input -> Optional.ofNullable(outputs.get(input.from())).filter(r -> isConstant(r, column)).isPresent();
            case Rel.Filter filter -> isConstant(filter.in(), column);
            case Rel.Route route -> isConstant(route.in(), column);
            case Rel.Retime retime -> isConstant(retime.in(), column);
            case Rel.Paced paced -> isConstant(paced.in(), column);
            case Rel.Project project -> project.columns().stream().filter(c -> c.name().equals(column)).anyMatch(c -> c.value().columns().isEmpty() && isSteady(c.value())
                    || isReference(c.value()) && isConstant(project.in(), c.value().columns().iterator().next()));
            default -> false;
        };
    }

    /** Not a random number, nor the time. */
    private static boolean isSteady(Scalar value) {
        return !value.sql().matches("(?s).*[A-Za-z_]{3,}.*") || value.sql().matches("(?s)'[^']*'") || value.sql().matches("(?i)true|false");
    }

    private void info(Code code, Location at, String message, String hint) {
        found.add(new Diagnostic(code, Severity.INFO, at, message, hint));
    }
}
