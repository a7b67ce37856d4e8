package dev.millrace.rel;

import dev.millrace.schema.Column;
import dev.millrace.schema.Schema;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows with the values that live parameters have at the moment when each row comes, in columns behind its own.
 *
 * <pre>
 *   rows of orders.out (id, amount)  +  limit = 100   ──▶   (id, amount, param:limit)
 * </pre>
 *
 * @param values at least one
 */
public record Live(Rel.Input in, List<LiveParameter> values) implements Rel.WithValues {
    public Live {
        values = List.copyOf(values);
    }

    @Override public Schema schema() {
        var columns = new ArrayList<Column>(in.schema().columns());
        values.forEach(v -> columns.add(v.column()));
        return new Schema(columns, in.schema().eventTime(), in.schema().key(), in.schema().changelog());
    }

    @Override public List<Rel> inputs() {
        return List.of(in);
    }
}
