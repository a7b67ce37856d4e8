package dev.millrace.server.export;

import dev.millrace.compile.LogicalPlan;

/** Pipelines as SQL that runs without Millrace. */
public interface SqlScripts {
    /**
     * A script for Flink's SQL client: tables for sources and sinks, a view for each output, one statement set. What SQL cannot say, such as
     * dead letters, is left out with a comment that says so.
     */
    String script(LogicalPlan plan);

    /** The same script with {@code ${NAME}} in place of addresses, and what a project around it must know. */
    Portable portable(LogicalPlan plan);
}
