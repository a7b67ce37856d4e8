package dev.millrace.flink.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.compile.LogicalPlan;
import dev.millrace.flink.state.StateLaboratory.Outcome;
import dev.millrace.pipeline.RunSettings.StateBackend;
import dev.millrace.server.deployment.StateKeys;
import dev.millrace.state.Accumulators;
import dev.millrace.state.StateVerdict;
import dev.millrace.state.StateVerdicts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Open windows whose aggregates change from revision to revision, with real savepoints: what stays goes on, what is new begins. */
class MigratedWindowsTest {
    private static final String DOCUMENT = """
            millrace: 1
            name: Migrated windows
            run: {parallelism: 1, checkpointInterval: 10 s}
            nodes:
              a: {kind: source.kafka@1, settings: {topic: a, columns: [{name: p, type: STRING}, {name: v, type: VTYPE}, {name: w, type: BIGINT}, {name: ts, type: TIMESTAMP(3)}], eventTime: ts}}
              g: {kind: KIND, settings: {time: ts, LENGTH, keys: [p], aggregates: [AGGREGATES]}}
              of-g: {kind: operator.map@1, settings: {begin: listed-columns, keep: [KEEP]}}
              to-g: {kind: sink.kafka@1, settings: {topic: to-g}}
            edges:
              - {from: a.out, to: g.in}
              - {from: g.out, to: of-g.in}
              - {from: of-g.out, to: to-g.in}
            """;

    /** @param times how many windows a row is in */
    private record Kind(String id, String length, int times) {
        String document(String type, String keep, String aggregates) {
            return DOCUMENT.replace("KIND", id).replace("LENGTH", length).replace("VTYPE", type).replace("KEEP", keep).replace("AGGREGATES", aggregates);
        }

        boolean isHopping() {
            return id.startsWith("window.hopping");
        }

        @Override public String toString() {
            return id;
        }
    }

    private static final List<Kind> KINDS = List.of(new Kind("window.tumbling@1", "size: 1 min", 1), new Kind("window.hopping@1", "size: 1 min, slide: 30 s", 2),
            new Kind("window.cumulating@1", "size: 1 min, step: 30 s", 2), new Kind("window.session@1", "gap: 30 s", 1));

    static Stream<Arguments> kindsAndBackends() {
        return KINDS.stream().flatMap(kind -> Stream.of(StateBackend.values()).map(backend -> Arguments.of(kind, backend)));
    }

    private static StateVerdict verdict(LogicalPlan before, LogicalPlan now) {
        return StateVerdicts.between(before, now).stream().filter(v -> v.node().value().equals("g")).findFirst().orElseThrow();
    }

    private static StateKeys keys(LogicalPlan before, StateKeys had, LogicalPlan now, String mark) {
        return new StateKeys(Map.of(), Accumulators.handedOn(before, had.names(), now, Set.of(), mark));
    }

