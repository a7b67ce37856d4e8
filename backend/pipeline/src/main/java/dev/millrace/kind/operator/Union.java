package dev.millrace.kind.operator;

import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.kind.Group;
import dev.millrace.kind.Kind;
import dev.millrace.kind.MergeOperator;
import dev.millrace.kind.Scope;
import dev.millrace.rel.Rel;
import dev.millrace.schema.Column;
import dev.millrace.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

@Kind(id = "operator.union", title = "Union", group = Group.ROUTE, icon = "union",
        summary = "Puts the rows of several inputs with the same columns into one stream")
public record Union() implements MergeOperator {

    static final Union EXAMPLE = new Union();

    @Override public Optional<Schema> infer(List<Schema> in, Scope at) {
        Schema first = in.getFirst();
        for (Schema other : in.subList(1, in.size())) {
            difference(first, other).ifPresent(d -> at.error(Code.SCHEMA_MISMATCH, "The inputs differ: " + d,
                    "Put a Map before the union so that all inputs have the same columns in the same order"));
        }
        return Optional.of(merged(in));
    }

    /** The common columns; nullable where one input's is. Event time stays only where all inputs agree on it. */
    private static Schema merged(List<Schema> in) {
        Schema first = in.getFirst();
        var columns = new ArrayList<Column>();
        for (Column column : first.columns()) {
            boolean nullable = in.stream().anyMatch(s -> s.column(column.name()).map(Column::nullable).orElse(true));
            columns.add(new Column(column.name(), column.type(), nullable));
        }
        boolean sameTime = first.eventTime().isPresent() && in.stream().allMatch(s -> s.eventTime().equals(first.eventTime()));
        Schema schema = Schema.of(columns);
        return sameTime ? schema.withEventTime(first.eventTime().get()) : schema;
    }

    private static Optional<String> difference(Schema first, Schema other) {
        for (Column column : first.columns()) {
            var same = other.column(column.name());
            if (same.isEmpty()) {
                return Optional.of("'" + column.name() + "' is missing in one of them");
            }
            if (!same.get().type().equals(column.type())) {
                return Optional.of("'" + column.name() + "' is " + column.type() + " in one and " + same.get().type() + " in another");
            }
        }
        for (Column column : other.columns()) {
            if (first.column(column.name()).isEmpty()) {
                return Optional.of("'" + column.name() + "' is missing in one of them");
            }
        }
        return first.names().equals(other.names()) ? Optional.empty() : Optional.of("the columns come in another order");
    }

    @Override public Rel lower(List<Rel> in, Scope at) {
        return new Rel.UnionAll(in, merged(in.stream().map(Rel::schema).toList()));
    }

    @Override public String glimpse() {
        return "all rows of all inputs";
    }
}
