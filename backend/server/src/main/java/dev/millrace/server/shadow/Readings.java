package dev.millrace.server.shadow;

import dev.millrace.pipeline.NodeId;
import dev.millrace.server.kafka.TemporaryTopics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** What was read of the topics of shadow runs so far. Nothing of it is kept elsewhere: whoever goes on reads them from their beginning. */
final class Readings {
    private static final Duration WAIT = Duration.ofMillis(200);
    private static final int MOST_BATCHES = 20;
    /** Rows of a run that are kept since they differ or wait. */
    private static final int MOST_OPEN = 100_000;

    private final TemporaryTopics topics;
    private final Map<ShadowId, Reading> readings = new ConcurrentHashMap<>();

    Readings(TemporaryTopics topics) {
        this.topics = topics;
    }

    /** A topic of one side of one sink. */
    private record Of(NodeId sink, Side side) {}

    private static final class Reading {
        private final TemporaryTopics.Following following;
        private final Map<NodeId, Bag> bags = new TreeMap<>();
        private final Map<String, Of> names = new LinkedHashMap<>();
        private final List<String> notes;
        private boolean full;

        Reading(TemporaryTopics topics, Shadow shadow, ShadowSinks sinks) {
            sinks.pairs().forEach((node, pair) -> {
                bags.put(node, new Bag(pair));
                for (Side side : Side.values()) {
                    names.put(ShadowSinks.topic(shadow.id(), side, node), new Of(node, side));
                }
            });
            notes = new ArrayList<>(sinks.notes());
            shadow.dropState().stream().sorted().forEach(node -> notes.add("'" + node.inWords() + "' begins empty in the new revision: its rows differ until it knows again what the other knows"));
            following = topics.follow(names.keySet());
        }

        void read(Instant now) {
            for (int i = 0; i < MOST_BATCHES && !full; i++) {
                List<TemporaryTopics.Followed> records = following.next(WAIT);
                if (records.isEmpty()) {
                    return;
                }
                for (TemporaryTopics.Followed record : records) {
                    Of of = names.get(record.topic());
                    bags.get(of.sink()).add(of.side(), record.value(), now);
                }
                full = bags.values().stream().mapToInt(Bag::size).sum() > MOST_OPEN;
            }
        }
    }

    /** Reads on, and says how it stands. @param sinks asked for where nothing was read yet */
    Comparison read(Shadow shadow, Supplier<ShadowSinks> sinks, Instant now) {
        Reading reading = readings.computeIfAbsent(shadow.id(), id -> new Reading(topics, shadow, sinks.get()));
        reading.read(now);
        return new Comparison(reading.bags.values().stream().map(bag -> bag.shown(now)).toList(), reading.notes, reading.full);
    }

    void close(ShadowId id) {
        Reading reading = readings.remove(id);
        if (reading != null) {
            reading.following.close();
        }
    }

    void keepOnly(Set<ShadowId> looked) {
        readings.keySet().stream().filter(id -> !looked.contains(id)).forEach(this::close);
    }
}