    /**
     * Of the keys, p0 has rows in the first half and in the last quarter, p1 in all, p9 in the third quarter alone. So the windows that close in the end have rows
     * that were kept by each of the three revisions, and that of p9 none of the last.
     */
    @ParameterizedTest
    @MethodSource("kindsAndBackends")
    void aggregatesOfOpenWindowsComeAndGo(Kind kind, StateBackend backend, @TempDir Path home) {
        try (var laboratory = new StateLaboratory(home, backend)) {
            LogicalPlan first = laboratory.plan(kind.document("INT", "p, n, total, least", "{name: n, function: count}, {name: total, function: sum, column: v}, {name: least, function: min, column: v}"));
            LogicalPlan second = laboratory.plan(kind.document("BIGINT", "p, mean, least, total", "{name: mean, function: avg, column: w}, {name: least, function: min, column: v}, {name: total, function: sum, column: v}"));
            LogicalPlan third = laboratory.plan(kind.document("BIGINT", "p, added, n, least, mean", "{name: added, function: sum, column: v}, {name: n, function: count}, {name: least, function: min, column: v}, {name: mean, function: avg, column: w}"));

            StateVerdict toSecond = verdict(first, second);
            assertThat(toSecond.outcome()).as(toSecond.reason()).isEqualTo(StateVerdict.Outcome.KEPT);
            assertThat(toSecond.notes()).anyMatch(note -> note.startsWith("'mean' begins"));
            StateKeys ofSecond = keys(first, StateKeys.NONE, second, "b");
            String atThreeQuarters = laboratory.toThreeQuarters(second, ofSecond, laboratory.firstHalf(first));
            StateVerdict toThird = verdict(second, third);
            assertThat(toThird.outcome()).isEqualTo(StateVerdict.Outcome.KEPT);
            // A hopping window counts its rows whether anybody asks for it or not, so the count has all of them.
            assertThat(toThird.notes().stream().anyMatch(note -> note.startsWith("'n' begins"))).isEqualTo(!kind.isHopping());
            Outcome end = laboratory.on(third, keys(second, ofSecond, third, "c"), atThreeQuarters);
            assertThat(end.refusal()).isEmpty();
            // Columns: p, added, n, least, mean.
            Map<String, Integer> expected = new TreeMap<>();
            for (String row : kind.isHopping() ? List.of("[p0, 840, 8, 20, 0.6666666666666666]", "[p1, 760, 8, 10, 2.3333333333333335]", "[p9, 500, 4, 110, 1.5]")
                    : List.of("[p0, 840, 3, 20, 0.6666666666666666]", "[p1, 760, 2, 10, 2.3333333333333335]", "[p9, 500, 0, 110, 1.5]")) {
                expected.put(row, kind.times());
            }
            assertThat(end.sinks().get("to-g")).isEqualTo(expected);
        }
    }

    /** Of each function, over columns that may be NULL and such that may not, with and without a condition, and some twice: Flink keeps as many values as are named. */
    @Test
    void eachAggregateHasItsValues(@TempDir Path home) {
        try (var laboratory = new StateLaboratory(home)) {
            for (boolean required : new boolean[] {false, true}) {
                for (boolean rows : new boolean[] {false, true}) {
                    for (Kind kind : KINDS) {
                        var names = new ArrayList<String>();
                        var aggregates = new ArrayList<String>();
                        if (rows) {
                            add(names, aggregates, "rows", "count", "");
                            add(names, aggregates, "some", "count", ", where: v > 50");
                        }
                        // A count of a column that is never NULL is one of rows for Flink: those windows keep what they have by its place.
                        for (String function : required && rows ? List.of("min", "max", "sum") : List.of("count", "min", "max", "sum", "avg")) {
                            add(names, aggregates, function + "_v", function, ", column: v");
                            add(names, aggregates, function + "_v_too", function, ", column: v");
                            add(names, aggregates, function + "_v_few", function, ", column: v, where: v > 50");
                            add(names, aggregates, function + "_w", function, ", column: w");
                        }
                        String document = kind.document("INT", "p, " + String.join(", ", names), String.join(", ", aggregates));
                        LogicalPlan plan = laboratory.plan(required ? document.replace("type: INT}", "type: INT, required: true}").replace("type: BIGINT}", "type: BIGINT, required: true}") : document);
                        Outcome end = laboratory.on(plan, StateKeys.NONE, laboratory.firstHalf(plan));
                        assertThat(end.refusal()).as("%s, required %s, rows %s", kind, required, rows).isEmpty();
                        assertThat(end.sinks().get("to-g").keySet()).anyMatch(row -> row.startsWith(rows ? "[p1, 8, 5, " : "[p1, 8, 8, 5, "));
                    }
                }
            }
        }
    }

    private static void add(List<String> names, List<String> aggregates, String name, String function, String more) {
        names.add(name);
        aggregates.add("{name: " + name + ", function: " + function + more + "}");
    }
}
