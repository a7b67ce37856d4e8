package dev.millrace.schema;

/** What an edge may carry: only new rows, new rows and replacements by key, or full retractions. */
public enum ChangelogMode { APPEND, UPSERT, RETRACT }
