package dev.millrace.server.shadow;

import dev.millrace.server.kafka.TemporaryTopics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Temporary topics in memory. */
final class TestTemporaryTopics implements TemporaryTopics {
    final Map<String, List<byte[]>> topics = new ConcurrentHashMap<>();

    @Override public void create(Collection<String> names) {
        names.forEach(name -> topics.putIfAbsent(name, new ArrayList<>()));
    }

    @Override public void delete(String prefix) {
        topics.keySet().removeIf(name -> name.startsWith(prefix));
    }

    @Override public Following follow(Collection<String> names) {
        var at = new ConcurrentHashMap<String, Integer>();
        return new Following() {
            @Override public List<Followed> next(Duration wait) {
                var found = new ArrayList<Followed>();
                names.forEach(name -> {
                    List<byte[]> records = topics.getOrDefault(name, List.of());
                    records.stream().skip(at.getOrDefault(name, 0)).forEach(r -> found.add(new Followed(name, r)));
                    at.put(name, records.size());
                });
                return found;
            }

            @Override public void close() {}
        };
    }
}
