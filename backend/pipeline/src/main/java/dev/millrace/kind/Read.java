package dev.millrace.kind;

import dev.millrace.schema.Schema;
import java.util.List;
import java.util.SequencedMap;

/** A setting in which a node names columns, and the columns it could name there. A node tells of them while its schema is inferred. */
public sealed interface Read {
    /** The setting, as in diagnostics: "keys[0]". */
    String path();

    /** The setting is the name of a column. */
    record Name(String path, String column, Schema in) implements Read {}

    /** The setting is an expression. @param steps of a pattern; none for an expression about one row */
    record InExpression(String path, Schema in, List<String> steps) implements Read {}

    /** The setting is a query over inputs by their names. */
    record InQuery(String path, SequencedMap<String, Schema> in) implements Read {}

    /** The setting is a path with columns in braces: {@code /customers/{id}}. */
    record InPath(String path, Schema in) implements Read {}

    /** The setting is a list of JSON objects whose fields are the columns. */
    record InRows(String path, Schema in) implements Read {}

    /** The setting is the name of a field outside, which the column has too: another name is another field. */
    record OfField(String path, String field) implements Read {}
}
