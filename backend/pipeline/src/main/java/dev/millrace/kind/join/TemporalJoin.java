package dev.millrace.kind.join;

import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.kind.ColumnRef;
import dev.millrace.kind.Group;
import dev.millrace.kind.JoinOperator;
import dev.millrace.kind.Kind;
import dev.millrace.kind.Scope;
import dev.millrace.kind.Setting;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Rel.Join.Type;
import dev.millrace.schema.Column;
import dev.millrace.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Adds to each row of the left what the right said at that row's event time. A row of the right holds from its event time until
 * the next one with the same key.
 *
 * <pre>
 *   left    ───────●─────────────●─────▶     amounts in EUR
 *                  │             │
 *   right   ──[ 1.10 ──────[ 1.15 ─────▶     rate of EUR, by currency
 *   result         1.10          1.15
 * </pre>
 *
 * Of each key all versions that a row of the left can still ask for are kept, and always the newest. A row of the left waits
 * until the watermarks of both sides are past it.
 */
@Kind(id = "join.temporal", title = "Temporal join", group = Group.JOINS, icon = "join",
        summary = "Adds to each row the values that the right had for its key at the row's event time")
public record TemporalJoin(
        @Setting(label = "Rows", preset = "inner", help = "Inner: only rows for which there was a value. Left: all rows of the left") Rows rows,
        @Setting(label = "Keys", atLeastOne = true, help = "Columns that must be equal; those of the right tell its versions apart") List<KeyPair> keys,
        @Setting(label = "Columns of the right", help = "Empty: all") List<ColumnRef> columns,
        @Setting(label = "Prefix", preset = "right_", help = "Goes before columns of the right whose name the left has too") String prefix)
        implements JoinOperator {

    static final TemporalJoin EXAMPLE = new TemporalJoin(Rows.INNER, List.of(KeyPair.of("id", "id")), List.of(), "right_");

    public enum Rows { INNER, LEFT }

    @Override public Optional<Schema> infer(Schema left, Schema right, Scope at) {
        var sides = new Sides(left, right, prefix);
        Sides.appending(left, Sides.LEFT, at);
        boolean timed = sides.haveEventTime("it cannot be told which value held when", at);
        sides.checkKeys(keys, at);
        checkVersions(right, at);
        if (!sides.areApart(at)) {
            return Optional.empty();
        }
        Schema schema = Schema.of(output(sides, at));
        return Optional.of(timed ? schema.withEventTime(left.eventTime().orElseThrow()) : schema);
    }

    /** A pair has a key, so in an inner join the key of the right is there. */
    private List<Column> output(Sides sides, Scope at) {
        List<String> key = keys.stream().map(k -> k.right().name()).toList();
        List<Column> ofRight = sides.chosen(columns, at).stream().map(c -> key.contains(c.name()) ? new Column(c.name(), c.type(), false) : c).toList();
        return sides.output(type(), ofRight);
    }

    private void checkVersions(Schema right, Scope at) {
        var seen = new ArrayList<String>();
        for (int i = 0; i < keys.size(); i++) {
            String name = keys.get(i).right().name();
            if (seen.contains(name) && !name.isEmpty()) {
                at.error(Code.DUPLICATE_COLUMN, "keys[" + i + "].right", "'" + name + "' is a key twice", "Remove one");
            }
            seen.add(name);
        }
        if (right.isUpdating() && !Set.copyOf(seen).equals(Set.copyOf(right.key()))) {
            at.error(Code.BAD_SETTING, "keys", "Rows of the right replace one another by " + (right.key().isEmpty() ? "no key" : String.join(", ", right.key()))
                    + ", so no other columns can tell versions apart", "Use these columns of the right as keys");
        }
    }

    private Type type() {
        return Type.valueOf(rows.name());
    }

    @Override public Rel lower(Rel left, Rel right, Scope at) {
        Schema one = left.schema();
        Schema other = right.schema();
        var versions = new Rel.Versions((Rel.Input) right, keys.stream().map(k -> k.right().name()).toList());
        return new Rel.Join(left, versions, type(), Sides.pairs(keys), new Sides(one, other, prefix).names(), Optional.empty(),
                new Rel.Join.Meeting.AsOf(one.eventTime().orElseThrow(), other.eventTime().orElseThrow()), infer(one, other, at).orElseThrow());
    }

    @Override public String glimpse() {
        return (rows == Rows.INNER ? "" : rows.name().toLowerCase(Locale.ROOT) + " ") + Sides.words(keys);
    }
}
