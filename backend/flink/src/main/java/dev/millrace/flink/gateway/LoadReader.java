package dev.millrace.flink.gateway;

import dev.millrace.server.deployment.ClusterLoad;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import tools.jackson.databind.JsonNode;

/** What the processes of a cluster say of themselves, asked once a second for all of its jobs. */
final class LoadReader {
    private static final String CPU = "Status.JVM.CPU.Load";
    private static final String HEAP = "Status.JVM.Memory.Heap.Used";
    private static final Duration FRESH = Duration.ofMillis(900);

    private final FlinkApi flink;
    private final LongSupplier nanos;
    private long read;
    private boolean asked;
    private final boolean inThisProcess;
    private ClusterLoad newest = ClusterLoad.UNKNOWN;
    private Duration used = Duration.ZERO;

    /**
     * @param inThisProcess TaskManager and JobManager are one process then, and Java tells its load since it was last asked: the second of two that ask at once hears
     *     that it is zero. So the time that the process has used is taken instead
     */
    LoadReader(FlinkApi flink, LongSupplier nanos, boolean inThisProcess) {
        this.flink = flink;
        this.nanos = nanos;
        this.inThisProcess = inThisProcess;
    }

    synchronized ClusterLoad now() {
        long now = nanos.getAsLong();
        if (!asked || now - read > FRESH.toNanos()) {
            OptionalDouble own = inThisProcess ? ownCpu(Duration.ofNanos(now - read)) : OptionalDouble.empty();
            asked = true;
            read = now;
            Optional<JsonNode> tasks = flink.get("/taskmanagers/metrics?get=" + CPU + "," + HEAP + "&agg=max");
            Optional<JsonNode> jobs = flink.get("/jobmanager/metrics?get=" + CPU + "," + HEAP);
            newest = new ClusterLoad(inThisProcess ? own : cpu(tasks, "max"), heap(tasks, "max"), inThisProcess ? own : cpu(jobs, "value"), heap(jobs, "value"));
        }
        return newest;
    }

    /** Empty at the first time. */
    private OptionalDouble ownCpu(Duration since) {
        Duration before = used;
        used = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
        return before.isZero() || used.isZero() ? OptionalDouble.empty()
                : OptionalDouble.of(Math.clamp(used.minus(before).toNanos() / (double) since.toNanos() / Runtime.getRuntime().availableProcessors(), 0, 1));
    }

    /** Where the machine does not tell, it is negative. */
    private static OptionalDouble cpu(Optional<JsonNode> metrics, String field) {
        OptionalDouble load = value(metrics, CPU, field);
        return load.isPresent() && load.getAsDouble() >= 0 ? OptionalDouble.of(Math.min(1, load.getAsDouble())) : OptionalDouble.empty();
    }

    private static OptionalLong heap(Optional<JsonNode> metrics, String field) {
        OptionalDouble bytes = value(metrics, HEAP, field);
        return bytes.isPresent() ? OptionalLong.of((long) bytes.getAsDouble()) : OptionalLong.empty();
    }

    /** Before Flink has gathered it, it is absent. */
    private static OptionalDouble value(Optional<JsonNode> metrics, String name, String field) {
        return metrics.stream().flatMap(JsonNode::valueStream).filter(m -> m.path("id").asString("").equals(name)).mapToDouble(m -> m.path(field).asDouble(Double.NaN))
                .filter(v -> !Double.isNaN(v)).findFirst();
    }
}
