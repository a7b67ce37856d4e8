package dev.millrace.flink.gateway;

import dev.millrace.server.deployment.JobId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is remembered of jobs: of so many, those that were asked for last. */
final class RecentJobs {
    private static final int MOST = 500;

    private RecentJobs() {}

    /** An empty map that forgets the job that was not asked for for the longest time. For several threads. */
    static <V> Map<JobId, V> remembered() {
        return Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<JobId, V> eldest) {
                return size() > MOST;
            }
        });
    }
}
