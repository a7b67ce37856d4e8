package dev.millrace.flink.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.compile.LogicalPlan;
import dev.millrace.pipeline.RunSettings.StateBackend;
import dev.millrace.flink.state.StateLaboratory.Outcome;
import dev.millrace.pipeline.NodeId;
import dev.millrace.server.deployment.StateKeys;
import dev.millrace.state.Accumulators;
import dev.millrace.state.StateVerdict;
import dev.millrace.state.StateVerdicts;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Groups whose aggregates change from revision to revision, with real savepoints: what stays goes on, what is new begins. */
class MigratedStateTest {
    private static final NodeId GROUP = new NodeId("g");
    private static final String DOCUMENT = """
            millrace: 1
            name: Migrated
            run: {parallelism: 1, checkpointInterval: 10 s}
            nodes:
              a: {kind: source.kafka@1, settings: {topic: a, columns: [{name: p, type: STRING}, {name: v, type: VTYPE}, {name: w, type: BIGINT}]}}
              g: {kind: operator.group@1, settings: {keys: [p], aggregates: [AGGREGATES], keepFor: KEEP}}
              to-g: {kind: sink.kafka-upsert@1, settings: {topic: to-g, key: [p]}}
            edges:
              - {from: a.out, to: g.in}
              - {from: g.out, to: to-g.in}
            """;

    private static String document(String type, String keepFor, String aggregates) {
        return DOCUMENT.replace("VTYPE", type).replace("KEEP", keepFor).replace("AGGREGATES", aggregates);
    }

    private static StateVerdict verdict(LogicalPlan before, LogicalPlan now) {
        return StateVerdicts.between(before, now).stream().filter(v -> v.node().equals(GROUP)).findFirst().orElseThrow();
    }

    /**
     * Of the keys, p0 has rows in the first half and in the last quarter, p1 in all, p9 in the third quarter alone. So in the end the state has rows
     * that were kept by each of the three revisions.
     */
    @ParameterizedTest
    @EnumSource(StateBackend.class)
    void aggregatesComeAndGo(StateBackend backend, @TempDir Path home) {
        try (var laboratory = new StateLaboratory(home, backend)) {
            LogicalPlan first = laboratory.plan(document("INT", "1 day", "{name: n, function: count}, {name: total, function: sum, column: v}, {name: least, function: min, column: v}"));
            LogicalPlan second = laboratory.plan(document("BIGINT", "2 days", "{name: mean, function: avg, column: w}, {name: least, function: min, column: v}, {name: total, function: sum, column: v}"));
            LogicalPlan third = laboratory.plan(document("BIGINT", "2 days", "{name: added, function: sum, column: v}, {name: n, function: count}, {name: least, function: min, column: v}, {name: mean, function: avg, column: w}"));

            StateVerdict toSecond = verdict(first, second);
            assertThat(toSecond.outcome()).isEqualTo(StateVerdict.Outcome.KEPT);
            assertThat(toSecond.notes()).anyMatch(note -> note.startsWith("'mean' begins")).anyMatch(note -> note.startsWith("'n' goes"));
            StateKeys second2 = keys(first, StateKeys.NONE, second, "b");
            String atHalf = laboratory.firstHalf(first);
            String atThreeQuarters = laboratory.toThreeQuarters(second, second2, atHalf);

            assertThat(verdict(second, third).outcome()).isEqualTo(StateVerdict.Outcome.KEPT);
            Outcome end = laboratory.on(third, keys(second, second2, third, "c"), atThreeQuarters);
            assertThat(end.refusal()).isEmpty();
            // Columns: p, added, n, least, mean. What each key had before is taken back, what it has now is there.
            assertThat(end.sinks().get("to-g")).containsOnlyKeys("[p0, 300, 0, 20, null]", "[p0, 840, 3, 20, 0.6666666666666666]", "[p1, 400, 0, 10, 3.0]",
                    "[p1, 760, 2, 10, 2.3333333333333335]");
        }
    }

    /** Of each function and type, with and without a condition, and some twice: Flink keeps as many values as are named. */
    @Test
    void eachAggregateHasItsValues(@TempDir Path home) {
        var aggregates = new StringBuilder("{name: rows, function: count}, {name: again, function: count}, {name: some, function: count, where: v > 50}");
        for (String column : List.of("v", "w", "f", "d", "t", "s")) {
            for (String function : List.of("count", "min", "max", "sum", "avg")) {
                boolean numbers = !column.equals("t") && !column.equals("s");
                if (numbers || List.of("count", "min", "max").contains(function)) {
                    aggregates.append(", {name: ").append(function).append('_').append(column).append(", function: ").append(function).append(", column: ").append(column).append('}');
                    aggregates.append(", {name: ").append(function).append('_').append(column).append("_too, function: ").append(function).append(", column: ").append(column).append('}');
                    aggregates.append(", {name: ").append(function).append('_').append(column).append("_few, function: ").append(function).append(", column: ").append(column).append(", where: v > 50}");
                }
            }
        }
        String all = document("INT", "1 day", aggregates.toString()).replace("{name: w, type: BIGINT}",
                "{name: w, type: BIGINT}, {name: f, type: DOUBLE}, {name: d, type: 'DECIMAL(20, 2)'}, {name: t, type: TIMESTAMP(3)}, {name: s, type: STRING}");
        try (var laboratory = new StateLaboratory(home)) {
            // A count of a column that is never NULL is one of rows for Flink: such a group keeps what it has by its place.
            String required = all.replaceAll("(name: [vwfdts], type: [^}]*)}", "$1, required: true}");
            for (String text : List.of(all, required, required.replaceAll(", \\{name: (count|avg)_[^}]*}", ""))) {
                LogicalPlan plan = laboratory.plan(text);
                Outcome end = laboratory.on(plan, StateKeys.NONE, laboratory.firstHalf(plan));
                assertThat(end.refusal()).isEmpty();
                assertThat(end.sinks().get("to-g").keySet()).anyMatch(row -> row.startsWith("[p1, 8, 8, 5, ")).anyMatch(row -> row.startsWith("[p9, 4, 4, 4, "));
            }
        }
    }

    private static StateKeys keys(LogicalPlan before, StateKeys had, LogicalPlan now, String mark) {
        return new StateKeys(Map.of(), Accumulators.handedOn(before, had.names(), now, Set.of(), mark));
    }
}
