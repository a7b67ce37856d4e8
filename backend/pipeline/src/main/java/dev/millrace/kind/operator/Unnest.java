package dev.millrace.kind.operator;

import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.kind.ColumnRef;
import dev.millrace.kind.Group;
import dev.millrace.kind.Kind;
import dev.millrace.kind.Operator;
import dev.millrace.kind.Scope;
import dev.millrace.kind.Setting;
import dev.millrace.rel.Rel;
import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One row for each element of an array, entry of a map or piece of a text; the other columns are repeated.
 *
 * <pre>
 *   id 7, tags [a, b]   ──▶   id 7, tag a
 *                             id 7, tag b
 *   id 8, tags []       ──▶   nothing, or  id 8, tag NULL
 * </pre>
 *
 * <p>Of an array of rows each field becomes a column of its name.
 */
@Kind(id = "operator.unnest", title = "Unnest", group = Group.TRANSFORM, icon = "unnest",
        summary = "Makes one row of each element of an array, entry of a map or piece of a text")
public record Unnest(
        @Setting(label = "Column", help = "An array, a map, or text that is split") ColumnRef column,
        @Setting(label = "Separator", help = "For text: what stands between the pieces, such as a comma") Optional<String> separator,
        @Setting(label = "Element name", preset = "element", help = "Column for the elements; for a map, for its keys") String element,
        @Setting(label = "Value name", preset = "value", help = "For a map: column for its values") String value,
        @Setting(label = "Position name", help = "Column for the position of the element, from 1; empty: none") Optional<String> position,
        @Setting(label = "Keep rows without elements", preset = "false", help = "A row without elements leaves once with NULL; else it is dropped")
        boolean keepEmpty,
        @Setting(label = "Keep the column", preset = "false") boolean keepColumn) implements Operator {

    static final Unnest EXAMPLE = new Unnest(new ColumnRef("tags"), Optional.empty(), "tag", "value", Optional.empty(), false, false);

    @Override public Optional<Schema> infer(Schema in, Scope at) {
        Optional<List<Column>> elements = at.column("column", column.name(), in).flatMap(c -> elements(c, at));
        return elements.map(e -> schema(in, e, at));
    }

    private Optional<List<Column>> elements(Column of, Scope at) {
        if (separator.isPresent() && !of.type().equals(LogicalType.STRING)) {
            at.error(Code.TYPE_MISMATCH, "separator", "'" + of.name() + "' is " + of.type() + ", only text is split", "Empty the separator");
        }
        return switch (of.type()) {
            case LogicalType.Array(LogicalType.Row row) -> Optional.of(row.columns());
            case LogicalType.Array(LogicalType type) -> Optional.of(List.of(Column.of(element, type)));
            case LogicalType.Map(LogicalType key, LogicalType type) -> Optional.of(List.of(Column.of(element, key), Column.of(value, type)));
            case LogicalType.Text t -> {
                if (separator.isEmpty()) {
                    at.error(Code.MISSING_SETTING, "separator", "Separator is not set", "Write what stands between the pieces, such as a comma");
                }
                yield Optional.of(List.of(Column.of(element, LogicalType.STRING)));
            }
            default -> {
                at.error(Code.TYPE_MISMATCH, "column", "'" + of.name() + "' is " + of.type() + ", which has no elements", "Choose an array, a map or text");
                yield Optional.empty();
            }
        };
    }

    private Schema schema(Schema in, List<Column> elements, Scope at) {
        var columns = new ArrayList<>(kept(in));
        for (Column c : elements) {
            add(columns, new Column(c.name(), c.type(), true), path(in, elements, c), at);
        }
        position.ifPresent(name -> add(columns, new Column(name, LogicalType.INT, keepEmpty), "position", at));
        Schema out = Schema.of(columns);
        if (!keepColumn) {
            in.eventTime().filter(column.name()::equals).ifPresent(t -> at.info(Code.LOST_EVENT_TIME, "keepColumn",
                    "The event time '" + t + "' does not pass; windows cannot follow", "Keep the column"));
        }
        return new Schema(columns, in.eventTime().filter(t -> out.column(t).isPresent()), List.of(), in.changelog());
    }

    private List<Column> kept(Schema in) {
        return in.columns().stream().filter(c -> keepColumn || !c.name().equals(column.name())).toList();
    }

    private String path(Schema in, List<Column> elements, Column one) {
        boolean fields = in.column(column.name()).map(Column::type).filter(t -> t instanceof LogicalType.Array(LogicalType.Row r)).isPresent();
        return fields ? "column" : elements.indexOf(one) == 0 ? "element" : "value";
    }

    private static void add(List<Column> columns, Column column, String path, Scope at) {
        if (columns.stream().anyMatch(c -> c.name().equals(column.name()))) {
            at.error(Code.DUPLICATE_COLUMN, path, "Two columns would be called '" + column.name() + "'",
                    path.equals("column") ? "Rename the other one in a Map before this" : "Choose another name");
        } else {
            columns.add(column);
        }
    }

    @Override public Rel lower(Rel in, Scope at) {
        List<Column> elements = elements(in.schema().column(column.name()).orElseThrow(), at).orElseThrow();
        return new Rel.Unnest(in, column.name(), separator, elements.stream().map(Column::name).toList(), position, keepEmpty,
                schema(in.schema(), elements, at));
    }

    @Override public String glimpse() {
        return column + separator.map(s -> " split at " + s).orElse("") + " → " + element;
    }
}
