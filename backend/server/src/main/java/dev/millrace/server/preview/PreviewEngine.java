package dev.millrace.server.preview;

import dev.millrace.compile.LogicalPlan;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.PortRef;
import dev.millrace.server.sample.SourceSample;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Runs a plan over a finite sample, inside this process and without touching a system outside: sources are stood in for by rows that
 * were taken before, or give their first ones, sinks by nothing. What runs in between is what a deployment runs.
 */
public interface PreviewEngine {
    /**
     * Returns when the sample is used up, or when the time is over; interrupting the thread ends it at once.
     *
     * @param samples by source; a source without an entry gives its first {@code most} rows
     * @param most rows kept for each port
     * @throws dev.millrace.server.deployment.FlinkGateway.Refused with diagnostics at the nodes that cannot be planned
     */
    Outcome run(LogicalPlan plan, Map<NodeId, SourceSample> samples, int most, SampleTiming timing, Duration patience) throws InterruptedException;

    record Outcome(Map<PortRef, Preview.Rows> ports, Optional<Preview.Failure> failure) {}
}
