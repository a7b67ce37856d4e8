package dev.millrace.server.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.compile.LogicalPlan;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What everything that stands on a gateway relies on. Each implementation runs these tests on a cluster of its kind. */
public abstract class FlinkGatewayContract {
    protected static final Duration PATIENCE = Duration.ofMinutes(2);

    protected abstract FlinkGateway gateway();

    /** A plan whose job does not end by itself, checkpoints at least once a second and has one source. */
    protected abstract LogicalPlan endless();

    private JobId submit(RestorePoint from) {
        JobId id = JobId.random();
        gateway().submit(gateway().plan(endless(), spec(id)), from);
        return id;
    }

    private static JobSpec spec(JobId id) {
        return new JobSpec(id, "contract", "contract-" + id);
    }

    private void awaitState(JobId id, Observation.State state) {
        AskingFlink.within(PATIENCE).until(() -> gateway().observe(id).state() == state);
    }

    @Test void aJobNobodySubmittedIsAbsent() {
        JobId id = JobId.random();
        assertThat(gateway().observe(id)).isEqualTo(Observation.ABSENT);
        assertThat(gateway().latestCheckpoint(id)).isEmpty();
    }

    @Test void aSubmittedJobRunsAndCountsUnderItsId() {
        JobId id = submit(RestorePoint.FRESH);
        assertThat(gateway().observe(id).state()).isNotEqualTo(Observation.State.ABSENT);
        awaitState(id, Observation.State.RUNNING);
        AskingFlink.within(PATIENCE).until(() -> gateway().metrics(id).nodes().values().stream().anyMatch(n -> n.rowsIn() > 0));
        assertThat(gateway().observe(id).restarts()).isZero();
        gateway().cancel(id);
        awaitState(id, Observation.State.CANCELLED);
    }

    @Test void submittingTheSameIdAgainIsRefusedAndChangesNothing() {
        JobId id = submit(RestorePoint.FRESH);
        awaitState(id, Observation.State.RUNNING);
        assertThatThrownBy(() -> gateway().submit(gateway().plan(endless(), spec(id)), RestorePoint.FRESH))
                .isInstanceOf(FlinkGateway.Failed.class);
        assertThat(gateway().observe(id).state()).isEqualTo(Observation.State.RUNNING);
        gateway().cancel(id);
        awaitState(id, Observation.State.CANCELLED);
    }

    @Test void stoppingLeavesASavepointToGoOnFrom() {
        JobId first = submit(RestorePoint.FRESH);
        awaitState(first, Observation.State.RUNNING);
        String savepoint = gateway().stopWithSavepoint(first);
        assertThat(savepoint).isNotBlank();
        awaitState(first, Observation.State.FINISHED);
        JobId second = submit(new RestorePoint.FromState(savepoint));
        awaitState(second, Observation.State.RUNNING);
        gateway().cancel(second);
        awaitState(second, Observation.State.CANCELLED);
    }

    @Test void aSavepointIsTakenWhileTheJobRunsOnAndLookedIntoAndDeleted() {
        JobId id = submit(RestorePoint.FRESH);
        awaitState(id, Observation.State.RUNNING);
        SavepointId asked = SavepointId.random();
        FlinkGateway.SavepointTaking taken = AskingFlink.within(PATIENCE).until(() -> gateway().savepoint(id, asked),
                how -> !(how instanceof FlinkGateway.SavepointTaking.Taking));
        assertThat(taken).isInstanceOf(FlinkGateway.SavepointTaking.Taken.class);
        assertThat(gateway().savepoint(id, asked)).as("asked again").isEqualTo(taken);
        assertThat(gateway().observe(id).state()).isEqualTo(Observation.State.RUNNING);
        String path = ((FlinkGateway.SavepointTaking.Taken) taken).path();
        FlinkGateway.KeptState kept = gateway().look(path).orElseThrow();
        assertThat(kept.bytes()).isPositive();
        assertThat(kept.nodes()).isNotEmpty();
        gateway().cancel(id);
        awaitState(id, Observation.State.CANCELLED);
        JobId unknown = JobId.random();
        SavepointId ofNothing = SavepointId.random();
        // Flink takes the request and says only afterwards that there is no such job.
        AskingFlink.within(PATIENCE).until(() -> gateway().savepoint(unknown, ofNothing), FlinkGateway.SavepointTaking.NotTaken.class::isInstance);
        gateway().delete(path);
        assertThat(gateway().look(path)).isEmpty();
        gateway().delete(path);
    }

    @Test void theNewestCheckpointOutlivesACancelledJob() {
        JobId id = submit(RestorePoint.FRESH);
        awaitState(id, Observation.State.RUNNING);
        AskingFlink.within(PATIENCE).until(() -> {
            gateway().metrics(id);
            return gateway().latestCheckpoint(id).isPresent();
        });
        gateway().cancel(id);
        awaitState(id, Observation.State.CANCELLED);
        assertThat(gateway().latestCheckpoint(id)).isPresent();
    }

    @Test void cancellingWhatIsOverOrUnknownDoesNothing() {
        JobId id = submit(RestorePoint.FRESH);
        awaitState(id, Observation.State.RUNNING);
        gateway().cancel(id);
        awaitState(id, Observation.State.CANCELLED);
        gateway().cancel(id);
        assertThat(gateway().observe(id).state()).isEqualTo(Observation.State.CANCELLED);
        gateway().cancel(JobId.random());
    }

    @Test void stateThatIsNotThereIsToldAsAFailure() {
        JobId id = JobId.random();
        PlannedJob job = gateway().plan(endless(), spec(id));
        try {
            gateway().submit(job, new RestorePoint.FromState("file:/nowhere/savepoint-0"));
        } catch (FlinkGateway.Failed refused) {
            assertThat(refused.getMessage()).isNotBlank();
            return;
        }
        awaitState(id, Observation.State.FAILED);
        assertThat(gateway().observe(id).failure()).isPresent();
    }

    @Test void theClusterSaysWhereItIs() {
        assertThat(gateway().cluster().address()).isNotBlank();
        assertThat(gateway().cluster().slots()).isPositive();
    }
}
