package dev.millrace.pipeline;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * How the whole pipeline runs.
 *
 * @param mode without end, or over rows that end
 * @param parallelism copies of the operators of each node that has no number of its own, 1 to 128
 * @param checkpointInterval time between two checkpoints, at least 100 ms; meaningless in batch mode, which takes none
 * @param exactlyOnce every Kafka sink writes in transactions that end with a checkpoint, whatever it says itself, and sinks that may write a row
 *     twice are refused; meaningless in batch mode
 * @param stateBackend where nodes keep their state; empty: as the cluster's settings say; meaningless in batch mode
 */
public record RunSettings(Mode mode, int parallelism, Duration checkpointInterval, boolean exactlyOnce, Optional<StateBackend> stateBackend) {
    /**
     * Over how many copies state can be spread at most. State is kept in as many groups of keys; it cannot be read back in another number of them, so
     * it is the same for every pipeline and for good.
     */
    public static final int MAX_PARALLELISM = 128;

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

    /** Where nodes keep their state while they run. */
    public enum StateBackend {
        /** In memory. */
        HASHMAP,
        /** On the disks of the machines that run the job. */
        ROCKSDB;

        /** As it stands in documents. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<StateBackend> parse(String word) {
            return Arrays.stream(values()).filter(b -> b.word().equals(word)).findFirst();
        }
    }

    public RunSettings {
        checkParallelism(parallelism);
        if (checkpointInterval.compareTo(Duration.ofMillis(100)) < 0) {
            throw new IllegalArgumentException("The checkpoint interval is at least 100 ms, not " + checkpointInterval.toMillis() + " ms");
        }
    }

    static void checkParallelism(int copies) {
        if (copies < 1 || copies > MAX_PARALLELISM) {
            throw new IllegalArgumentException("Parallelism is 1 to " + MAX_PARALLELISM + ", not " + copies);
        }
    }

    /** Each sink as it says itself. */
    public RunSettings(Mode mode, int parallelism, Duration checkpointInterval) {
        this(mode, parallelism, checkpointInterval, false, Optional.empty());
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
        return new RunSettings(other, parallelism, checkpointInterval, exactlyOnce, stateBackend);
    }

    public RunSettings withParallelism(int other) {
        return new RunSettings(mode, other, checkpointInterval, exactlyOnce, stateBackend);
    }

    public RunSettings withCheckpointInterval(Duration other) {
        return new RunSettings(mode, parallelism, other, exactlyOnce, stateBackend);
    }

    public RunSettings withExactlyOnce(boolean other) {
        return new RunSettings(mode, parallelism, checkpointInterval, other, stateBackend);
    }

    public RunSettings withStateBackend(Optional<StateBackend> other) {
        return new RunSettings(mode, parallelism, checkpointInterval, exactlyOnce, other);
    }
}
