package dev.millrace.flink.plan;

import dev.millrace.server.deployment.JobId;
import dev.millrace.server.deployment.PlannedJob;
import org.apache.flink.runtime.jobgraph.JobGraph;

/** A pipeline as a job graph. */
public record FlinkJob(JobId id, JobGraph graph) implements PlannedJob {}
