package dev.millrace.flink.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.OperatingSystemMXBean;
import dev.millrace.flink.embedded.EmbeddedFlink;
import dev.millrace.flink.remote.RemoteKafka;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Drawn pipelines, as they are deployed, against the same in Flink SQL written by hand. Not part of the tests (its name keeps
 * it out): run ./benchmark. Kafka has a JVM of its own, so that the processor time of this one is Flink's.
 */
class Benchmark {
    private static final long RECORDS = Long.getLong("millrace.benchmark.records", 1_000_000);
    private static final int RUNS = Integer.getInteger("millrace.benchmark.runs", 5);
    private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** A job under measurement: reads the topic bids to its end and writes to the topic it is given. */
    interface Measured {
        void run(String out) throws Exception;
    }

    /** One run. */
    record Run(double recordsPerSecond, double microsPerRecord) {}

    @Test
    void drawnAgainstWrittenByHand(@TempDir Path folder) throws Exception {
        try (RemoteKafka kafka = RemoteKafka.start(folder.resolve("kafka"));
                var flink = new EmbeddedFlink(folder.resolve("flink"), 0, 2);
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            flink.start();
            var drawn = new DrawnJobs(kafka.bootstrapServers(), flink.address(), folder.resolve("state"));
            var written = new WrittenJobs(kafka.bootstrapServers(), flink.address());
            topic(admin, "bids");
            drawn.fill("bids", RECORDS);
            assertThat(size(admin, "bids")).isEqualTo(RECORDS);

            var report = new StringBuilder("| query | | records/s | µs of CPU per record | spread of CPU |\n|---|---|---|---|---|\n");
            compare(admin, "q0", drawn::q0, written::q0, report);
            compare(admin, "count per 10 s and auction", drawn::count, written::count, report);
            Files.createDirectories(Path.of("target"));
            Files.writeString(Path.of("target/benchmark.md"), report);
            drawn.close();
        }
    }

    private static void compare(Admin admin, String query, Measured drawn, Measured written, StringBuilder report) throws Exception {
        List<Run> ofDrawn = new ArrayList<>();
        List<Run> ofWritten = new ArrayList<>();
        for (int i = 0; i <= RUNS; i++) {
            String name = query.replaceAll("[^a-z0-9]", "") + i;
            Run one = measure(admin, name + "drawn", drawn);
            Run other = measure(admin, name + "written", written);
            assertThat(size(admin, name + "drawn")).as("rows out of " + query).isEqualTo(size(admin, name + "written")).isPositive();
            if (i > 0) {
                ofDrawn.add(one);
                ofWritten.add(other);
            }
        }
        line(report, query, "drawn", ofDrawn);
        line(report, query, "written by hand", ofWritten);
        report.append(String.format(Locale.ROOT, "| %s | drawn / written | %.2f | %.2f | |%n", query,
                median(ofDrawn.stream().map(Run::recordsPerSecond).toList()) / median(ofWritten.stream().map(Run::recordsPerSecond).toList()),
                median(ofDrawn.stream().map(Run::microsPerRecord).toList()) / median(ofWritten.stream().map(Run::microsPerRecord).toList())));
    }

    private static Run measure(Admin admin, String out, Measured job) throws Exception {
        topic(admin, out);
        System.gc();
        long cpu = SYSTEM.getProcessCpuTime();
        long began = System.nanoTime();
        job.run(out);
        double seconds = (System.nanoTime() - began) / 1e9;
        var run = new Run(RECORDS / seconds, (SYSTEM.getProcessCpuTime() - cpu) / 1e3 / RECORDS);
        System.out.printf(Locale.ROOT, "%s: %.0f records/s, %.2f µs of CPU per record%n", out, run.recordsPerSecond(), run.microsPerRecord());
        return run;
    }

    private static void line(StringBuilder report, String query, String how, List<Run> runs) {
        List<Double> cpu = runs.stream().map(Run::microsPerRecord).toList();
        report.append(String.format(Locale.ROOT, "| %s | %s | %.0f | %.2f | %.2f to %.2f |%n", query, how,
                median(runs.stream().map(Run::recordsPerSecond).toList()), median(cpu), Collections.min(cpu), Collections.max(cpu)));
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    private static void topic(Admin admin, String name) throws Exception {
        admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
        await().atMost(Duration.ofSeconds(30)).until(() -> size(admin, name) >= 0);
    }

    private static long size(Admin admin, String topic) throws Exception {
        var partition = new TopicPartition(topic, 0);
        return admin.listOffsets(Map.of(partition, OffsetSpec.latest())).partitionResult(partition).get().offset();
    }
}
