package dev.millrace.kind.operator;

import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.kind.Group;
import dev.millrace.kind.Kind;
import dev.millrace.kind.Operator;
import dev.millrace.kind.Scope;
import dev.millrace.kind.Setting;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Scalar;
import dev.millrace.schema.ChangelogMode;
import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Stamps each row with the time at which it comes by, and makes that the event time. The watermark follows the clock, so that
 * windows after this close on time even when no rows come. Rows that are read again after a failure get a new stamp.
 *
 * <pre>
 *   rows ──▶ [ 12:00:03.417 ] ──▶ rows with a column "arrived"; watermark = the clock
 * </pre>
 */
@Kind(id = "operator.proctime", title = "Arrival time", group = Group.TRANSFORM, icon = "clock",
        summary = "Stamps each row with the time at which it comes by and makes that the event time")
public record ProcessingTime(@Setting(label = "Column", preset = "arrived", help = "Name of the new column") String column) implements Operator {

    static final ProcessingTime EXAMPLE = new ProcessingTime("arrived");

    @Override public Optional<Schema> infer(Schema in, Scope at) {
        if (in.changelog() != ChangelogMode.APPEND) {
            at.error(Code.CHANGELOG_NOT_ACCEPTED, "The input changes rows it has sent before; a change cannot be stamped like its row",
                    "Stamp the rows before they are aggregated or joined");
        }
        if (in.column(column).isPresent()) {
            at.error(Code.DUPLICATE_COLUMN, "column", "The input has a column '" + column + "' already", "Choose another name");
            return Optional.empty();
        }
        return Optional.of(stamped(in).withEventTime(column));
    }

    private Schema stamped(Schema in) {
        List<Column> columns = Stream.concat(in.columns().stream(), Stream.of(new Column(column, LogicalType.TIMESTAMP_LTZ, false))).toList();
        return new Schema(columns, Optional.empty(), in.key(), in.changelog());
    }

    @Override public Rel lower(Rel in, Scope at) {
        var named = new ArrayList<Rel.Named>();
        in.schema().columns().forEach(c -> named.add(new Rel.Named(c.name(), Scope.reference(c))));
        named.add(new Rel.Named(column, new Scalar("CURRENT_ROW_TIMESTAMP()", LogicalType.TIMESTAMP_LTZ, false, Set.of())));
        return new Rel.Retime(new Rel.Project(in, named, stamped(in.schema())), column, new Rel.Clock.Wall());
    }

    @Override public String glimpse() {
        return column;
    }
}
