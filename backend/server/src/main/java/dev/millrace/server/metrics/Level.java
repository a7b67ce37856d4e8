package dev.millrace.server.metrics;

import java.time.Duration;

/** How finely history is kept. */
enum Level {
    RAW("metric_raw", Duration.ofSeconds(5), 1), MINUTE("metric_minute", Duration.ofMinutes(1), 7), HOUR("metric_hour", Duration.ofHours(1), 90);

    private final String table;
    private final Duration step;
    private final int daysOfPartition;

    Level(String table, Duration step, int daysOfPartition) {
        this.table = table;
        this.step = step;
        this.daysOfPartition = daysOfPartition;
    }

    String table() {
        return table;
    }

    /** Of what nodes did. */
    String nodeTable() {
        return table.replace("metric_", "metric_node_");
    }

    Duration step() {
        return step;
    }

    int daysOfPartition() {
        return daysOfPartition;
    }
}
