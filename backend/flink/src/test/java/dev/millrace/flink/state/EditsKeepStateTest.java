package dev.millrace.flink.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.compile.LogicalPlan;
import dev.millrace.flink.state.Edits.Edit;
import dev.millrace.flink.state.StateLaboratory.Outcome;
import dev.millrace.pipeline.NodeId;
import dev.millrace.server.deployment.StateKeys;
import dev.millrace.state.Accumulators;
import dev.millrace.state.StateVerdict;
import dev.millrace.state.StateVerdicts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether what is said of state before a deployment is what happens. Each edit: a job over the first half of the input, a savepoint, and the
 * edited pipeline from there over the second half. It is held against two others:
 *
 * <pre>
 *   edited pipeline over the first half, savepoint, over the second      what it gives where all its state is there
 *   edited pipeline over the second half alone                           what it gives where none is
 * </pre>
 */
class EditsKeepStateTest {
    private static final Logger LOG = LoggerFactory.getLogger(EditsKeepStateTest.class);

    /** A pipeline before it is edited. */
    private record Base(LogicalPlan plan, String savepoint, Outcome whole, Outcome empty) {}

    @Test
    void whatIsSaidIsWhatHappens(@TempDir Path home) throws Exception {
        try (var laboratory = new StateLaboratory(home); var threads = Executors.newFixedThreadPool(3)) {
            Map<String, Future<Base>> bases = new HashMap<>();
            for (String document : List.of(Edits.TABLES, Edits.TIMES, Edits.JOINS)) {
                bases.put(document, threads.submit(() -> base(laboratory, document)));
            }
            String only = System.getProperty("edit", ".*");
            List<Future<List<String>>> trials = new ArrayList<>();
            for (Edit edit : Edits.all().stream().filter(e -> e.what().matches(only)).toList()) {
                Base base = bases.get(edit.base()).get();
                trials.add(threads.submit(() -> trial(laboratory, edit, base)));
            }
            var wrong = new ArrayList<String>();
            for (var trial : trials) {
                wrong.addAll(trial.get());
            }
            assertThat(wrong).as(String.join("\n", wrong)).isEmpty();
        }
    }

    /** The table for people says the same. */
    @Test
    void thePageSaysIt() throws IOException {
        var plans = new StateLaboratory.Plans();
        Map<String, LogicalPlan> bases = new HashMap<>();
        var lines = new ArrayList<String>();
        for (Edit edit : Edits.all()) {
            LogicalPlan before = bases.computeIfAbsent(edit.base(), plans::of);
            lines.addAll(StatePage.lines(edit.what(), said(before, plans.of(edit.change().apply(edit.base()))).values()));
        }
        StatePage.check(lines);
    }

    private static Map<String, StateVerdict> said(LogicalPlan before, LogicalPlan now) {
        return StateVerdicts.between(before, now).stream().collect(Collectors.toMap(v -> v.node().value(), v -> v, (a, b) -> a, TreeMap::new));
    }

    private static Base base(StateLaboratory laboratory, String document) {
        LogicalPlan plan = laboratory.plan(document);
        String savepoint = laboratory.firstHalf(plan);
        return new Base(plan, savepoint, laboratory.on(plan, StateKeys.NONE, savepoint), laboratory.secondHalfAlone(plan));
    }

    /** What was otherwise than said. */
    private static List<String> trial(StateLaboratory laboratory, Edit edit, Base base) {
        var wrong = new ArrayList<String>();
        try {
            LogicalPlan now = laboratory.plan(edit.change().apply(edit.base()));
            Map<String, StateVerdict> verdicts = said(base.plan(), now);
            Map<NodeId, Integer> epochs = new HashMap<>();
            verdicts.values().forEach(v -> {
                var expected = edit.expected().getOrDefault(v.node().value(), StateVerdict.Outcome.KEPT);
                if (v.outcome() != expected) {
                    wrong.add(edit + ": of " + v.node() + " is said " + v.outcome() + " and not " + expected + ": " + v.reason());
                }
                if (v.losesState()) {
                    epochs.put(v.node(), 2);
                }
            });
            edit.expected().keySet().stream().filter(n -> !verdicts.containsKey(n)).forEach(n -> wrong.add(edit + ": nothing is said of " + n));
            Outcome restored = laboratory.on(now, new StateKeys(epochs, Accumulators.handedOn(base.plan(), Map.of(), now, epochs.keySet(), "edit")), base.savepoint());
            if (restored.isRefused()) {
                wrong.add(edit + ": Flink refuses: " + restored.refusal());
                return wrong;
            }
            var reference = new Reference(laboratory, now);
            restored.sinks().forEach((sink, rows) -> {
                StateVerdict verdict = verdicts.get(stateful(sink));
                // What an edit does not touch gives what it gave before.
                if (verdict == null || verdict.outcome() == StateVerdict.Outcome.KEPT && rows.equals(base.whole().sinks().get(sink)) && !rows.equals(base.empty().sinks().get(sink))) {
                    return;
                }
                boolean asEmpty = rows.equals(reference.empty().sinks().get(sink));
                boolean right = switch (verdict.outcome()) {
                    // With a note, it may be neither: it goes on from what it had by the old rules.
                    case KEPT -> !asEmpty && (!verdict.notes().isEmpty() || rows.equals(reference.whole().sinks().get(sink)));
                    case NEW, REBUILT, LOST, INCOMPATIBLE -> asEmpty && !rows.equals(base.whole().sinks().get(sink));
                };
                if (!right) {
                    wrong.add(edit + ": " + verdict.node() + " is said to be " + verdict.outcome() + " and gives\n    " + rows + "\n  whole\n    "
                            + reference.whole().sinks().get(sink) + "\n  empty\n    " + reference.empty().sinks().get(sink));
                }
            });
        } catch (Throwable e) {
            wrong.add(edit + ": " + e);
        }
        LOG.info("{}: {}", edit, wrong.isEmpty() ? "as said" : wrong);
        return wrong;
    }

    /** What an edited pipeline gives with all of its state and with none, run where it is asked for. */
    private static final class Reference {
        private final StateLaboratory laboratory;
        private final LogicalPlan plan;
        private Outcome whole;
        private Outcome empty;

        Reference(StateLaboratory laboratory, LogicalPlan plan) {
            this.laboratory = laboratory;
            this.plan = plan;
        }

        Outcome whole() {
            if (whole == null) {
                whole = laboratory.on(plan, StateKeys.NONE, laboratory.firstHalf(plan));
            }
            return whole;
        }

        Outcome empty() {
            if (empty == null) {
                empty = laboratory.secondHalfAlone(plan);
            }
            return empty;
        }
    }

    /** The node whose rows a sink shows. */
    private static String stateful(String sink) {
        return switch (sink) {
            case "to-new" -> "new";
            case "to-2" -> "tw-2";
            default -> sink.startsWith("to-") ? sink.substring(3) : sink;
        };
    }
}
