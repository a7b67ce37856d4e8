package dev.millrace.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import tools.jackson.databind.json.JsonMapper;

/** Reads committed records of a topic and counts each number. */
final class Judge {
    private static final JsonMapper JSON = new JsonMapper();
    /** So long may nothing new come before the rest is called lost. */
    private static final Duration SILENCE = Duration.ofSeconds(180);

    private final String bootstrapServers;

    Judge(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** Fails where a number from 0 to total - 1 is not in both topics, or is in one of them twice. */
    void everyNumberOnce(String what, String in, String out, int total) {
        everyNumberOnceIn(what + ": input", in, total);
        everyNumberOnceIn(what + ": output", out, total);
    }

    void everyNumberOnceIn(String what, String topic, int total) {
        once(what, count(topic, total), total);
    }

    private static void once(String what, int[] times, int total) {
        List<Integer> lost = IntStream.range(0, total).filter(n -> times[n] == 0).boxed().toList();
        List<Integer> doubled = IntStream.range(0, total).filter(n -> times[n] > 1).boxed().toList();
        assertThat(lost.size()).as(what + ": lost, the first are " + lost.stream().limit(10).toList()).isZero();
        assertThat(doubled.size()).as(what + ": doubled, the first are " + doubled.stream().limit(10).toList()).isZero();
    }

    private int[] count(String topic, int total) {
        int[] times = new int[total];
        int seen = 0;
        try (var consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed", "auto.offset.reset",
                "earliest"), new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(consumer.partitionsFor(topic).stream().map(p -> new TopicPartition(topic, p.partition())).toList());
            long last = System.nanoTime();
            while (seen < total && System.nanoTime() - last < SILENCE.toNanos()) {
                int before = seen;
                seen += take(consumer, times, Duration.ofMillis(500));
                last = seen > before ? System.nanoTime() : last;
            }
            // And whatever comes beside them, also with a checkpoint that is still to be completed.
            for (int i = 0; i < 8; i++) {
                take(consumer, times, Duration.ofMillis(500));
            }
        }
        return times;
    }

    private static int take(KafkaConsumer<String, String> consumer, int[] times, Duration patience) {
        int fresh = 0;
        for (var row : consumer.poll(patience)) {
            int n = JSON.readTree(row.value()).path("n").asInt(-1);
            if (times[n]++ == 0) {
                fresh++;
            }
        }
        return fresh;
    }
}
