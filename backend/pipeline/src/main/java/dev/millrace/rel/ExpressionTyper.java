package dev.millrace.rel;

import dev.millrace.schema.Expression;
import dev.millrace.schema.Schema;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Parses a text as exactly one scalar expression over the columns of a schema and types it. The engine implements it, so that
 * what is typed while drawing is what runs. Implementations are safe for many threads and quick on a second call.
 */
public interface ExpressionTyper extends ColumnUses {
    Typing type(Expression expression, Schema input);

    /**
     * The same for a value of rows that were matched to steps: {@code step.column}, {@code FIRST(step.column)},
     * {@code LAST(step.column, 1)} and aggregates over one step; a column alone is of the row at hand. The input has event time.
     *
     * @param steps names, none of which is a column's
     */
    Typing typeOverSteps(Expression expression, Schema input, List<String> steps);

    /**
     * Parses a text as exactly one query that reads these inputs by their names and nothing else, and types it.
     *
     * @param inputs at least one, in the order of the ports
     */
    QueryTyping typeQuery(String text, SequencedMap<String, Schema> inputs);

    /**
     * Casts of text in an expression that stop the job at a value that does not fit, each where it stands; of an expression that types.
     *
     * @param steps of a pattern; none for an expression about one row
     */
    List<Problem> castsThatCanFail(Expression expression, Schema input, List<String> steps);

    /** Functions a person may use, for completion and help; sorted by name. */
    List<FunctionHelp> functions();

    sealed interface Typing {
        record Typed(Scalar scalar) implements Typing {}

        /** At least one problem. */
        record Refused(List<Problem> problems) implements Typing {}
    }

    sealed interface QueryTyping {
        record Typed(Query query) implements QueryTyping {}

        /** At least one problem. */
        record Refused(List<Problem> problems) implements QueryTyping {}
    }

    /**
     * A text that is exactly one query.
     *
     * @param sql written anew from its parse tree
     * @param reads the columns it may read of each input it names
     * @param keepsState whether it keeps something for each key it has seen
     */
    record Query(String sql, Schema schema, Map<String, Set<String>> reads, boolean keepsState) {
        public Query {
            reads = Map.copyOf(reads);
        }
    }

    /** What is wrong in the characters {@code from} (inclusive) to {@code to} (exclusive); the whole text where no place is known. */
    record Problem(int from, int to, String message, String hint) {}

    /** A function with its signature ("LOWER(text)") and one line of help. */
    record FunctionHelp(String name, String signature, String help) {}
}
