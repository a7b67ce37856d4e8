package dev.millrace.flink.simulated;

import dev.millrace.flink.plan.Wiring;
import dev.millrace.runtime.count.PortCounter;
import dev.millrace.runtime.count.TaskTime;
import dev.millrace.runtime.latency.Arrivals;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.JobVertex;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A job that only seems to run: what each operator has done follows from the clock, and what is the matter with it from its number. */
final class SimulatedJob {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern OPERATOR = Pattern.compile("(Source: )?[a-z0-9-]+/[a-z0-9~-]+#\\d+(: Writer|: Committer)?");
    /** What Flink counts of every operator, whether anybody asks for it or not. */
    private static final List<String> USUAL = List.of("numRecordsIn", "numRecordsInPerSecond", "numRecordsOut", "numRecordsOutPerSecond", "numBytesIn", "numBytesInPerSecond",
            "numBytesOut", "numBytesOutPerSecond", "currentInputWatermark", "currentOutputWatermark", "numRecordsSend", "numRecordsSendErrors", "numBytesSend", "numRecordsOutErrors");
    private static final List<String> OF_TASK = List.of("busyTimeMsPerSecond", "idleTimeMsPerSecond", "backPressuredTimeMsPerSecond", "accumulateBusyTimeMs", "accumulateIdleTimeMs",
            "accumulateBackPressuredTimeMs", "numRecordsIn", "numRecordsOut", "numBytesIn", "numBytesOut", "numBuffersIn", "numBuffersOut", "mailboxQueueSize", "mailboxMailsPerSecond",
            "checkpointStartDelayNanos", "checkpointAlignmentTime", "isBackPressured", "initializationTime", "Shuffle.Netty.Input.Buffers.inPoolUsage",
            "Shuffle.Netty.Input.Buffers.outPoolUsage", "Shuffle.Netty.Input.numBytesInLocal", "Shuffle.Netty.Input.numBytesInRemote", "Shuffle.Netty.Output.Buffers.inPoolUsage");
    private static final List<String> OF_MARKERS = List.of("count", "min", "max", "mean", "median", "stddev", "p75", "p90", "p95", "p98", "p99", "p999");
    private static final List<String> OF_SPLIT = List.of("currentWatermark", "activeTimeMsPerSecond", "pausedTimeMsPerSecond", "idleTimeMsPerSecond", "accumulatedActiveTimeMs",
            "accumulatedPausedTimeMs", "accumulatedIdleTimeMs");
    /** What sources read, of which the one partition is asked for its end. */
    private static final String TOPIC = "load-in";
    private static final List<String> OTHER_STATES = List.of("INITIALIZING", "CREATED", "SCHEDULED", "DEPLOYING", "CANCELING", "RECONCILING", "CANCELED", "FINISHED", "FAILED");
    private static final int CHECKPOINT_EVERY = 10_000;
    private static final int RESTART_EVERY = 30_000;

    /** What is the matter: of twenty jobs each of these with one, and nothing with the others. */
    private enum Matter { FALLS_BEHIND, CHECKPOINTS_FAIL, RESTARTS, HELD_BACK, NONE }

    private record Vertex(String id, String name, int copies, List<String> operators) {}

    private final String id;
    private final String name;
    private final String wiring;
    private final Map<String, Vertex> vertices = new LinkedHashMap<>();
    private final Matter matter;
    private final double perSecond;
    private final LongSupplier millis;
    private final long began;

    SimulatedJob(JobGraph graph, int number, LongSupplier millis) {
        this.millis = millis;
        began = millis.getAsLong();
        id = graph.getJobID().toHexString();
        name = graph.getName();
        matter = Matter.values()[Math.min(number % 20, Matter.NONE.ordinal())];
        perSecond = 10 + number * 37 % 2_000;
        try {
            wiring = graph.getSerializedExecutionConfig().deserializeValue(SimulatedJob.class.getClassLoader()).getGlobalJobParameters().toMap().getOrDefault(Wiring.PARAMETER, "");
        } catch (IOException | ClassNotFoundException e) {
            throw new IllegalArgumentException("The job cannot be read", e);
        }
        for (JobVertex vertex : graph.getVertices()) {
            List<String> operators = OPERATOR.matcher(vertex.getName()).results().map(MatchResult::group).toList();
            vertices.put(vertex.getID().toHexString(), new Vertex(vertex.getID().toHexString(), vertex.getName(), Math.max(1, vertex.getParallelism()), operators));
        }
    }

    private long age() {
        return millis.getAsLong() - began;
    }

    private long restarts() {
        return matter == Matter.RESTARTS ? age() / RESTART_EVERY : 0;
    }

