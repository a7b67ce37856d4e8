package dev.millrace.runtime.tap;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Where the rows of a job inside this JVM are looked at: one box for each output port, which counts all rows and keeps the first. */
public final class Taps implements AutoCloseable {
    private static final ConcurrentMap<String, Taps> OPEN = new ConcurrentHashMap<>();

    private final String id;
    private final int most;
    private final ConcurrentMap<String, Box> boxes = new ConcurrentHashMap<>();

    private Taps(String id, int most) {
        this.id = id;
        this.most = most;
    }

    /** @param id unique in this JVM @param most rows kept for each port */
    public static Taps open(String id, int most) {
        var taps = new Taps(id, most);
        if (OPEN.putIfAbsent(id, taps) != null) {
            throw new IllegalStateException("There are taps called " + id + " already");
        }
        return taps;
    }

    /** Null where they were closed meanwhile: a job may take a moment to notice that nobody looks any more. */
    static Box box(String id, String port) {
        Taps taps = OPEN.get(id);
        return taps == null ? null : taps.boxes.computeIfAbsent(port, p -> new Box(taps.most));
    }

    /** By port; ports that no row has passed may be absent. */
    public Map<String, Seen> seen() {
        var seen = new TreeMap<String, Seen>();
        boxes.forEach((port, box) -> seen.put(port, box.seen()));
        return seen;
    }

    @Override
    public void close() {
        OPEN.remove(id, this);
    }

    /** @param kind +I, -U, +U or -D @param json the row as a JSON object */
    public record SeenRow(String kind, String json) {}

    /**
     * @param count of all rows
     * @param rows the first of them
     * @param newest the last one; null where there is none
     * @param watermark the newest in milliseconds since 1970; {@link Long#MIN_VALUE} where there was none
     * @param over whether event time is over
     */
    public record Seen(long count, List<SeenRow> rows, SeenRow newest, long watermark, boolean over) {}

    /** Takes rows of all copies of a port. */
    static final class Box {
        private final int most;
        private final List<SeenRow> rows = new ArrayList<>();
        private long count;
        private SeenRow newest;
        private long watermark = Long.MIN_VALUE;
        private boolean over;

        Box(int most) {
            this.most = most;
        }

        /** Keeps the row among the first or, where there are enough of them, as the newest. */
        synchronized void take(SeenRow row) {
            if (++count <= most) {
                rows.add(row);
            }
            newest = row;
        }

        synchronized void time(long mark) {
            if (mark == Long.MAX_VALUE) {
                over = true;
            } else {
                watermark = Math.max(watermark, mark);
            }
        }

        synchronized Seen seen() {
            return new Seen(count, List.copyOf(rows), newest, watermark, over);
        }
    }
}
