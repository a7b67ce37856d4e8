package dev.millrace.runtime.log;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.StringJoiner;
import org.apache.flink.metrics.Gauge;

/**
 * The newest rows of a log as a metric, so that they come to whoever looks by the way that counts take, from any cluster and without a
 * place of their own. Nothing waits for them to be read.
 *
 * <p>Its value is a JSON list, oldest first, of [milliseconds since 1970, kind, row]; a row is JSON itself, or the beginning of its text
 * where it is long.
 */
final class NewestRows implements Gauge<String> {
    private static final int MOST = 200;
    private static final int LONGEST = 2_000;
    /** Flink sends the value of a metric in at most 65,535 bytes, of which a character outside the BMP takes half as many again as here. */
    private static final int MOST_BYTES = 40_000;

    private final Deque<String> rows = new ArrayDeque<>();
    private int bytes;

    synchronized void add(long millis, String kind, String json) {
        String row = "[" + millis + ",\"" + kind + "\"," + (json.length() <= LONGEST ? json : quoted(json.substring(0, LONGEST) + "…")) + "]";
        rows.addLast(row);
        bytes += size(row);
        while (rows.size() > MOST || bytes > MOST_BYTES) {
            bytes -= size(rows.removeFirst());
        }
    }

    private static int size(String row) {
        return row.getBytes(StandardCharsets.UTF_8).length + 1;
    }

    /** JSON has no control characters outside of escapes, so two signs are enough. */
    private static String quoted(String json) {
        return '"' + json.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    @Override
    public synchronized String getValue() {
        var list = new StringJoiner(",", "[", "]");
        rows.forEach(list::add);
        return list.toString();
    }
}
