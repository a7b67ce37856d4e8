package dev.millrace.kind.operator;

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
import dev.millrace.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Puts beside each row what it was before, and can leave out rows in which nothing changed.
 *
 * <pre>
 *   rows in             on     on     off    on
 *   with what was       on –   on on  off on on off
 *   only changes        on –          off on on off
 * </pre>
 */
@Kind(id = "operator.previous", title = "Previous value", group = Group.STATEFUL, icon = "previous",
        summary = "Adds to each row the values of the row before it, and can pass on only changes")
public record Previous(
        @Setting(label = "For each", help = "Columns by which rows belong together; empty: all do") List<ColumnRef> keys,
        @Setting(label = "Values", atLeastOne = true, help = "Which column's earlier value to add, and under which name") List<Earlier> values,
        @Setting(label = "Rows back", preset = "1", min = 1, max = 1_000, help = "1 is the row just before, by event time") long back,
        @Setting(label = "Only changes", preset = "false", help = "Leaves out rows in which all these values are as they were") boolean onlyChanges,
        @Setting(label = "Keep for", help = "A key without rows for this long is forgotten and has no row before; empty: none is")
        Optional<PositiveDuration> keepFor) implements Operator {

    static final Previous EXAMPLE = new Previous(List.of(new ColumnRef("id")), List.of(new Earlier(new ColumnRef("amount"), "amount_before")), 1, false,
            Optional.of(PositiveDuration.of("1 day")));

    public record Earlier(@Setting(label = "Column") ColumnRef column, @Setting(label = "Name") String name) {}

    @Override public Optional<Schema> infer(Schema in, Scope at) {
        at.needsAppend(in, "A row before is looked up once, when a row comes", "Put it before what makes changes");
        Keys.check(keys, in, at);
        Keys.eventTime(in, at);
        if (!keys.isEmpty()) {
            at.unboundedState("keepFor", keepFor, "the rows before of every key");
        }
        var columns = new ArrayList<Column>(in.columns());
        for (int i = 0; i < values.size(); i++) {
            Earlier value = values.get(i);
            String path = "values[" + i + "]";
            var column = value.column().name().isEmpty() ? Optional.<Column>empty() : at.column(path + ".column", value.column().name(), in);
            if (column.isPresent() && !value.name().isEmpty() && Keys.unused(path + ".name", value.name(), columns, at)) {
                columns.add(new Column(value.name(), column.get().type(), true));
            }
        }
        return Optional.of(new Schema(columns, in.eventTime(), in.key(), in.changelog()));
    }

    @Override public Rel lower(Rel in, Scope at) {
        return new StatefulRel.Previous(in, Keys.names(keys), in.schema().eventTime().orElseThrow(),
                values.stream().map(v -> new StatefulRel.Previous.Earlier(v.column().name(), v.name())).toList(), back, onlyChanges,
                keepFor.map(PositiveDuration::value), infer(in.schema(), at).orElseThrow());
    }

    @Override public String glimpse() {
        return (onlyChanges ? "changes of " : "earlier ") + values.stream().map(v -> v.column().name()).collect(Collectors.joining(", ")) + Keys.words(keys);
    }
}
