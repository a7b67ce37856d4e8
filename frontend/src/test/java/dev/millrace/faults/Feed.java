package dev.millrace.faults;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Numbers from 0 on, each once and in order, into a topic, one partition after the other. It goes on by itself while faults happen, also where the
 * broker is away for minutes, so that rows are under way at every moment.
 */
final class Feed implements AutoCloseable {
    /** How many values {@code k} has, the key of a number. */
    static final int KEYS = 97;
    private static final int PATIENCE_MILLIS = 900_000;
    private static final int STEPS_PER_SECOND = 20;

    private final String topic;
    private final int total;
    private final int partitions;
    private final int perSecond;
    private final KafkaProducer<String, String> producer;
    private final AtomicReference<Exception> trouble = new AtomicReference<>();
    private final Thread thread;
    private volatile boolean hurry;
    private volatile boolean closed;
    private volatile int sent;

    /** Begins at once, with the first partition alone. @param perSecond how many a second, until {@link #finish} asks for all of the rest */
    Feed(String bootstrapServers, String topic, int total, int perSecond) {
        this(bootstrapServers, topic, 1, total, perSecond);
    }

    Feed(String bootstrapServers, String topic, int partitions, int total, int perSecond) {
        this.partitions = partitions;
        this.topic = topic;
        this.total = total;
        this.perSecond = perSecond;
        // Idempotent, with one attempt that lasts for as long as a fault may: a record is neither lost nor doubled on its way in.
        producer = new KafkaProducer<>(Map.of("bootstrap.servers", bootstrapServers, "enable.idempotence", true, "acks", "all", "linger.ms", 5,
                "delivery.timeout.ms", PATIENCE_MILLIS, "max.block.ms", PATIENCE_MILLIS, "reconnect.backoff.max.ms", 500), new StringSerializer(),
                new StringSerializer());
        thread = Thread.ofPlatform().name("feed " + topic).daemon().start(this::run);
    }

    private void run() {
        int step = Math.max(1, perSecond / STEPS_PER_SECOND);
        while (sent < total && !closed) {
            for (int i = 0; i < step && sent < total; i++) {
                producer.send(new ProducerRecord<>(topic, sent % partitions, null, "{\"n\":" + sent + ",\"k\":" + sent % KEYS + "}"), (at, failed) -> trouble.compareAndSet(null, failed));
                sent++;
            }
            if (!hurry) {
                LockSupport.parkNanos(1_000_000_000L / STEPS_PER_SECOND);
            }
        }
    }

    /** How many were handed to the producer so far. */
    int sent() {
        return sent;
    }

    /** Sends the rest as fast as it goes; returns when the broker has all of them. */
    void finish() {
        hurry = true;
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
        producer.flush();
        if (trouble.get() != null) {
            throw new IllegalStateException("The input itself could not be written", trouble.get());
        }
    }

    @Override
    public void close() {
        closed = true;
        producer.close(Duration.ofSeconds(1));
    }
}