    ObjectNode overview() {
        ObjectNode job = JSON.createObjectNode().put("jid", id).put("name", name).put("start-time", began).put("end-time", -1).put("duration", age()).put("state", "RUNNING")
                .put("last-modification", began + restarts() * RESTART_EVERY);
        int tasks = vertices.values().stream().mapToInt(Vertex::copies).sum();
        ObjectNode counts = job.putObject("tasks").put("total", tasks).put("running", tasks);
        OTHER_STATES.forEach(state -> counts.put(state.toLowerCase(Locale.ROOT), 0));
        return job.put("pending-operators", 0);
    }

    /** @param path parts of the address, the first two of which are jobs and the job's id */
    String answer(String[] path, String asked) {
        if (path.length == 2) {
            return details();
        }
        return switch (path[2]) {
            case "config" -> configuration();
            case "metrics" -> "[{\"id\":\"numRestarts\",\"value\":\"" + restarts() + "\"}]";
            case "exceptions" -> exceptions();
            case "accumulators" -> "{\"user-task-accumulators\":[]}";
            case "checkpoints" -> path.length == 3 ? checkpoints() : sizes();
            case "vertices" -> path.length > 3 && vertices.containsKey(path[3]) ? metrics(vertices.get(path[3]), asked) : unknown(path[2]);
            default -> unknown(path[2]);
        };
    }

    private String unknown(String what) {
        throw new IllegalArgumentException("Not simulated: " + what);
    }

    private String details() {
        ObjectNode job = JSON.createObjectNode().put("jid", id).put("name", name).put("state", "RUNNING").put("start-time", began).put("duration", age()).put("now", millis.getAsLong());
        ArrayNode all = job.putArray("vertices");
        for (Vertex vertex : vertices.values()) {
            ObjectNode node = all.addObject().put("id", vertex.id()).put("name", vertex.name()).put("maxParallelism", 128).put("parallelism", vertex.copies()).put("status", "RUNNING")
                    .put("start-time", began).put("end-time", -1).put("duration", age());
            ObjectNode counts = node.putObject("tasks").put("RUNNING", vertex.copies());
            OTHER_STATES.forEach(state -> counts.put(state, 0));
            ObjectNode metrics = node.putObject("metrics");
            List.of("read-bytes", "write-bytes", "read-records", "write-records").forEach(m -> metrics.put(m, rows()).put(m + "-complete", true));
        }
        return job.toString();
    }

    private String configuration() {
        ObjectNode job = JSON.createObjectNode().put("jid", id).put("name", name);
        job.putObject("execution-config").put("restart-strategy", "exponential").put("job-parallelism", 1).putObject("user-config").put(Wiring.PARAMETER, wiring);
        return job.toString();
    }

    private String exceptions() {
        ObjectNode all = JSON.createObjectNode();
        ArrayNode entries = all.putObject("exceptionHistory").put("truncated", false).putArray("entries");
        if (restarts() > 0) {
            String task = vertices.values().iterator().next().name();
            entries.addObject().put("exceptionName", "java.lang.ArithmeticException").put("stacktrace", "java.lang.ArithmeticException: / by zero\n" + "\tat a.Task.run(Task.java:1)\n".repeat(60))
                    .put("timestamp", began + restarts() * RESTART_EVERY).put("taskName", task + " (1/1)");
        }
        return all.toString();
    }

    private String checkpoints() {
        long newest = age() / CHECKPOINT_EVERY;
        boolean fail = matter == Matter.CHECKPOINTS_FAIL && newest > 2;
        long completed = fail ? 2 : newest;
        ObjectNode all = JSON.createObjectNode();
        all.putObject("counts").put("restored", 0).put("total", newest).put("in_progress", 0).put("completed", completed).put("failed", newest - completed);
        ObjectNode latest = all.putObject("latest");
        if (completed > 0) {
            latest.set("completed", checkpoint(completed, false));
        }
        if (fail) {
            latest.set("failed", checkpoint(newest, true));
        }
        ArrayNode history = all.putArray("history");
        for (long n = newest; n > Math.max(0, newest - 10); n--) {
            history.add(checkpoint(n, n > completed));
        }
        return all.toString();
    }

