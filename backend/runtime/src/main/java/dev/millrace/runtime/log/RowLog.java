package dev.millrace.runtime.log;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Lines for rows, so many in each second; the rows beyond are counted, and how many there were is said. */
final class RowLog {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    /** A line that is longer is cut. */
    private static final int LONGEST = 4_000;

    private final String label;
    private final long perSecond;
    private final LongSupplier clock;
    private final Consumer<String> lines;
    private final BiConsumer<String, String> newest;
    private final Runnable leftOutMetric;
    private long began;
    private long written;
    private long leftOut;

    /** @param clock in nanoseconds @param newest gets the kind and the JSON of each row that is written @param leftOutMetric called for each row that is not written */
    RowLog(String label, long perSecond, LongSupplier clock, Consumer<String> lines, BiConsumer<String, String> newest, Runnable leftOutMetric) {
        this.label = label;
        this.perSecond = perSecond;
        this.clock = clock;
        this.lines = lines;
        this.newest = newest;
        this.leftOutMetric = leftOutMetric;
        this.began = clock.getAsLong();
    }

    /** @param json made only where the row is written */
    void row(String kind, Supplier<byte[]> json) {
        long now = clock.getAsLong();
        if (now - began >= SECOND) {
            began = now;
            written = 0;
            sayLeftOut();
        }
        if (written >= perSecond) {
            leftOut++;
            leftOutMetric.run();
            return;
        }
        written++;
        String row = new String(json.get(), StandardCharsets.UTF_8);
        newest.accept(kind, row);
        lines.accept(label + ": " + kind + " " + (row.length() <= LONGEST ? row : row.substring(0, LONGEST) + "… (" + row.length() + " characters)"));
    }

    void sayLeftOut() {
        if (leftOut > 0) {
            lines.accept(label + ": " + leftOut + (leftOut == 1 ? " row" : " rows") + " left out, with more than " + perSecond + " in a second");
            leftOut = 0;
        }
    }
}
