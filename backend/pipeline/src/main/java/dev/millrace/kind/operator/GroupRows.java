package dev.millrace.kind.operator;

import dev.millrace.kind.ColumnRef;
import dev.millrace.kind.Group;
import dev.millrace.kind.Kind;
import dev.millrace.kind.Operator;
import dev.millrace.kind.PositiveDuration;
import dev.millrace.kind.Scope;
import dev.millrace.kind.Setting;
import dev.millrace.kind.window.Aggregate;
import dev.millrace.rel.Rel;
import dev.millrace.rel.StatefulRel;
import dev.millrace.schema.Column;
import dev.millrace.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Aggregates over all rows of a group so far. Each row that changes a result sends it again; what held before is taken back.
 *
 * <pre>
 *   rows in     a:1      b:5      a:2
 *   rows out    +a 1     +b 5     -a 1  +a 3      (sum by key)
 * </pre>
 */
@Kind(id = "operator.group", title = "Group", group = Group.STATEFUL, icon = "group",
        summary = "Aggregates all rows of each group so far and sends each result again when it changes")
public record GroupRows(
        @Setting(label = "Group by", atLeastOne = true, help = "One result for each combination of these columns") List<ColumnRef> keys,
        @Setting(label = "Aggregates", atLeastOne = true, help = "What to compute per group") List<Aggregate> aggregates,
        @Setting(label = "Keep for", help = "A group without rows for this long is forgotten and starts anew; empty: none is")
        Optional<PositiveDuration> keepFor) implements Operator {

    static final GroupRows EXAMPLE = new GroupRows(List.of(new ColumnRef("id")),
            List.of(new Aggregate("n", Aggregate.Function.COUNT, Optional.empty())), Optional.of(PositiveDuration.of("1 day")));

    @Override public Optional<Schema> infer(Schema in, Scope at) {
        var columns = new ArrayList<>(Keys.check(keys, in, at));
        var key = columns.stream().map(Column::name).toList();
        for (int i = 0; i < aggregates.size(); i++) {
            Aggregate aggregate = aggregates.get(i);
            String path = "aggregates[" + i + "]";
            if (!aggregate.name().isEmpty() && Keys.unused(path + ".name", aggregate.name(), columns, at)) {
                aggregate.infer(path, in, false, at).ifPresent(columns::add);
            }
        }
        at.unboundedState("keepFor", keepFor, "a result for every group");
        return columns.isEmpty() ? Optional.empty() : Optional.of(Schema.of(columns).withKey(key).updating());
    }

    @Override public Rel lower(Rel in, Scope at) {
        var calls = IntStream.range(0, aggregates.size()).mapToObj(i -> aggregates.get(i).lower("aggregates[" + i + "]", in.schema(), at)).toList();
        return new StatefulRel.GroupAggregate(in, Keys.names(keys), calls,
                keepFor.map(PositiveDuration::value), infer(in.schema(), at).orElseThrow());
    }

    @Override public void checkBatch(Map<String, Schema> outputs, Scope at) {
        Aggregate.checkBatch(aggregates, Optional.ofNullable(outputs.get("out")), at);
    }

    @Override public String glimpse() {
        return "by " + keys.stream().map(ColumnRef::name).collect(Collectors.joining(", "))
                + aggregates.stream().map(Aggregate::glimpse).collect(Collectors.joining(", ", ": ", ""));
    }
}
