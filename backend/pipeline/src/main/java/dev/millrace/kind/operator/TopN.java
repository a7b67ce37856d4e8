package dev.millrace.kind.operator;

import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.kind.ColumnRef;
import dev.millrace.kind.Group;
import dev.millrace.kind.Kind;
import dev.millrace.kind.Operator;
import dev.millrace.kind.PositiveDuration;
import dev.millrace.kind.Scope;
import dev.millrace.kind.Setting;
import dev.millrace.rel.Rel;
import dev.millrace.rel.StatefulRel;
import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Keeps the first rows in an order, for each key.
 *
 * <pre>
 *   prices in       5     3     7         4
 *   2 largest       +5    +3    -3 +7     (4 is none of them)
 * </pre>
 */
@Kind(id = "operator.top-n", title = "Top N", group = Group.STATEFUL, icon = "top",
        summary = "Keeps the first rows in an order, for each key or each window")
public record TopN(
        @Setting(label = "Rows", help = "How many to keep of each key", min = 1, max = 100_000) long rows,
        @Setting(label = "Ordered by", atLeastOne = true, help = "The first column decides; the next where it is equal") List<OrderBy> order,
        @Setting(label = "For each", help = "Columns by which rows belong together; empty: all do") List<ColumnRef> keys,
        @Setting(label = "Place column", help = "Name of a column for a row's place, from 1; empty: none. With it, rows below a new one are sent again")
        Optional<String> place,
        @Setting(label = "Per window", preset = "false", help = "Behind a window: the first rows of each window, sent once when it closes") boolean perWindow,
        @Setting(label = "Keep for", help = "A key without rows for this long is forgotten; empty: none is. Windows are forgotten when they close")
        Optional<PositiveDuration> keepFor) implements Operator {

    static final TopN EXAMPLE = new TopN(3, List.of(new OrderBy(new ColumnRef("amount"), Direction.LARGEST_FIRST)), List.of(new ColumnRef("id")),
            Optional.of("place"), false, Optional.of(PositiveDuration.of("1 day")));
    private static final List<String> OF_WINDOW = List.of("window_start", "window_end");

    public record OrderBy(@Setting(label = "Column") ColumnRef column, @Setting(label = "Direction", preset = "largest-first") Direction direction) {}

    /** Which end of the order comes first. */
    public enum Direction { LARGEST_FIRST, SMALLEST_FIRST }

    @Override public Optional<Schema> infer(Schema in, Scope at) {
        var key = new ArrayList<>(Keys.check(keys, in, at).stream().map(Column::name).toList());
        checkOrder(in, at);
        var columns = new ArrayList<>(in.columns());
        boolean placed = place.isPresent() && Keys.unused("place", place.get(), columns, at);
        place.filter(p -> placed).ifPresent(p -> columns.add(new Column(p, LogicalType.BIGINT, false)));
        List<String> unique = new ArrayList<>(in.key());
        if (perWindow) {
            checkWindow(in, at);
            key.removeAll(OF_WINDOW);
            key.addAll(0, OF_WINDOW);
        } else if (!keys.isEmpty()) {
            at.unboundedState("keepFor", keepFor, "the first rows of every key");
        }
        if (placed) {
            unique = key;
            unique.add(place.get());
        } else if (rows == 1 && place.isEmpty() && !key.isEmpty()) {
            unique = key;
        }
        Schema out = Schema.of(columns).withKey(out(unique, columns));
        return Optional.of(perWindow ? in.eventTime().map(out::withEventTime).orElse(out) : out.updating());
    }

    private static List<String> out(List<String> key, List<Column> columns) {
        var names = columns.stream().map(Column::name).toList();
        return names.containsAll(key) ? List.copyOf(key) : List.of();
    }

    private void checkOrder(Schema in, Scope at) {
        var seen = new HashSet<String>();
        for (int i = 0; i < order.size(); i++) {
            String path = "order[" + i + "].column";
            String name = order.get(i).column().name();
            if (name.isEmpty()) {
                continue;
            }
            var column = at.column(path, name, in);
            if (column.isPresent() && !seen.add(name)) {
                at.error(Code.DUPLICATE_COLUMN, path, "'" + name + "' is in the order twice", "Remove one");
            }
            column.filter(c -> !c.type().isOrdered()).ifPresent(c -> at.error(Code.TYPE_MISMATCH, path,
                    "'" + name + "' is " + c.type() + ", which has no order", "Choose a column of numbers, text or times"));
        }
    }

    private void checkWindow(Schema in, Scope at) {
        if (in.isUpdating()) {
            at.needsAppend(in, "The first rows of a window are sent once, when it closes", "Switch off Per window");
        } else if (in.eventTime().isEmpty() || OF_WINDOW.stream().anyMatch(c -> in.column(c).isEmpty())) {
            at.error(Code.NO_EVENT_TIME, "perWindow", "The input does not come from a window: it lacks window_start, window_end or the event time",
                    "Put a window before this and keep these columns unchanged, or switch off Per window");
        }
    }

    @Override public Rel lower(Rel in, Scope at) {
        var by = order.stream().map(o -> new StatefulRel.Order(o.column().name(), o.direction() == Direction.LARGEST_FIRST)).toList();
        var partition = new ArrayList<>(Keys.names(keys));
        if (perWindow) {
            partition.removeAll(OF_WINDOW);
            partition.addAll(0, OF_WINDOW);
        }
        return new StatefulRel.TopN(in, partition, by, rows, place, perWindow ? in.schema().eventTime() : Optional.empty(),
                perWindow ? Optional.empty() : keepFor.map(PositiveDuration::value), infer(in.schema(), at).orElseThrow());
    }

    @Override public String glimpse() {
        String by = IntStream.range(0, order.size()).mapToObj(i -> (order.get(i).direction() == Direction.LARGEST_FIRST ? "largest " : "smallest ")
                + order.get(i).column()).collect(Collectors.joining(", "));
        return rows + " with " + by + Keys.words(keys) + (perWindow ? " per window" : "");
    }
}
