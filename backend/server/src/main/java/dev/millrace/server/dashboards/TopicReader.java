package dev.millrace.server.dashboards;

import dev.millrace.rel.Topic;
import dev.millrace.server.deployment.KafkaConnection;
import dev.millrace.server.kafka.TopicFollower;
import dev.millrace.server.outside.OutsideUnavailable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The newest rows of a topic, read once for all who look at it. */
final class TopicReader implements TopicFollower.Listener, AutoCloseable {
    private static final int LONGEST_RECORD = 1_000_000;

    private final Ring ring = new Ring();
    private final Optional<RowReading.Reader> reading;
    private final TopicFollower follower;
    private volatile Duration window;
    private volatile State state = new State(false, 0, Optional.empty(), 0, Instant.EPOCH, Optional.empty());
    private long unreadable;
    private Optional<String> why = Optional.empty();
    private long skipped;
    private boolean partial;
    private Instant since = Instant.EPOCH;

    /**
     * How far it is.
     *
     * @param unreadable records that are no rows
     * @param why the last of them is none; empty where there is no more to say than that
     * @param skipped records that were not read, since they came too fast
     * @param since what is older was not read, since there is more than is kept
     * @param trouble why nothing can be read; empty where it can
     */
    record State(boolean begun, long unreadable, Optional<String> why, long skipped, Instant since, Optional<String> trouble) {}

    /** @param rows how records are read; empty: as JSON */
    TopicReader(Topic topic, Optional<RowReading.Reader> rows, KafkaConnection connection, Duration window) {
        this.reading = rows;
        this.window = window;
        follower = new TopicFollower(topic, connection, window, Ring.MOST_ROWS, this);
    }

    /** That somebody wants to look further back than it reached so far. */
    void reach(Duration wanted) {
        if (wanted.compareTo(window) > 0) {
            window = wanted;
        }
        follower.reach(wanted);
    }

    State state() {
        return state;
    }

    Ring.Content rows() {
        ring.forget(Instant.now().minus(window));
        return ring.content();
    }

    @Override public void begins(boolean more) {
        ring.clear();
        unreadable = 0;
        why = Optional.empty();
        skipped = 0;
        partial = more;
        since = Instant.EPOCH;
    }

    @Override public void takes(Instant at, byte[] key, byte[] value) {
        Instant now = Instant.now();
        Instant when = at.isAfter(now) ? now : at;
        if (partial) {
            partial = false;
            since = when;
        }
        Optional<String> name = Optional.ofNullable(key).map(k -> RowText.shortened(new String(k, StandardCharsets.UTF_8)));
        if (value == null) {
            ring.add(new Row(when, name, Map.of(), true));
            return;
        }
        Optional<Map<String, Object>> columns = value.length > LONGEST_RECORD ? Optional.empty() : columns(key, value);
        if (columns.isEmpty()) {
            unreadable++;
        } else {
            ring.add(new Row(when, name, columns.get(), false));
        }
    }

    private Optional<Map<String, Object>> columns(byte[] key, byte[] value) {
        if (reading.isEmpty()) {
            return RowText.columns(value);
        }
        try {
            return RowText.columns(reading.get().json(key, value));
        } catch (RowReading.Unreadable no) {
            why = Optional.of(RowText.shortened(no.getMessage()));
        } catch (OutsideUnavailable registryIsAway) {
            why = Optional.of(registryIsAway.getMessage());
        }
        return Optional.empty();
    }

    @Override public void skips(long records) {
        skipped += records;
    }

    @Override public void rests() {
        state = new State(true, unreadable, why, skipped, since, Optional.empty());
    }

    @Override public void fails(String reason) {
        state = new State(state.begun(), unreadable, state.why(), skipped, since, Optional.of(reason));
    }

    @Override public void close() {
        follower.close();
    }
}
