package dev.millrace.server.deployment;

import java.time.Instant;

/**
 * A row that a running job wrote to its log.
 *
 * @param kind what it does to the rows before: +I, -U, +U or -D
 * @param row as JSON; of a long one the beginning
 */
public record PrintedRow(Instant at, String kind, String row) {}
