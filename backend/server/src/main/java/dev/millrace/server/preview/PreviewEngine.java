package dev.millrace.server.preview;

import dev.millrace.compile.LogicalPlan;
import dev.millrace.pipeline.PortRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs a plan over a finite sample, inside this process and without touching a system outside: topics are stood in for by records that
 * were read before, sinks by nothing. What runs in between is what a deployment runs.
 */
public interface PreviewEngine {
    /**
     * Returns when the sample is used up, or when the time is over; interrupting the thread ends it at once.
     *
     * @param samples records by topic, oldest first; a topic without an entry is empty
     * @param demoRows rows that a demo stream gives
     * @param most rows kept for each port
     * @param ends whether the end of the sample is the end of all input: every window closes. Otherwise event time comes to where the newest
     *     row brings it, as in a deployment
     * @throws dev.millrace.server.deployment.FlinkGateway.Refused with diagnostics at the nodes that cannot be planned
     */
    Outcome run(LogicalPlan plan, Map<String, List<SampleRecord>> samples, int demoRows, int most, boolean ends, Duration patience)
            throws InterruptedException;

    record Outcome(Map<PortRef, Preview.Rows> ports, Optional<Preview.Failure> failure) {}

    /** A record as Kafka gave it; {@code key} and {@code value} may be null. */
    record SampleRecord(String topic, int partition, long offset, Instant timestamp, byte[] key, byte[] value) {}
}
