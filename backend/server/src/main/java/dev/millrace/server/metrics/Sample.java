package dev.millrace.server.metrics;

import java.time.Instant;
import java.util.OptionalLong;

/** One point of a deployment's charts: totals at that time and the mean rates since the point before. */
public record Sample(Instant at, long rowsIn, long rowsOut, double rowsInPerSecond, double rowsOutPerSecond, OptionalLong lag) {}
