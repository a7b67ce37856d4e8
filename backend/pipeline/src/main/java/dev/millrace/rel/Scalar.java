package dev.millrace.rel;

import dev.millrace.schema.LogicalType;
import java.util.Objects;
import java.util.Set;

/**
 * An expression that was parsed as exactly one scalar expression and typed against its input. Only these reach a planner.
 *
 * @param sql the expression written anew from its parse tree, never the text a person typed
 * @param columns input columns it reads
 * @param calls functions of uploaded jars that it calls
 */
public record Scalar(String sql, LogicalType type, boolean nullable, Set<String> columns, Set<UserFunction> calls) {
    public Scalar {
        Objects.requireNonNull(sql);
        Objects.requireNonNull(type);
        columns = Set.copyOf(columns);
        calls = Set.copyOf(calls);
    }

    /** One that calls only what the engine has. */
    public Scalar(String sql, LogicalType type, boolean nullable, Set<String> columns) {
        this(sql, type, nullable, columns, Set.of());
    }
}
