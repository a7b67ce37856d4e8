package dev.millrace.kind.pattern;

import dev.millrace.kind.Condition;
import dev.millrace.kind.Delay;
import dev.millrace.kind.Group;
import dev.millrace.kind.JoinOperator;
import dev.millrace.kind.Kind;
import dev.millrace.kind.PositiveDuration;
import dev.millrace.kind.Scope;
import dev.millrace.kind.Setting;
import dev.millrace.kind.join.IntervalJoin;
import dev.millrace.kind.join.KeyPair;
import dev.millrace.rel.Rel;
import dev.millrace.schema.Schema;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Gives the rows of the left that no row of the right follows in time: no shipment within 4 h of the order.
 *
 * <pre>
 *   left    ──●──────────────●───────────────▶     orders
 *             ╰── 4 h ──╮    ╰── 4 h ──╮
 *   right   ───────●─────────────────────────▶     shipments
 *   result                             ●           the second order: nothing came
 * </pre>
 *
 * A row comes out once the watermarks of both sides are past the time and half of it again. Its event time stays that of
 * the left. Columns of the right whose name the left has too are called right_ and their name in the condition.
 */
@Kind(id = "pattern.absence", title = "Absence", group = Group.PATTERNS, icon = "pattern",
        summary = "Gives rows of one input that no row of the other with an equal key follows in time")
public record Absence(
        @Setting(label = "Keys", atLeastOne = true, help = "Columns that must be equal") List<KeyPair> keys,
        @Setting(label = "Nothing within", help = "How long after the left row one of the right may still come") PositiveDuration within,
        @Setting(label = "That fits", help = "Only rows of the right for which it is true count; over the columns of both sides") Optional<Condition> condition)
        implements JoinOperator {

    static final Absence EXAMPLE = new Absence(List.of(KeyPair.of("id", "id")), PositiveDuration.of("4 h"), Optional.empty());

    /** What would follow; the rows that are looked for are those of the left for which there is none. */
    private IntervalJoin following() {
        return new IntervalJoin(IntervalJoin.Rows.LEFT, keys, Delay.of("0 s"), new Delay(within.value()), condition, List.of(), "right_");
    }

    @Override public Optional<Schema> infer(Schema left, Schema right, Scope at) {
        return following().infer(left, right, at).isPresent() ? Optional.of(left) : Optional.empty();
    }

    @Override public Rel lower(Rel left, Rel right, Scope at) {
        var join = (Rel.Join) following().lower(left, right, at);
        return new Rel.Join(left, right, Rel.Join.Type.ANTI, join.keys(), join.names(), join.condition(), join.meeting(), left.schema());
    }

    @Override public String glimpse() {
        return "none by " + keys.stream().map(KeyPair::toString).collect(Collectors.joining(", ")) + " within " + within;
    }
}
