package dev.millrace.flink.plan;

import dev.millrace.compile.LogicalPlan;
import dev.millrace.pipeline.RunSettings;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.core.execution.CheckpointingMode;

/** How a job runs, in Flink's options. */
final class JobConfiguration {
    private JobConfiguration() {}

    static Configuration of(JobSettings settings, LogicalPlan plan) {
        var c = new Configuration();
        c.set(PipelineOptions.OBJECT_REUSE, true);
        c.set(PipelineOptions.MAX_PARALLELISM, RunSettings.MAX_PARALLELISM);
        // An operator without a uid of ours would lose its state at the next edit: better not to plan at all.
        c.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        c.set(PipelineOptions.GLOBAL_JOB_PARAMETERS, Map.of(Wiring.PARAMETER, Wiring.of(plan).write()));
        if (plan.run().isBatch()) {
            c.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.BATCH);
        } else {
            state(c, backend(settings, plan.run()));
        }
        if (settings.recovers()) {
            // A batch job goes on from the rows between two operators, which it keeps.
            if (!plan.run().isBatch()) {
                checkpoints(c, settings, plan.run().checkpointInterval());
            }
            restarts(c, settings);
        } else {
            c.set(RestartStrategyOptions.RESTART_STRATEGY, "disable");
        }
        return c;
    }

    private static void checkpoints(Configuration c, JobSettings settings, Duration interval) {
        c.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, interval);
        c.set(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
        c.set(CheckpointingOptions.CHECKPOINTING_TIMEOUT, Duration.ofMinutes(10));
        c.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, 3);
        c.set(CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION, ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        settings.checkpoints().ifPresent(d -> {
            c.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
            c.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, d);
        });
        settings.savepoints().ifPresent(d -> c.set(CheckpointingOptions.SAVEPOINT_DIRECTORY, d));
    }

    private static void state(Configuration c, RunSettings.StateBackend backend) {
        c.set(StateBackendOptions.STATE_BACKEND, backend.word());
        c.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, backend == RunSettings.StateBackend.ROCKSDB);
    }

    /** Where a pipeline's state is kept: as it says itself, or else as the cluster's settings say. */
    static RunSettings.StateBackend backend(JobSettings settings, RunSettings run) {
        return run.stateBackend().orElse(settings.stateBackend());
    }

    /** Flink's default is to restart without end, so that a job which can never run looks as if it did. */
    private static void restarts(Configuration c, JobSettings settings) {
        c.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
        c.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF, settings.firstRestartDelay());
        c.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF, Duration.ofSeconds(30));
        c.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_BACKOFF_MULTIPLIER, 2.0);
        c.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_JITTER_FACTOR, 0.1);
        c.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_RESET_BACKOFF_THRESHOLD, Duration.ofMinutes(5));
        c.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_ATTEMPTS, settings.restarts());
    }
}
