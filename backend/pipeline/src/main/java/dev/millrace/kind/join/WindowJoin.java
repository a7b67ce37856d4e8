package dev.millrace.kind.join;

import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.kind.ColumnRef;
import dev.millrace.kind.Condition;
import dev.millrace.kind.Group;
import dev.millrace.kind.JoinOperator;
import dev.millrace.kind.Kind;
import dev.millrace.kind.Scope;
import dev.millrace.kind.Setting;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Rel.Join.Type;
import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Pairs results of two windows that cover the same slice of time.
 *
 * <pre>
 *   left   ─[ a 1 │ b 2 ]─[ a 3 ]──▶
 *               10:00       11:00        ──▶   a 1 7,  a 3 8      when the watermark passes the window's end
 *   right  ─[ a 7 ]───────[ a 8 │ c 9 ]──▶
 * </pre>
 *
 * The columns of the window come once. Columns of the right whose name the left has too get the prefix, in the condition and
 * in the output.
 */
@Kind(id = "join.window", title = "Window join", group = Group.JOINS, icon = "join",
        summary = "Pairs results of two windows with equal keys that cover the same slice of time")
public record WindowJoin(
        @Setting(label = "Rows", preset = "inner", help = "Inner: only pairs. Left, right, full: also rows of that side or both without a partner. "
                + "Semi, anti: rows of the left that have a partner, or have none") Rows rows,
        @Setting(label = "Keys", help = "Columns that must be equal beside the window; empty: every row of the window") List<KeyPair> keys,
        @Setting(label = "And where", help = "A further condition over the columns of both sides") Optional<Condition> condition,
        @Setting(label = "Columns of the right", help = "Empty: all but those of the window") List<ColumnRef> columns,
        @Setting(label = "Prefix", preset = "right_", help = "Goes before columns of the right whose name the left has too, in conditions and output")
        String prefix) implements JoinOperator {

    static final WindowJoin EXAMPLE = new WindowJoin(Rows.INNER, List.of(KeyPair.of("id", "id")), Optional.empty(), List.of(), "right_");
    private static final String START = "window_start";
    private static final String END = "window_end";
    private static final String TIME = "window_time";
    private static final Set<String> OF_WINDOW = Set.of(START, END, TIME);

    public enum Rows { INNER, LEFT, RIGHT, FULL, SEMI, ANTI }

    @Override public Optional<Schema> infer(Schema left, Schema right, Scope at) {
        var sides = new Sides(left, right, prefix);
        sides.checkAppending(at);
        boolean windows = ofWindow(left, Sides.LEFT, at) & ofWindow(right, Sides.RIGHT, at);
        sides.checkKeys(keys, at);
        if (!sides.areApart(at) || !windows || !sides.haveEventTime("there is no window to join in", at)) {
            return Optional.empty();
        }
        sides.condition(condition, at);
        List<Column> ofRight = sides.chosen(columns, at).stream().filter(c -> !columns.isEmpty() || !OF_WINDOW.contains(c.name())).toList();
        List<Column> output = new ArrayList<>();
        for (Column column : sides.output(type(), ofRight)) {
            boolean ofWindow = OF_WINDOW.contains(column.name());
            output.add(ofWindow ? new Column(column.name(), column.type(), type() == Type.FULL) : column);
        }
        if (type() == Type.FULL) {
            at.warning(Code.LOST_EVENT_TIME, "rows", "Rows of a full join come from either side, so the result has no event time; no window can follow",
                    "Choose left or right if one of them is enough");
            return Optional.of(Schema.of(output));
        }
        return Optional.of(Schema.of(output).withEventTime(TIME));
    }

    private static boolean ofWindow(Schema input, String called, Scope at) {
        boolean bounds = input.column(START).filter(c -> c.type() instanceof LogicalType.Timestamp).isPresent()
                && input.column(END).filter(c -> c.type() instanceof LogicalType.Timestamp).isPresent();
        if (!bounds || input.eventTime().filter(TIME::equals).isEmpty()) {
            String capital = Character.toUpperCase(called.charAt(0)) + called.substring(1);
            at.error(Code.NO_EVENT_TIME, capital + " does not come from a window: it lacks " + START + ", " + END + " or the event time " + TIME,
                    "Put a window before it, and keep these three columns on the way");
            return false;
        }
        return true;
    }

    private Type type() {
        return Type.valueOf(rows.name());
    }

    @Override public Rel lower(Rel left, Rel right, Scope at) {
        var sides = new Sides(left.schema(), right.schema(), prefix);
        return new Rel.Join(left, right, type(), Sides.pairs(keys), sides.names(), sides.condition(condition, at),
                new Rel.Join.Meeting.SameWindow(START, END, TIME, TIME), infer(left.schema(), right.schema(), at).orElseThrow());
    }

    @Override public String glimpse() {
        String kind = rows == Rows.INNER ? "" : rows.name().toLowerCase(Locale.ROOT) + " ";
        return kind + (keys.isEmpty() ? "all of a window" : Sides.words(keys));
    }
}