    private ObjectNode checkpoint(long number, boolean failed) {
        long at = began + number * CHECKPOINT_EVERY;
        ObjectNode one = JSON.createObjectNode().put("className", failed ? "failed" : "completed").put("id", number).put("status", failed ? "FAILED" : "COMPLETED").put("is_savepoint", false)
                .put("trigger_timestamp", at - 120).put("latest_ack_timestamp", at).put("checkpointed_size", 20_000 + number % 7 * 1_000).put("state_size", 90_000 + number % 11 * 2_000)
                .put("end_to_end_duration", 80 + number % 40).put("alignment_buffered", 0).put("processed_data", 0).put("persisted_data", 0).put("num_subtasks", vertices.size())
                .put("num_acknowledged_subtasks", vertices.size()).put("checkpoint_type", "CHECKPOINT");
        one.putObject("tasks");
        return failed ? one.put("failure_timestamp", at).put("failure_message", "Checkpoint expired before completing.")
                : one.put("external_path", "file:/state/checkpoints/" + id + "/chk-" + number).put("discarded", false);
    }

    private String sizes() {
        ObjectNode details = JSON.createObjectNode();
        ObjectNode tasks = details.putObject("tasks");
        vertices.keySet().forEach(vertex -> tasks.putObject(vertex).put("state_size", 90_000 + age() / CHECKPOINT_EVERY % 11 * 2_000));
        return details.toString();
    }

    private String metrics(Vertex vertex, String asked) {
        ArrayNode all = JSON.createArrayNode();
        if (asked.isEmpty()) {
            names(vertex).forEach(metric -> all.addObject().put("id", metric));
        } else {
            for (String metric : asked.split(",")) {
                double value = value(metric);
                all.addObject().put("id", metric).put("min", value).put("max", value).put("avg", value).put("sum", value).put("skew", 0.0);
            }
        }
        return all.toString();
    }

    private static List<String> names(Vertex vertex) {
        var names = new ArrayList<>(OF_TASK);
        boolean isFirstPort = true;
        for (String operator : vertex.operators()) {
            String scope = operator.replace(' ', '_').replace('.', '_').replace(':', '_').replace(',', '_');
            USUAL.forEach(metric -> names.add(scope + "." + metric));
            if (operator.contains("/out-")) {
                names.addAll(List.of(scope + "." + PortCounter.METRIC, scope + "." + PortCounter.NANOS));
                if (isFirstPort) {
                    List.of(TaskTime.BUSY, TaskTime.HELD, TaskTime.ALL).forEach(metric -> names.add(scope + "." + metric));
                }
                isFirstPort = false;
            }
            if (operator.contains("/arrivals#")) {
                names.addAll(List.of(scope + "." + Arrivals.MEDIAN, scope + "." + Arrivals.WORST));
            } else if (!operator.contains("/out-") && !operator.startsWith("Source: ")) {
                // What Flink keeps of markers at each operator of its own that they pass.
                OF_MARKERS.forEach(metric -> names.add("latency.source_id.6d696c6c726163656c6174656e637921.operator_id." + vertex.id() + ".operator_subtask_index.0.latency_" + metric));
            }
            if (operator.startsWith("Source: ")) {
                names.add(scope + ".pendingRecords");
                names.add(scope + ".pendingBytes");
                List.of("currentOffset", "committedOffset").forEach(metric -> names.add(scope + ".KafkaSourceReader.topic." + TOPIC + ".partition.0." + metric));
                OF_SPLIT.forEach(metric -> names.add(scope + ".split." + TOPIC + "-0.watermark." + metric));
            }
        }
        return names;
    }

    private long rows() {
        // Not even, so that lines are lines of something that lives.
        double seconds = age() / 1_000.0;
        return (long) (perSecond * (seconds + 3 * Math.sin(seconds / 10)));
    }

    private double value(String metric) {
        String plain = metric.substring(metric.lastIndexOf('.') + 1);
        return switch (plain) {
            case PortCounter.METRIC -> metric.contains("/out-rejected") || metric.contains("/out-late") || metric.contains("/out-errors") ? 0 : rows();
            case "pendingRecords" -> matter == Matter.FALLS_BEHIND ? age() / 1_000.0 * perSecond : Math.floorMod(rows(), 50);
            case TaskTime.ALL -> age();
            case TaskTime.BUSY -> age() * (matter == Matter.HELD_BACK ? 0.99 : 0.25);
            case TaskTime.HELD, "idleTimeMsPerSecond", "committedOffset" -> 0;
            // Of a topic that is empty, nothing was taken in.
            case "currentOffset" -> -1;
            case PortCounter.NANOS -> age() * 1e6 * 0.1;
            case Arrivals.MEDIAN -> 20 + Math.floorMod(rows(), 30);
            case Arrivals.WORST -> 60 + Math.floorMod(rows(), 200);
            case "busyTimeMsPerSecond" -> matter == Matter.HELD_BACK ? 990 : 100 + Math.floorMod(rows(), 300);
            case "backPressuredTimeMsPerSecond" -> 0;
            case "currentInputWatermark", "currentOutputWatermark", "currentWatermark" -> millis.getAsLong() - 5_000;
            default -> rows();
        };
    }
}
