package dev.millrace.server.design;

import java.time.Instant;

/** One immutable entry of a pipeline's history. */
public record Revision(long number, String author, Instant at, String summary) {}
