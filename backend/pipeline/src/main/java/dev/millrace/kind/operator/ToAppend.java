package dev.millrace.kind.operator;

import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.kind.Group;
import dev.millrace.kind.Kind;
import dev.millrace.kind.Port;
import dev.millrace.kind.Scope;
import dev.millrace.kind.Setting;
import dev.millrace.kind.SplitOperator;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Rel.ChangeKind;
import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Makes a row of each change, so that what only takes new rows can follow. Nothing is taken back afterwards: whoever adds up
 * these rows must look at their kind.
 *
 * <pre>
 *   changes in           all changes                  only new values
 *   +a 1                 a 1  INSERT                  a 1  INSERT
 *   -a 1  +a 3           a 1  UPDATE_BEFORE
 *                        a 3  UPDATE_AFTER            a 3  UPDATE_AFTER
 *   -a 3                 a 3  DELETE                                      taken-back: a 1 UPDATE_BEFORE, a 3 DELETE
 * </pre>
 */
@Kind(id = "operator.to-append", title = "Changes to rows", group = Group.STATEFUL, icon = "to-append",
        summary = "Makes each change of a row a new row, with its kind in a column")
public record ToAppend(
        @Setting(label = "Keep", preset = "all-changes", help = "New values are inserted rows and rows as they are after a change; the others leave by a second output")
        Which keep,
        @Setting(label = "Kind column", preset = "change", help = "Says INSERT, UPDATE_BEFORE, UPDATE_AFTER or DELETE") String kind)
        implements SplitOperator {

    static final ToAppend EXAMPLE = new ToAppend(Which.NEW_VALUES, "change");
    static final String TAKEN_BACK = "taken-back";
    private static final Set<ChangeKind> NEW = EnumSet.of(ChangeKind.INSERT, ChangeKind.UPDATE_AFTER);

    /** Which changes become rows of the main output. */
    public enum Which { ALL_CHANGES, NEW_VALUES }

    @Override public List<Port> outputs() {
        var ports = new ArrayList<>(List.of(Port.output("out", "Rows")));
        if (keep == Which.NEW_VALUES) {
            ports.add(new Port(TAKEN_BACK, "Taken back", false, Port.Role.ASIDE));
        }
        return ports;
    }

    @Override public SequencedMap<String, Schema> infer(Schema in, Scope at) {
        if (!in.isUpdating()) {
            at.info(Code.CHANGELOG_NOT_ACCEPTED, "keep", "The input only adds rows, so each is INSERT", "Remove this node where its column is not needed");
        }
        var schemas = new LinkedHashMap<String, Schema>();
        if (!kind.isEmpty() && in.column(kind).isPresent()) {
            at.error(Code.DUPLICATE_COLUMN, "kind", "The input has a column '" + kind + "' already", "Choose another name");
        } else {
            outputs().forEach(p -> schemas.put(p.name(), schema(in)));
        }
        return schemas;
    }

    private Schema schema(Schema in) {
        var columns = new ArrayList<>(in.columns());
        columns.add(new Column(kind, LogicalType.STRING, false));
        Schema rows = Schema.of(columns);
        return in.eventTime().map(rows::withEventTime).orElse(rows);
    }

    @Override public SequencedMap<String, Rel> lower(Rel in, Scope at) {
        var outputs = new LinkedHashMap<String, Rel>();
        Set<ChangeKind> all = EnumSet.allOf(ChangeKind.class);
        outputs.put("out", new Rel.ChangesAsRows(in, keep == Which.NEW_VALUES ? NEW : all, kind, schema(in.schema())));
        if (keep == Which.NEW_VALUES) {
            all.removeAll(NEW);
            outputs.put(TAKEN_BACK, new Rel.ChangesAsRows(in, all, kind, schema(in.schema())));
        }
        return outputs;
    }

    @Override public String glimpse() {
        return keep == Which.NEW_VALUES ? "new values, kind in " + kind : "all changes, kind in " + kind;
    }
}
