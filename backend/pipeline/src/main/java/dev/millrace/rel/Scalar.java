package dev.millrace.rel;

import dev.millrace.schema.LogicalType;
import java.util.Objects;
import java.util.Set;

/**
 * An expression that was parsed as exactly one scalar expression and typed against its input. Only these reach a planner.
 *
 * @param sql the expression written anew from its parse tree, never the text a person typed
 * @param columns input columns it reads
 */
public record Scalar(String sql, LogicalType type, boolean nullable, Set<String> columns) {
    public Scalar {
        Objects.requireNonNull(sql);
        Objects.requireNonNull(type);
        columns = Set.copyOf(columns);
    }
}
