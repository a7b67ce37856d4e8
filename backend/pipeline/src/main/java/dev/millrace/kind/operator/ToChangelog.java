package dev.millrace.kind.operator;

import dev.millrace.kind.ColumnRef;
import dev.millrace.kind.Condition;
import dev.millrace.kind.Group;
import dev.millrace.kind.Kind;
import dev.millrace.kind.Operator;
import dev.millrace.kind.PositiveDuration;
import dev.millrace.kind.Scope;
import dev.millrace.kind.Setting;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Scalar;
import dev.millrace.rel.StatefulRel;
import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import java.util.List;
import java.util.Optional;

/**
 * Reads rows as a table: each row takes the place of the one before it with the same key, and one for which the deletion
 * condition is true takes it away.
 *
 * <pre>
 *   rows in              a 1      a 3            a 3 deleted
 *   changes out          +a 1     -a 1  +a 3     -a 3             (deleted where op = 'd')
 * </pre>
 *
 * <p>A row that says the same again changes nothing in the table, though it may be sent again. The deletion of a key that is not
 * there does nothing. Where changes are shown by their kinds, a deletion is an UPDATE_BEFORE without UPDATE_AFTER, and the row that
 * comes back after it an UPDATE_AFTER alone: they mean the same.
 */
@Kind(id = "operator.to-changelog", title = "Rows to changes", group = Group.STATEFUL, icon = "to-changelog",
        summary = "Reads rows as a table, in which the last row of each key counts")
public record ToChangelog(
        @Setting(label = "Key columns", atLeastOne = true, help = "A row takes the place of the one with the same values in these") List<ColumnRef> keys,
        @Setting(label = "Deleted where", help = "A row for which this is true takes its key out of the table, such as op = 'd'; empty: nothing is deleted")
        Optional<Condition> deleted,
        @Setting(label = "Last in order of", preset = "arrival", help = "By event time, a row that is older than the one known for its key is left out")
        Deduplicate.Order order,
        @Setting(label = "Keep for", help = "A key without rows for this long is forgotten: its next row does not take the old one's place; empty: none is")
        Optional<PositiveDuration> keepFor) implements Operator {

    static final ToChangelog EXAMPLE = new ToChangelog(List.of(new ColumnRef("id")), Optional.of(new Condition("amount < 0")), Deduplicate.Order.ARRIVAL,
            Optional.of(PositiveDuration.of("30 days")));

    @Override public Optional<Schema> infer(Schema in, Scope at) {
        at.needsAppend(in, "It makes a table of rows that stay as they are", "Remove this node: the rows are those of a table already");
        var key = Keys.check(keys, in, at).stream().map(Column::name).toList();
        if (order == Deduplicate.Order.EVENT_TIME) {
            Keys.eventTime(in, at);
        }
        deleted.ifPresent(d -> at.condition("deleted", d, in));
        at.unboundedState("keepFor", keepFor, "the last row of every key");
        return Optional.of(in.withKey(key).updating());
    }

    @Override public Rel lower(Rel in, Scope at) {
        Rel last = new StatefulRel.Deduplicate(in, Keys.names(keys), order == Deduplicate.Order.EVENT_TIME ? in.schema().eventTime() : Optional.empty(), true,
                keepFor.map(PositiveDuration::value), infer(in.schema(), at).orElseThrow());
        Optional<Scalar> gone = deleted.flatMap(d -> at.condition("deleted", d, in.schema()));
        return gone.<Rel>map(g -> new Rel.Filter(last, new Scalar("(" + g.sql() + ") IS NOT TRUE", LogicalType.BOOLEAN, false, g.columns()))).orElse(last);
    }

    @Override public String glimpse() {
        return "last" + Keys.words(keys) + deleted.map(d -> ", deleted where " + d.expression().text().strip()).orElse("");
    }
}
