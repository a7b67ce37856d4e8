package dev.millrace.kind.operator;

import dev.millrace.rel.Scalar;
import dev.millrace.schema.Column;
import dev.millrace.schema.Identifiers;
import dev.millrace.schema.LogicalType;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/** Pieces of SQL that operators are composed of; each is safe for every name and value. */
final class Text {
    private Text() {}

    static String literal(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    static String name(Column column) {
        return Identifiers.quote(column.name());
    }

    /** The value of a column as text. */
    static String string(Column column) {
        return column.type().equals(LogicalType.STRING) ? name(column) : "CAST(" + name(column) + " AS STRING)";
    }

    static Scalar string(String sql, boolean nullable, Column column) {
        return new Scalar(sql, LogicalType.STRING, nullable, Set.of(column.name()));
    }

    static Set<String> names(Collection<Column> columns) {
        return columns.stream().map(Column::name).collect(Collectors.toSet());
    }
}
