package dev.millrace.kind.join;

import dev.millrace.kind.ColumnRef;
import dev.millrace.kind.Condition;
import dev.millrace.kind.Group;
import dev.millrace.kind.JoinOperator;
import dev.millrace.kind.Kind;
import dev.millrace.kind.PositiveDuration;
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

/**
 * Pairs each row with all rows of the other side that have the same key, whenever they come.
 *
 * <pre>
 *   left    a:1              a:2          b:3
 *   right           a:x
 *   inner           +a 1 x   +a 2 x
 *   left    +a 1 -  -a 1 -   +a 2 x       +b 3 -      a row without a partner is sent, and taken back when one comes
 *                   +a 1 x
 * </pre>
 *
 * Both sides are kept; set how long. Inner and semi joins of rows that stay give rows that stay; all others change rows they
 * have sent. The result has no event time. Columns of the right whose name the left has too get the prefix, in the condition
 * and in the output.
 */
@Kind(id = "join.regular", title = "Regular join", group = Group.JOINS, icon = "join",
        summary = "Pairs rows of two inputs with equal keys, whenever they come")
public record RegularJoin(
        @Setting(label = "Rows", preset = "inner", help = "Inner: only pairs. Left, right, full: also rows of that side or both without a partner. "
                + "Semi, anti: rows of the left that have a partner, or have none") Rows rows,
        @Setting(label = "Keys", atLeastOne = true, help = "Columns that must be equal") List<KeyPair> keys,
        @Setting(label = "And where", help = "A further condition over the columns of both sides") Optional<Condition> condition,
        @Setting(label = "Keep for", help = "A row that meets no other for this long is forgotten, and what comes later does not find it; empty: none is")
        Optional<PositiveDuration> keepFor,
        @Setting(label = "Columns of the right", help = "Empty: all") List<ColumnRef> columns,
        @Setting(label = "Prefix", preset = "right_", help = "Goes before columns of the right whose name the left has too, in conditions and output")
        String prefix) implements JoinOperator {

    static final RegularJoin EXAMPLE = new RegularJoin(Rows.INNER, List.of(KeyPair.of("id", "id")), Optional.empty(),
            Optional.of(PositiveDuration.of("1 day")), List.of(), "right_");

    public enum Rows { INNER, LEFT, RIGHT, FULL, SEMI, ANTI }

    @Override public Optional<Schema> infer(Schema left, Schema right, Scope at) {
        var sides = new Sides(left, right, prefix);
        sides.checkKeys(keys, at);
        at.unboundedState("keepFor", keepFor, "the rows of both sides");
        if (!sides.areApart(at)) {
            return Optional.empty();
        }
        sides.condition(condition, at);
        Schema rows = Schema.of(sides.output(type(), sides.chosen(columns, at)));
        boolean changes = left.isUpdating() || right.isUpdating() || type() != Type.INNER && type() != Type.SEMI;
        List<String> key = key(sides);
        Schema unique = rows.names().containsAll(key) ? rows.withKey(key) : rows;
        return Optional.of(changes ? unique.updating() : unique);
    }

    /** By which columns the pairs are unique. Where a row has at most one partner, its own key is enough. */
    private List<String> key(Sides sides) {
        List<String> left = sides.left().key();
        if (type() == Type.SEMI || type() == Type.ANTI) {
            return left;
        }
        List<String> right = sides.right().key().stream().map(sides::nameOf).toList();
        boolean oneOfRight = !right.isEmpty() && keys.stream().map(k -> k.right().name()).toList().containsAll(sides.right().key());
        boolean oneOfLeft = !left.isEmpty() && keys.stream().map(k -> k.left().name()).toList().containsAll(left);
        if (oneOfRight && !left.isEmpty() && (type() == Type.INNER || type() == Type.LEFT)) {
            return left;
        }
        if (oneOfLeft && !right.isEmpty() && (type() == Type.INNER || type() == Type.RIGHT)) {
            return right;
        }
        if (left.isEmpty() || right.isEmpty() || type() == Type.FULL && (mayLack(sides.left()) || mayLack(sides.right()))) {
            return List.of();
        }
        var both = new ArrayList<>(left);
        both.addAll(right);
        return both;
    }

    /** Whether a row of it may look by its key like one that is not there. */
    private static boolean mayLack(Schema side) {
        return side.key().stream().anyMatch(k -> side.column(k).map(Column::nullable).orElse(true));
    }

    private Type type() {
        return Type.valueOf(rows.name());
    }

    @Override public Rel lower(Rel left, Rel right, Scope at) {
        var sides = new Sides(left.schema(), right.schema(), prefix);
        return new Rel.Join(left, right, type(), Sides.pairs(keys), sides.names(), sides.condition(condition, at),
                new Rel.Join.Meeting.Whenever(keepFor.map(PositiveDuration::value)), infer(left.schema(), right.schema(), at).orElseThrow());
    }

    @Override public String glimpse() {
        return (rows == Rows.INNER ? "" : rows.name().toLowerCase(Locale.ROOT) + " ") + Sides.words(keys);
    }
}
