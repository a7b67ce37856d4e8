package dev.millrace.pipeline;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * How the whole pipeline runs.
 *
 * @param mode without end, or over rows that end
 * @param parallelism copies of each operator, 1 to 128
 * @param checkpointInterval time between two checkpoints, at least 100 ms; meaningless in batch mode, which takes none
 * @param exactlyOnce every Kafka sink writes in transactions that end with a checkpoint, whatever it says itself, and sinks that may write a row
 *     twice are refused; meaningless in batch mode
 */
public record RunSettings(Mode mode, int parallelism, Duration checkpointInterval, boolean exactlyOnce) {
    public static final RunSettings DEFAULT = new RunSettings(1, Duration.ofSeconds(10));

    /** STREAMING answers while rows come, BATCH when all have come: each node reads all of its input before the next begins. */
    public enum Mode {
        STREAMING, BATCH;

        /** As it stands in documents. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Mode> parse(String word) {
            return Arrays.stream(values()).filter(m -> m.word().equals(word)).findFirst();
        }
    }

    public RunSettings {
        if (parallelism < 1 || parallelism > 128) {
            throw new IllegalArgumentException("Parallelism is 1 to 128, not " + parallelism);
        }
        if (checkpointInterval.compareTo(Duration.ofMillis(100)) < 0) {
            throw new IllegalArgumentException("The checkpoint interval is at least 100 ms, not " + checkpointInterval.toMillis() + " ms");
        }
    }

    /** Each sink as it says itself. */
    public RunSettings(Mode mode, int parallelism, Duration checkpointInterval) {
        this(mode, parallelism, checkpointInterval, false);
    }

    /** Streaming. */
    public RunSettings(int parallelism, Duration checkpointInterval) {
        this(Mode.STREAMING, parallelism, checkpointInterval);
    }

    public boolean isBatch() {
        return mode == Mode.BATCH;
    }

    /** Whether every sink has to write each row once. */
    public boolean writesOnce() {
        return exactlyOnce && !isBatch();
    }

    public RunSettings in(Mode other) {
        return new RunSettings(other, parallelism, checkpointInterval, exactlyOnce);
    }

    public RunSettings withParallelism(int other) {
        return new RunSettings(mode, other, checkpointInterval, exactlyOnce);
    }

    public RunSettings withCheckpointInterval(Duration other) {
        return new RunSettings(mode, parallelism, other, exactlyOnce);
    }

    public RunSettings withExactlyOnce(boolean other) {
        return new RunSettings(mode, parallelism, checkpointInterval, other);
    }
}
