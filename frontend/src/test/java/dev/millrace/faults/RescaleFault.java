package dev.millrace.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.whole.Cases;
import dev.millrace.whole.Deployments;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A job with state is rescaled from one copy to four and to two while numbers come in: each number comes out once, and each key has the right count and sum. */
class RescaleFault {
    private static final int RECORDS = 100_000;
    private static final int PARTITIONS = 4;

    @Test
    void resultsAreEqual() throws Exception {
        var truth = new Truth("rescale");
        var servers = Servers.shared();
        var deployments = new Deployments(servers.application);
        try (var sequence = Sequence.deploy(servers.application, "rescale.yaml", PARTITIONS, words(1))) {
            try (var feed = new Feed(servers.kafka.bootstrapServers(), "scaled-in", PARTITIONS, RECORDS, 500); var jobs = new Jobs(servers.flink.address())) {
                for (int parallelism : List.of(4, 2)) {
                    sequence.awaitCheckpoints();
                    int before = feed.sent();
                    sequence.change(deployments.document("rescale.yaml", words(parallelism)));
                    long begin = System.nanoTime();
                    sequence.again("LATEST_STATE", ",\"upgrade\":true");
                    truth.note("to " + parallelism + " copies: until it runs", (System.nanoTime() - begin) / 1_000_000_000 + " s, with " + (feed.sent() - before)
                            + " records coming in meanwhile");
                }
                sequence.awaitCheckpoints();
                feed.finish();
                new Judge(servers.kafka.bootstrapServers()).everyNumberOnce("rescale", "scaled-in", "scaled-out", RECORDS);
                assertThat(jobs.most()).isEqualTo(1);
                assertThat(totals(new Cases(servers.kafka.bootstrapServers()))).isEqualTo(expected());
                truth.note("records, each once, with " + Feed.KEYS + " right counts and sums", RECORDS);
            }
        }
    }

    private static Map<String, String> words(int parallelism) {
        return Map.of("TOPIC", "scaled", "COPIES", String.valueOf(parallelism));
    }

    private static Map<Long, String> expected() {
        var totals = new TreeMap<Long, String>();
        for (int k = 0; k < Feed.KEYS; k++) {
            int key = k;
            var numbers = IntStream.range(0, RECORDS).filter(n -> n % Feed.KEYS == key);
            var statistics = numbers.summaryStatistics();
            totals.put((long) k, statistics.getCount() + " " + statistics.getSum());
        }
        return totals;
    }

    /** Each count appears once, since each row of a key changes it: so many rows are written in all. */
    private static Map<Long, String> totals(Cases cases) {
        var totals = new TreeMap<Long, String>();
        var counts = new TreeMap<Long, Long>();
        for (JsonNode row : cases.consume("scaled-totals", RECORDS)) {
            long key = row.path("k").asLong();
            assertThat(row.path("seen").asLong()).as("count of " + key).isEqualTo(counts.getOrDefault(key, 0L) + 1);
            counts.put(key, row.path("seen").asLong());
            totals.put(key, row.path("seen").asLong() + " " + row.path("total").asLong());
        }
        return totals;
    }
}
