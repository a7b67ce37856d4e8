package dev.millrace.rel;

import dev.millrace.schema.Expression;
import dev.millrace.schema.Schema;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Finds where texts name columns, by parsing them: a name inside a text in quotes, of a function or of a field is none.
 *
 * <pre>
 *   customer.city = 'delay' OR `delay` > LENGTH(delay)
 *   customer                   `delay`          delay
 * </pre>
 */
public interface ColumnUses {
    /**
     * In the order of the text; empty where the text is not one expression.
     *
     * @param steps of a pattern: of {@code step.column} the column is meant
     */
    Optional<List<Use>> usesIn(Expression expression, List<String> steps);

    /**
     * In the order of the text, those alone that name an input, or a column that has its name from an input; empty where the text is
     * not one query.
     */
    Optional<List<InputUse>> usesInQuery(String text, SequencedMap<String, Schema> inputs);

    /** Characters {@code from} (inclusive) to {@code to} (exclusive), back quotes among them, and the name they stand for. */
    record Use(int from, int to, String name) {}

    /** @param column empty where the input itself is named */
    record InputUse(int from, int to, String input, Optional<String> column) {}
}
