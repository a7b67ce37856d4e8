package dev.millrace.kind.join;

import dev.millrace.kind.ColumnRef;
import dev.millrace.kind.Condition;
import dev.millrace.kind.Delay;
import dev.millrace.kind.Group;
import dev.millrace.kind.JoinOperator;
import dev.millrace.kind.Kind;
import dev.millrace.kind.Scope;
import dev.millrace.kind.Setting;
import dev.millrace.rel.Rel;
import dev.millrace.schema.Schema;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Pairs rows of two streams that happen near each other in event time.
 *
 * <pre>
 *   left   ────────────●───────────────▶
 *               before │     after
 *   right  ──○───[──●──┼───●──────]──○─▶      ● pairs with the left row, ○ does not
 * </pre>
 *
 * State is kept only as long as a partner can still come: until the watermark is past the interval. The event time of the
 * result is that of the left. Columns of the right whose name the left has too get the prefix, in the condition and in the
 * output.
 */
@Kind(id = "join.interval", title = "Interval join", group = Group.JOINS, icon = "join",
        summary = "Pairs rows of two streams with equal keys whose event times lie near each other")
public record IntervalJoin(
        @Setting(label = "Rows", preset = "inner", help = "Inner: only pairs. Left: also left rows without a partner, once none can come") Rows rows,
        @Setting(label = "Keys", atLeastOne = true, help = "Columns that must be equal") List<KeyPair> keys,
        @Setting(label = "Right up to … earlier", preset = "0 s", help = "How long before the left row the right one may have happened") Delay before,
        @Setting(label = "Right up to … later", preset = "0 s", help = "How long after the left row the right one may happen") Delay after,
        @Setting(label = "And where", help = "A further condition over the columns of both sides") Optional<Condition> condition,
        @Setting(label = "Columns of the right", help = "Empty: all") List<ColumnRef> columns,
        @Setting(label = "Prefix", preset = "right_", help = "Goes before columns of the right whose name the left has too, in conditions and output")
        String prefix) implements JoinOperator {

    static final IntervalJoin EXAMPLE = new IntervalJoin(Rows.INNER, List.of(KeyPair.of("id", "id")), Delay.of("0 s"), Delay.of("4 h"),
            Optional.empty(), List.of(), "right_");

    public enum Rows { INNER, LEFT }

    @Override public Optional<Schema> infer(Schema left, Schema right, Scope at) {
        var sides = new Sides(left, right, prefix);
        sides.checkAppending(at);
        boolean timed = sides.haveEventTime("it cannot be told which rows are near each other", at);
        sides.checkKeys(keys, at);
        if (!sides.areApart(at)) {
            return Optional.empty();
        }
        sides.condition(condition, at);
        Schema schema = Schema.of(sides.output(type(), sides.chosen(columns, at)));
        return Optional.of(timed ? schema.withEventTime(left.eventTime().orElseThrow()) : schema);
    }

    private Rel.Join.Type type() {
        return Rel.Join.Type.valueOf(rows.name());
    }

    @Override public Rel lower(Rel left, Rel right, Scope at) {
        Schema one = left.schema();
        Schema other = right.schema();
        var sides = new Sides(one, other, prefix);
        return new Rel.Join(left, right, type(), Sides.pairs(keys), sides.names(), sides.condition(condition, at),
                new Rel.Join.Meeting.Near(one.eventTime().orElseThrow(), other.eventTime().orElseThrow(), before.value(), after.value()),
                infer(one, other, at).orElseThrow());
    }

    @Override public String glimpse() {
        String kind = rows == Rows.INNER ? "" : rows.name().toLowerCase(Locale.ROOT) + " ";
        String interval = before.value().isZero() ? " within " + after : after.value().isZero() ? " from " + before + " before"
                : " from " + before + " before to " + after + " after";
        return kind + Sides.words(keys) + interval;
    }
}
