package dev.millrace.kind.join;

import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.kind.ColumnRef;
import dev.millrace.kind.Condition;
import dev.millrace.kind.Scope;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Scalar;
import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The columns of both inputs of a join under one name each, in its condition and in its output: those of the left as they
 * are, then those of the right. A column of the right whose name the left has too gets the prefix.
 *
 * <pre>
 *   left (id, ts, amount)   right (id, ts, carrier)   ──▶   id, ts, amount, right_id, right_ts, carrier
 * </pre>
 */
record Sides(Schema left, Schema right, String prefix) {
    static final String LEFT = "the left input";
    static final String RIGHT = "the right input";

    String nameOf(String rightColumn) {
        return left.column(rightColumn).isPresent() ? prefix + rightColumn : rightColumn;
    }

    /** Name of every column of the right. */
    Map<String, String> names() {
        return right.names().stream().collect(Collectors.toMap(Function.identity(), this::nameOf));
    }

    /** Says where the prefix does not keep the columns apart; nothing more can be known of the join then. */
    boolean areApart(Scope at) {
        var taken = new HashSet<>(left.names());
        for (Column column : right.columns()) {
            String name = nameOf(column.name());
            if (!taken.add(name)) {
                at.error(Code.DUPLICATE_COLUMN, "prefix", "Two columns would be called '" + name + "'", "Choose another prefix, such as other_");
                return false;
            }
        }
        return true;
    }

    /** What the condition sees: rows of both sides, each with all its columns. */
    Schema both() {
        var columns = new ArrayList<>(left.columns());
        right.columns().forEach(c -> columns.add(c.named(nameOf(c.name()))));
        return Schema.of(columns);
    }

    /** Columns of the output: all of the left, then these of the right. */
    List<Column> output(Rel.Join.Type type, List<Column> ofRight) {
        boolean leftMayLack = type == Rel.Join.Type.RIGHT || type == Rel.Join.Type.FULL;
        boolean rightMayLack = type == Rel.Join.Type.LEFT || type == Rel.Join.Type.FULL;
        var columns = new ArrayList<Column>();
        left.columns().forEach(c -> columns.add(new Column(c.name(), c.type(), c.nullable() || leftMayLack)));
        if (type == Rel.Join.Type.SEMI || type == Rel.Join.Type.ANTI) {
            return columns;
        }
        ofRight.forEach(c -> columns.add(new Column(nameOf(c.name()), c.type(), c.nullable() || rightMayLack)));
        return columns;
    }

    /** The columns of the right that were chosen, or all where none was. */
    List<Column> chosen(List<ColumnRef> chosen, Scope at) {
        if (chosen.isEmpty()) {
            return right.columns();
        }
        Set<Column> found = new LinkedHashSet<>();
        for (int i = 0; i < chosen.size(); i++) {
            String path = "columns[" + i + "]";
            String name = chosen.get(i).name();
            at.column(path, name, right, RIGHT).filter(c -> !found.add(c))
                    .ifPresent(c -> at.error(Code.DUPLICATE_COLUMN, path, "'" + name + "' is chosen twice", "Remove one"));
        }
        return List.copyOf(found);
    }

    /** Says which pairs do not exist or cannot be compared. */
    void checkKeys(List<KeyPair> keys, Scope at) {
        for (int i = 0; i < keys.size(); i++) {
            String path = "keys[" + i + "]";
            var one = at.column(path + ".left", keys.get(i).left().name(), left, LEFT);
            var other = at.column(path + ".right", keys.get(i).right().name(), right, RIGHT);
            if (one.isEmpty() || other.isEmpty()) {
                continue;
            }
            LogicalType type = one.get().type();
            if (!type.equals(other.get().type())) {
                at.error(Code.TYPE_MISMATCH, path, "'" + one.get().name() + "' of the left is " + type + ", but '" + other.get().name()
                        + "' of the right is " + other.get().type(), "Cast one of them in a Map before this");
            } else if (type instanceof LogicalType.Array || type instanceof LogicalType.Map || type instanceof LogicalType.Row) {
                at.error(Code.TYPE_MISMATCH, path, "'" + one.get().name() + "' is " + type + ", which cannot be a key",
                        "Choose columns that hold one value");
            }
        }
    }

    /** Says which input changes rows it has sent, which this join cannot take. */
    void checkAppending(Scope at) {
        appending(left, LEFT, at);
        appending(right, RIGHT, at);
    }

    static void appending(Schema input, String called, Scope at) {
        if (input.isUpdating()) {
            at.error(Code.CHANGELOG_NOT_ACCEPTED, "Rows of " + called + " change after they were sent; this join takes only rows that stay",
                    "Use a Regular join, or aggregate in a window, which sends each result once");
        }
    }

    /** Event time of both sides, of one type; where it is missing it is said how to get it. */
    boolean haveEventTime(String why, Scope at) {
        boolean both = hasEventTime(left, LEFT, why, at) & hasEventTime(right, RIGHT, why, at);
        if (both && !timeType(left).equals(timeType(right))) {
            at.error(Code.TYPE_MISMATCH, "Event time of the left is " + timeType(left) + ", of the right " + timeType(right),
                    "Give both the same type in their sources");
            return false;
        }
        return both;
    }

    private static boolean hasEventTime(Schema input, String called, String why, Scope at) {
        if (input.eventTime().isEmpty()) {
            String capital = Character.toUpperCase(called.charAt(0)) + called.substring(1);
            at.error(Code.NO_EVENT_TIME, capital + " has no event time, so " + why,
                    "Set Event time in its source, and keep the column unchanged on the way");
        }
        return input.eventTime().isPresent();
    }

    private static LogicalType timeType(Schema input) {
        return input.eventTime().flatMap(input::column).orElseThrow().type();
    }

    Optional<Scalar> condition(Optional<Condition> condition, Scope at) {
        return condition.flatMap(c -> at.condition("condition", c, both()));
    }

    static List<Rel.Join.KeyPair> pairs(List<KeyPair> keys) {
        return keys.stream().map(k -> new Rel.Join.KeyPair(k.left().name(), k.right().name())).toList();
    }

    /** "id, day = date". */
    static String words(List<KeyPair> keys) {
        return keys.stream().map(KeyPair::toString).collect(Collectors.joining(", "));
    }
}
