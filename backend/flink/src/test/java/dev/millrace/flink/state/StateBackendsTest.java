package dev.millrace.flink.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.compile.LogicalPlan;
import dev.millrace.flink.state.StateLaboratory.Outcome;
import dev.millrace.pipeline.RunSettings.StateBackend;
import dev.millrace.server.deployment.StateKeys;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A pipeline says itself where it keeps its state. A savepoint is read by each backend, a checkpoint by the one that wrote it. */
class StateBackendsTest {
    private static final String DOCUMENT = Edits.TABLES.replace("checkpointInterval: 10 s", "checkpointInterval: 100 ms, stateBackend: BACKEND");

    @ParameterizedTest
    @EnumSource(StateBackend.class)
    void goesOnUnderTheOther(StateBackend backend, @TempDir Path home) {
        StateBackend other = backend == StateBackend.HASHMAP ? StateBackend.ROCKSDB : StateBackend.HASHMAP;
        // The cluster's settings say the contrary of what the pipeline says.
        try (var laboratory = new StateLaboratory(home, other, 1)) {
            LogicalPlan same = laboratory.plan(DOCUMENT.replace("BACKEND", backend.word()));
            LogicalPlan changed = laboratory.plan(DOCUMENT.replace("BACKEND", other.word()));

            String savepoint = laboratory.firstHalf(same);
            assertThat(laboratory.look(savepoint).backend()).isEmpty();
            Outcome whole = laboratory.on(same, StateKeys.NONE, savepoint);
            assertThat(whole.refusal()).isEmpty();
            assertThat(laboratory.on(changed, StateKeys.NONE, savepoint)).isEqualTo(whole);

            String checkpoint = laboratory.checkpointOfFirstHalf(same);
            assertThat(laboratory.look(checkpoint).backend()).contains(backend);
            assertThat(laboratory.on(same, StateKeys.NONE, checkpoint)).isEqualTo(whole);
            // Which is why it is refused before a deployment.
            assertThat(laboratory.on(changed, StateKeys.NONE, checkpoint).isRefused()).isTrue();
        }
    }
}
