package dev.millrace.pipeline;

import java.time.Duration;

/**
 * How the whole pipeline runs.
 *
 * @param parallelism copies of each operator, 1 to 128
 * @param checkpointInterval time between two checkpoints, at least 100 ms
 */
public record RunSettings(int parallelism, Duration checkpointInterval) {
    public static final RunSettings DEFAULT = new RunSettings(1, Duration.ofSeconds(10));

    public RunSettings {
        if (parallelism < 1 || parallelism > 128) {
            throw new IllegalArgumentException("Parallelism is 1 to 128, not " + parallelism);
        }
        if (checkpointInterval.compareTo(Duration.ofMillis(100)) < 0) {
            throw new IllegalArgumentException("The checkpoint interval is at least 100 ms, not " + checkpointInterval.toMillis() + " ms");
        }
    }
}
