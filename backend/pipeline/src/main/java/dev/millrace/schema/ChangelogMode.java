package dev.millrace.schema;

/**
 * What a stream may carry: only new rows, new rows and replacements by key, or full retractions.
 *
 * <p>Over an edge go only APPEND and RETRACT, where each change comes as the row that no longer holds and the row that does: so
 * every node reads changes without state of its own. UPSERT is what systems outside hold, such as a compacted topic.
 */
public enum ChangelogMode { APPEND, UPSERT, RETRACT }
