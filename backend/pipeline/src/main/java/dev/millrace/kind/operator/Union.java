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
import java.util.stream.Stream;

@Kind(id = "operator.union", title = "Union", group = Group.ROUTE, icon = "union",
        summary = "Puts the rows of several inputs with the same columns into one stream")
public record Union() implements MergeOperator {

    static final Union EXAMPLE = new Union();
    private static final int MOST_SAID = 5;

    @Override public Optional<Schema> infer(List<Schema> in, Scope at) {
        for (int i = 1; i < in.size(); i++) {
            var differences = differences(in.getFirst(), in.get(i), at.inputName(0));
            if (!differences.isEmpty()) {
                at.inputError(i, Code.SCHEMA_MISMATCH, "'" + at.inputName(i) + "' does not fit to '" + at.inputName(0) + "': "
                        + String.join("; ", differences), "Put a Map before the union so that all inputs have the same columns in the same order");
            }
        }
        Schema merged = merged(in);
        if (merged.eventTime().isEmpty() && in.stream().anyMatch(s -> s.eventTime().isPresent())) {
            at.warning(Code.LOST_EVENT_TIME, "The inputs do not have the same event time, so the result has none; windows cannot follow",
                    "Give all inputs the same event-time column");
        }
        return Optional.of(merged);
    }

    /** The common columns; nullable where one input's is. Event time stays only where all inputs agree on it; keys may come twice. */
    private static Schema merged(List<Schema> in) {
        Schema first = in.getFirst();
        var columns = new ArrayList<Column>();
        for (Column column : first.columns()) {
            boolean nullable = in.stream().anyMatch(s -> s.column(column.name()).map(Column::nullable).orElse(true));
            columns.add(new Column(column.name(), column.type(), nullable));
        }
        boolean sameTime = first.eventTime().isPresent() && in.stream().allMatch(s -> s.eventTime().equals(first.eventTime()));
        Schema rows = Schema.of(columns);
        Schema schema = in.stream().anyMatch(Schema::isUpdating) ? rows.updating() : rows;
        return sameTime ? schema.withEventTime(first.eventTime().get()) : schema;
    }

    private static List<String> differences(Schema first, Schema other, String nameOfFirst) {
        var found = new ArrayList<String>();
        for (Column column : first.columns()) {
            var same = other.column(column.name());
            if (same.isEmpty()) {
                found.add("it lacks '" + column.name() + "'");
            } else if (!same.get().type().equals(column.type())) {
                found.add("'" + column.name() + "' is " + same.get().type() + " and not " + column.type());
            }
        }
        other.columns().stream().filter(c -> first.column(c.name()).isEmpty())
                .forEach(c -> found.add("'" + c.name() + "' is not in '" + nameOfFirst + "'"));
        if (found.isEmpty() && !first.names().equals(other.names())) {
            found.add("the columns come in another order");
        }
        return found.size() <= MOST_SAID ? found : Stream.concat(found.stream().limit(MOST_SAID),
                Stream.of((found.size() - MOST_SAID) + " more differences")).toList();
    }

    @Override public Rel lower(List<Rel> in, Scope at) {
        return new Rel.UnionAll(in, merged(in.stream().map(Rel::schema).toList()));
    }

    @Override public String glimpse() {
        return "all rows of all inputs";
    }
}
