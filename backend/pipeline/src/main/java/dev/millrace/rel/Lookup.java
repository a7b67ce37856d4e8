package dev.millrace.rel;

import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Each row with what a table outside has for its key. Rows for which the table could not be asked are {@link Failed}.
 *
 * @param outer rows for which the table has nothing come too, with NULLs
 * @param keys columns of the table that must be equal, each to a column of the input
 * @param added columns of the table by their names in the output
 * @param condition for an outer join: what must hold too, over the columns of the output
 * @param schema columns of the input, then those added
 */
public record Lookup(Rel in, String database, List<String> table, boolean outer, Map<String, String> keys, Map<String, String> added,
        Optional<Scalar> condition, Remembering remembering, Asking asking, Schema schema) implements Rel.Outside {
    /** The column that says why a row failed. */
    public static final String REASON = "reason";

    public Lookup {
        table = List.copyOf(table);
        keys = ordered(keys);
        added = ordered(added);
    }

    private static SequencedMap<String, String> ordered(Map<String, String> map) {
        return Collections.unmodifiableSequencedMap(new LinkedHashMap<>(map));
    }

    /**
     * What each copy of the node keeps of the answers.
     *
     * @param rows so many rows and keys without any; 0: nothing
     * @param missing also that there is no row for a key
     */
    public record Remembering(long rows, Duration keepFor, boolean missing) {}

    /**
     * @param atOnce requests of one copy of the node
     * @param timeout of one request
     * @param stops a row for which all tries fail stops the job, and does not leave aside
     */
    public record Asking(int atOnce, Duration timeout, int tries, boolean stops) {}

    @Override public List<Rel> inputs() {
        return List.of(in);
    }

    /** The same for other columns of both sides; the columns of the schema decide what is added. */
    public Lookup over(Rel other, Schema cut) {
        var left = new LinkedHashMap<>(added);
        left.keySet().retainAll(cut.names());
        return new Lookup(other, database, table, outer, keys, left, condition, remembering, asking, cut);
    }

    /** Rows of the input as they came, with the reason. */
    public record Failed(Lookup lookup) implements Rel.Outside {
        @Override public Schema schema() {
            return failed(lookup.in().schema());
        }
        @Override public List<Rel> inputs() {
            return lookup.inputs();
        }
    }

    /** Columns of failed rows. */
    public static Schema failed(Schema in) {
        var columns = new ArrayList<>(in.columns());
        columns.add(Column.of(REASON, LogicalType.STRING));
        return new Schema(columns, in.eventTime(), in.key(), in.changelog());
    }
}
