package dev.millrace.server.dashboards;

import java.time.Duration;
import java.util.Optional;

/**
 * How a tile makes a few values of many.
 *
 * @param aggregate what becomes of the values of a bucket or a key
 * @param value the column that is aggregated; empty where rows are counted, and for metrics
 * @param key a value for each value of this column; of metrics, {@link #NODE}: one for each node
 * @param table whether the rows are the newest state of a table by Kafka's key: of each key only the newest row counts
 * @param top how many keys at most, the largest first
 * @param window how far back it looks
 * @param bucket how much time one point stands for; empty: a sixtieth of the window
 * @param unit is shown behind values; may be empty. Metrics have their own
 * @param min where a gauge begins
 * @param max where a gauge ends; empty: the most that was seen
 */
public record Options(Aggregate aggregate, Optional<String> value, Optional<String> key, boolean table, int top, Duration window, Optional<Duration> bucket, String unit,
        double min, Optional<Double> max) {
    /** The key that stands for the nodes of a pipeline. */
    public static final String NODE = "node";
    /** The column that stands for the key of a Kafka record. */
    public static final String RECORD_KEY = "$key";
    public static final int MOST_KEYS = 50;
    public static final int LONGEST_COLUMN = 100;
    public static final int LONGEST_UNIT = 20;
    public static final int MOST_BUCKETS = 300;
    public static final Duration SHORTEST_WINDOW = Duration.ofSeconds(10);
    public static final Duration LONGEST_WINDOW = Duration.ofDays(90);
    /** Of rows, which have to be read and held. */
    public static final Duration LONGEST_WINDOW_OF_ROWS = Duration.ofDays(1);
    private static final int POINTS = 60;

    public static final Options PRESET = new Options(Aggregate.COUNT, Optional.empty(), Optional.empty(), false, 10, Duration.ofMinutes(15), Optional.empty(), "", 0, Optional.empty());

    /** How much time one point stands for: at least a second, and so that there are not too many. */
    public Duration step() {
        long millis = bucket.orElse(window.dividedBy(POINTS)).toMillis();
        return Duration.ofMillis(Math.max(1_000, Math.max(millis, window.toMillis() / MOST_BUCKETS)) / 1_000 * 1_000);
    }

    public Options with(Aggregate other) {
        return new Options(other, value, key, table, top, window, bucket, unit, min, max);
    }
}
