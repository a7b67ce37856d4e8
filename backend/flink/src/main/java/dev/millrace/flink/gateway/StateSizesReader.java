package dev.millrace.flink.gateway;

import dev.millrace.server.deployment.JobId;
import java.util.HashMap;
import java.util.Map;

/** How large the state of each vertex was in a checkpoint; asked once for each checkpoint. */
final class StateSizesReader {
    private record Sizes(long checkpoint, Map<String, Long> byVertex) {}

    private final FlinkApi flink;
    private final Map<JobId, Sizes> known = RecentJobs.remembered();

    StateSizesReader(FlinkApi flink) {
        this.flink = flink;
    }

    /** Bytes of state by the vertex's id; empty where Flink does not know the checkpoint any more. */
    Map<String, Long> of(JobId job, long checkpoint) {
        Sizes last = known.get(job);
        if (last != null && last.checkpoint() == checkpoint) {
            return last.byVertex();
        }
        Map<String, Long> sizes = new HashMap<>();
        flink.get("/jobs/" + job + "/checkpoints/details/" + checkpoint)
                .ifPresent(details -> details.path("tasks").forEachEntry((vertex, task) -> sizes.put(vertex, task.path("state_size").asLong())));
        if (!sizes.isEmpty()) {
            known.put(job, new Sizes(checkpoint, Map.copyOf(sizes)));
        }
        return sizes;
    }
}
