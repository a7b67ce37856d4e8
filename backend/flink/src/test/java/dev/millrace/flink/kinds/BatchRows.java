package dev.millrace.flink.kinds;

import static org.awaitility.Awaitility.await;

import dev.millrace.compile.Compilation;
import dev.millrace.compile.Compiler;
import dev.millrace.compile.Fixes;
import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.diagnostic.Severity;
import dev.millrace.fixture.Fixture;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.RunSettings;
import dev.millrace.server.embedded.KafkaBroker;
import dev.millrace.server.sample.SampleRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A fixture as a pipeline in batch mode: what a person gets who switches it over and clicks on what is offered then. */
public final class BatchRows {
    /** In a fixture's folder: one sentence on why batch mode gives other rows, or refuses the pipeline. */
    static final String DIFFERS = "batch.differs";

    private static final Pattern STAMP = Pattern.compile("\"timestamp\": ?\"[^\"]*\"");

    private BatchRows() {}

    /** What is drawn for batch mode alone has no answer in streaming mode; rows of tables and services are as they were left by the other run. */
    static boolean canBeCompared(Fixture fixture) {
        return fixture.hasRows() && !fixture.pipeline().run().isBatch() && fixture.expected().keySet().stream().noneMatch(e -> e.startsWith("tables.") || e.equals("http"));
    }

    /** The pipeline in batch mode, with an end for each source that can be given one. */
    public static Pipeline switched(Pipeline streaming, Compiler compiler) {
        Pipeline batch = in(RunSettings.Mode.BATCH, streaming);
        var fixes = new Fixes(compiler);
        while (true) {
            Compilation now = compiler.compile(batch);
            Optional<Diagnostic> unbounded = now.diagnostics().all().stream().filter(d -> d.code() == Diagnostic.Code.UNBOUNDED_IN_BATCH).findFirst();
            if (unbounded.isEmpty()) {
                return batch;
            }
            batch = fixes.of(unbounded.get(), now).getFirst().edit().apply(batch);
        }
    }

    static Pipeline in(RunSettings.Mode mode, Pipeline pipeline) {
        return pipeline.withRun(pipeline.run().in(mode));
    }

    /** What refuses it; empty where it runs. */
    static List<Diagnostic> refusal(Compilation batch) {
        return batch.diagnostics().all().stream().filter(d -> d.severity() == Severity.ERROR).toList();
    }

    /** Of changes by key, what holds in the end, as the sink of a batch job writes it. */
    static List<String> latest(List<String> records) {
        var left = new LinkedHashMap<String, String>();
        for (String record : records) {
            ProducerRecord<String, String> parts = FixtureTopics.keyed("", record);
            String key = parts.key() == null ? "row " + left.size() : parts.key();
            left.remove(key);
            if (parts.value() != null) {
                left.put(key, record);
            }
        }
        return new ArrayList<>(left.values());
    }

    /** What is written to a topic and committed, up to its end, by a job that is over: Kafka tells a job that a transaction is committed before it tells those who read what is committed. */
    static List<ConsumerRecord<String, String>> all(KafkaBroker kafka, String topic) {
        await().atMost(Duration.ofSeconds(60)).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(20)).until(() -> end(kafka, topic, "read_committed") == end(kafka, topic, "read_uncommitted"));
        return all(kafka, topic, new StringDeserializer());
    }

    private static long end(KafkaBroker kafka, String topic, String isolation) {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers(), "isolation.level", isolation);
        var partition = new TopicPartition(topic, 0);
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            return consumer.endOffsets(List.of(partition)).get(partition);
        }
    }

    /** The same as bytes, as a preview takes them. */
    static List<SampleRecord> records(KafkaBroker kafka, String topic) {
        return all(kafka, topic, new ByteArrayDeserializer()).stream().map(r -> new SampleRecord(topic, r.partition(), r.offset(), Instant.ofEpochMilli(r.timestamp()),
                r.key(), r.value(), Stream.of(r.headers().toArray()).map(h -> new SampleRecord.Header(h.key(), h.value())).toList())).toList();
    }

    private static <T> List<ConsumerRecord<T, T>> all(KafkaBroker kafka, String topic, Deserializer<T> form) {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers(), "isolation.level", "read_committed", "auto.offset.reset", "earliest");
        var partition = new TopicPartition(topic, 0);
        var records = new ArrayList<ConsumerRecord<T, T>>();
        try (var consumer = new KafkaConsumer<>(settings, form, form)) {
            consumer.assign(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    /** Bad records are told with the time at which they came, which is another in each run. */
    static List<String> masked(List<String> rows) {
        return rows.stream().map(r -> STAMP.matcher(r).replaceAll("\"timestamp\":\"*\"")).toList();
    }
}
