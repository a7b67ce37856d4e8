package dev.millrace.ui.dashboards;

import dev.millrace.server.metrics.Series;

/** What people call the numbers of a pipeline. */
final class SeriesWords {
    private SeriesWords() {}

    static String of(Series series) {
        return switch (series) {
            case ROWS_IN -> "Rows in per second";
            case ROWS_OUT -> "Rows out per second";
            case REJECTED -> "Bad or refused rows per second";
            case LATE -> "Late rows per second";
            case RESTARTS -> "Restarts";
            case FAILED_CHECKPOINTS -> "Failed checkpoints";
            case LAG -> "Lag: records still to be read";
            case WATERMARK_DELAY -> "Event time behind the clock";
            case BUSY -> "Busy share of the busiest node";
            case BACK_PRESSURED -> "Share that waits for a slower node";
            case STATE_BYTES -> "Size of the state";
            case CHECKPOINT_MILLIS -> "Time of the last checkpoint";
            case CHECKPOINT_BYTES -> "Written by the last checkpoint";
            case TASK_MANAGER_CPU -> "CPU of the busiest TaskManager";
            case JOB_MANAGER_CPU -> "CPU of the JobManager";
            case TASK_MANAGER_HEAP -> "Memory of the fullest TaskManager";
            case JOB_MANAGER_HEAP -> "Memory of the JobManager";
            case LATENCY_MEDIAN -> "End-to-end latency";
            case LATENCY_WORST -> "Worst end-to-end latency";
        };
    }
}
