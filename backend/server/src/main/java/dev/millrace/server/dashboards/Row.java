package dev.millrace.server.dashboards;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A row that was read.
 *
 * @param key of the Kafka record, as text; empty where it has none
 * @param columns by name, nested ones with dots between; empty map with {@code isGone}: the row of this key is no longer
 */
record Row(Instant at, Optional<String> key, Map<String, Object> columns, boolean isGone) {
    Object get(String column) {
        return column.equals(Options.RECORD_KEY) ? key.orElse(null) : columns.get(column);
    }
}
