/**
 * A revision beside the running one, on the same input, before it takes its place. Both begin as jobs of their own with one savepoint of
 * the running job, write into temporary topics, and are compared row by row.
 */
package dev.millrace.server.shadow;
