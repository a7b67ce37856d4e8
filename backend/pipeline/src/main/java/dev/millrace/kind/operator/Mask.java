package dev.millrace.kind.operator;

import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.kind.ColumnRef;
import dev.millrace.kind.Group;
import dev.millrace.kind.Kind;
import dev.millrace.kind.Operator;
import dev.millrace.kind.Scope;
import dev.millrace.kind.Setting;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Scalar;
import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes columns unreadable; all others pass unchanged.
 *
 * <pre>
 *   card 4111111111111111   hash       9bbef19476623ca5…   the same for the same value and salt, so it can still be counted and joined
 *                           keep-last  ************1111    a value that is not longer than what is kept is masked whole
 *                           null-out   NULL
 * </pre>
 */
@Kind(id = "operator.mask", title = "Mask", group = Group.TRANSFORM, icon = "mask",
        summary = "Hashes columns, shows only their last characters or empties them")
public record Mask(
        @Setting(label = "Columns", atLeastOne = true) List<Masked> columns,
        @Setting(label = "Salt", help = "For hash: text put before each value, so that hashes cannot be looked up in a list of known values")
        Optional<String> salt) implements Operator {

    static final Mask EXAMPLE = new Mask(List.of(new Masked(new ColumnRef("id"), How.HASH, 4)), Optional.empty());

    public record Masked(@Setting(label = "Column") ColumnRef column,
            @Setting(label = "How", preset = "hash", help = "Hash is SHA-256 in hexadecimal digits") How how,
            @Setting(label = "Characters to keep", preset = "4", min = 1, max = 1000, help = "For keep last: how many stay readable") long keep) {}

    /** What a masked column still shows. */
    public enum How { HASH, KEEP_LAST, NULL_OUT }

    @Override public Optional<Schema> infer(Schema in, Scope at) {
        Map<String, Scalar> masked = masked(in, at);
        in.eventTime().filter(masked::containsKey).ifPresent(time -> at.info(Code.LOST_EVENT_TIME, "columns[" + indexOf(time) + "].column",
                "The event time '" + time + "' does not pass; windows cannot follow", "Leave '" + time + "' as it is if a window comes after this"));
        return Optional.of(schema(in, masked));
    }

    private int indexOf(String column) {
        return columns.stream().map(m -> m.column().name()).toList().indexOf(column);
    }

    private static Schema schema(Schema in, Map<String, Scalar> masked) {
        List<Column> columns = in.columns().stream().map(c -> masked.containsKey(c.name())
                ? new Column(c.name(), masked.get(c.name()).type(), masked.get(c.name()).nullable()) : c).toList();
        boolean keyed = in.key().stream().noneMatch(masked::containsKey);
        return new Schema(columns, in.eventTime().filter(t -> !masked.containsKey(t)), keyed ? in.key() : List.of(), in.changelog());
    }

    private Map<String, Scalar> masked(Schema in, Scope at) {
        Map<String, Scalar> masked = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < columns.size(); i++) {
            String path = "columns[" + i + "]";
            Masked entry = columns.get(i);
            Optional<Column> column = at.column(path + ".column", entry.column().name(), in);
            if (column.isPresent() && !seen.add(column.get().name())) {
                at.error(Code.DUPLICATE_COLUMN, path + ".column", "'" + column.get().name() + "' is masked twice", "Remove one of the lines");
            } else if (column.isPresent() && entry.how() != How.NULL_OUT && hasParts(column.get().type())) {
                at.error(Code.TYPE_MISMATCH, path + ".column", "'" + column.get().name() + "' is " + column.get().type() + ", which has no one text",
                        "Choose null-out, or take the values apart in a Map before this");
            } else {
                column.ifPresent(c -> masked.put(c.name(), value(c, entry)));
            }
        }
        return masked;
    }

    private static boolean hasParts(LogicalType type) {
        return type instanceof LogicalType.Array || type instanceof LogicalType.Map || type instanceof LogicalType.Row;
    }

    private Scalar value(Column column, Masked entry) {
        String text = Text.string(column);
        return switch (entry.how()) {
            case HASH -> Text.string("SHA256(" + salt.map(s -> Text.literal(s) + " || ").orElse("") + text + ")", column.nullable(), column);
            case KEEP_LAST -> Text.string("CASE WHEN CHAR_LENGTH(" + text + ") > " + entry.keep() + " THEN REPEAT('*', CHAR_LENGTH(" + text + ") - "
                    + entry.keep() + ") || RIGHT(" + text + ", " + entry.keep() + ") ELSE REPEAT('*', CHAR_LENGTH(" + text + ")) END", true, column);
            case NULL_OUT -> new Scalar("CAST(NULL AS " + column.type() + ")", column.type(), true, Set.of());
        };
    }

    @Override public Rel lower(Rel in, Scope at) {
        Map<String, Scalar> masked = masked(in.schema(), at);
        var named = new ArrayList<Rel.Named>();
        in.schema().columns().forEach(c -> named.add(new Rel.Named(c.name(), masked.getOrDefault(c.name(), Scope.reference(c)))));
        return new Rel.Project(in, named, schema(in.schema(), masked));
    }

    @Override public String glimpse() {
        return columns.stream().map(m -> m.column() + " " + m.how().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                + (m.how() == How.KEEP_LAST ? " " + m.keep() : "")).collect(Collectors.joining(", "));
    }
}
