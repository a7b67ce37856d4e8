package dev.millrace.kind.operator;

import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.kind.ColumnRef;
import dev.millrace.kind.Group;
import dev.millrace.kind.Kind;
import dev.millrace.kind.Operator;
import dev.millrace.kind.Read;
import dev.millrace.kind.Scope;
import dev.millrace.kind.Setting;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Scalar;
import dev.millrace.schema.Column;
import dev.millrace.schema.Expression;
import dev.millrace.schema.Identifiers;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Shapes columns, in this order: take all or the listed ones, drop, cast, rename, compute. A computed column that has the name
 * of a kept one takes its place. Event time is kept as long as its column passes unchanged, under whatever name; so is the key.
 */
@Kind(id = "operator.map", title = "Map", group = Group.TRANSFORM, icon = "map",
        summary = "Keeps, drops, renames, casts and computes columns")
public record MapColumns(
        @Setting(label = "Begin with", preset = "all-columns", help = "All columns of the input, or only those listed under Keep") Begin begin,
        @Setting(label = "Keep", help = "For listed columns: which to keep") List<ColumnRef> keep,
        @Setting(label = "Drop") List<ColumnRef> drop,
        @Setting(label = "Cast", help = "A value that does not fit the new type becomes NULL") List<Cast> cast,
        @Setting(label = "Rename") List<Renamed> rename,
        @Setting(label = "Compute", help = "New columns from expressions over the columns of the input") List<Computed> compute)
        implements Operator {

    static final MapColumns EXAMPLE = new MapColumns(Begin.ALL_COLUMNS, List.of(), List.of(),
            List.of(new Cast(new ColumnRef("amount"), new LogicalType.Decimal(10, 2))),
            List.of(new Renamed(new ColumnRef("id"), "order_id")),
            List.of(new Computed("with_tax", new Expression("amount * 1.19"))));

    /** Which columns of the input to begin with. */
    public enum Begin { ALL_COLUMNS, LISTED_COLUMNS }

    public record Cast(@Setting(label = "Column") ColumnRef column, @Setting(label = "To type") LogicalType type) {
        static final Cast EXAMPLE = new Cast(new ColumnRef("amount"), LogicalType.STRING);
    }

    public record Renamed(@Setting(label = "Column") ColumnRef column, @Setting(label = "New name") String name) {}

    public record Computed(@Setting(label = "Name") String name, @Setting(label = "Expression") Expression expression) {}

    @Override public Optional<Schema> infer(Schema in, Scope at) {
        var columns = columns(in, at);
        if (columns.isEmpty()) {
            at.error(Code.MISSING_SETTING, begin == Begin.LISTED_COLUMNS ? "keep" : "compute", "No column is left",
                    "Keep or compute at least one column");
            return Optional.empty();
        }
        Schema out = new Schema(columns.stream().map(Rel.Named::column).toList(), Optional.empty(), key(in, columns), in.changelog());
        if (in.eventTime().isEmpty()) {
            return Optional.of(out);
        }
        String time = Identifiers.quote(in.eventTime().get());
        var kept = columns.stream().filter(c -> c.value().sql().equals(time)).map(Rel.Named::name).findFirst();
        if (kept.isEmpty()) {
            at.info(Code.LOST_EVENT_TIME, whereTimeIsLost(in.eventTime().get()),
                    "The event time '" + in.eventTime().get() + "' does not pass; windows cannot follow",
                    "Keep the column '" + in.eventTime().get() + "' unchanged if a window comes after this");
        }
        return Optional.of(kept.map(out::withEventTime).orElse(out));
    }

    /** The key under its new names; none where one of its columns does not pass unchanged. */
    private static List<String> key(Schema in, List<Rel.Named> columns) {
        var key = new ArrayList<String>();
        for (String part : in.key()) {
            columns.stream().filter(c -> c.value().sql().equals(Identifiers.quote(part))).findFirst().ifPresent(c -> key.add(c.name()));
        }
        return key.size() == in.key().size() ? key : List.of();
    }

    private String whereTimeIsLost(String time) {
        for (int i = 0; i < drop.size(); i++) {
            if (drop.get(i).name().equals(time)) {
                return "drop[" + i + "]";
            }
        }
        for (int i = 0; i < cast.size(); i++) {
            if (cast.get(i).column().name().equals(time)) {
                return "cast[" + i + "].type";
            }
        }
        for (int i = 0; i < compute.size(); i++) {
            if (compute.get(i).name().equals(time)) {
                return "compute[" + i + "].name";
            }
        }
        return "keep";
    }

    @Override public Rel lower(Rel in, Scope at) {
        return new Rel.Project(in, columns(in.schema(), at), infer(in.schema(), at).orElseThrow());
    }

    private List<Rel.Named> columns(Schema in, Scope at) {
        Map<String, Scalar> taken = new LinkedHashMap<>();
        begin(in, at).forEach(c -> taken.put(c.name(), Scope.reference(c)));
        for (int i = 0; i < drop.size(); i++) {
            if (at.column("drop[" + i + "]", drop.get(i).name(), in).isPresent()) {
                taken.remove(drop.get(i).name());
            }
        }
        for (int i = 0; i < cast.size(); i++) {
            String column = cast.get(i).column().name();
            cast("cast[" + i + "]", cast.get(i), in, at).ifPresent(s -> taken.replace(column, s));
        }
        var named = new LinkedHashMap<String, Rel.Named>();
        Map<String, Integer> renames = renames(in, taken, at);
        taken.forEach((name, value) -> {
            Integer index = renames.get(name);
            String newName = index == null || rename.get(index).name().isEmpty() ? name : rename.get(index).name();
            if (named.putIfAbsent(newName, new Rel.Named(newName, value)) != null) {
                int guilty = index == null ? renamedTo(newName) : index;
                at.error(Code.DUPLICATE_COLUMN, "rename[" + guilty + "].name", "Two columns would be called '" + newName + "'",
                        "Drop one or choose another name");
            }
        });
        compute(in, at, named);
        return List.copyOf(named.values());
    }

    private Stream<Column> begin(Schema in, Scope at) {
        if (begin == Begin.ALL_COLUMNS) {
            return in.columns().stream();
        }
        var kept = new ArrayList<String>();
        for (int i = 0; i < keep.size(); i++) {
            at.column("keep[" + i + "]", keep.get(i).name(), in).ifPresent(c -> kept.add(c.name()));
        }
        return in.columns().stream().filter(c -> kept.contains(c.name()));
    }

    private Optional<Scalar> cast(String path, Cast cast, Schema in, Scope at) {
        return at.column(path + ".column", cast.column().name(), in).flatMap(column -> at.cast(path + ".type", column, cast.type(), in));
    }

    private Map<String, Integer> renames(Schema in, Map<String, Scalar> taken, Scope at) {
        var renames = new LinkedHashMap<String, Integer>();
        for (int i = 0; i < rename.size(); i++) {
            String from = rename.get(i).column().name();
            if (at.column("rename[" + i + "].column", from, in).isEmpty()) {
                continue;
            }
            if (!taken.containsKey(from)) {
                at.error(Code.UNKNOWN_COLUMN, "rename[" + i + "].column", "'" + from + "' is not kept, so it cannot be renamed",
                        "Keep it or remove this line");
            } else if (renames.put(from, i) != null) {
                at.error(Code.DUPLICATE_COLUMN, "rename[" + i + "].column", "'" + from + "' is renamed twice", "Remove one of the lines");
            }
        }
        return renames;
    }

    private int renamedTo(String name) {
        return IntStream.range(0, rename.size()).filter(i -> rename.get(i).name().equals(name)).findFirst().orElse(0);
    }

    private void compute(Schema in, Scope at, Map<String, Rel.Named> named) {
        var computed = new ArrayList<String>();
        for (int i = 0; i < compute.size(); i++) {
            String name = compute.get(i).name();
            if (!name.isEmpty() && computed.contains(name)) {
                at.error(Code.DUPLICATE_COLUMN, "compute[" + i + "].name", "'" + name + "' is computed twice", "Choose another name");
                continue;
            }
            computed.add(name);
            boolean isFree = in.column(name).isEmpty();
            if (isFree || named.containsKey(name) && rename.stream().noneMatch(r -> r.name().equals(name))) {
                // Of a column that has its name from the input it takes the place, and so the name.
                at.reads(new Read.Name("compute[" + i + "].name", name, in));
            }
            at.scalar("compute[" + i + "].expression", compute.get(i).expression(), in).filter(s -> !name.isEmpty())
                    .ifPresent(s -> named.put(name, new Rel.Named(name, s)));
        }
    }

    @Override public String glimpse() {
        return Stream.of(
                        compute.stream().map(c -> c.name() + " = " + c.expression().text().strip()),
                        rename.stream().map(r -> r.column() + " → " + r.name()),
                        cast.stream().map(c -> c.column() + " as " + c.type()),
                        drop.stream().map(d -> "without " + d),
                        begin == Begin.LISTED_COLUMNS ? keep.stream().map(ColumnRef::name) : Stream.<String>empty())
                .flatMap(s -> s).collect(Collectors.joining(", "));
    }
}
