package dev.millrace.kind.operator;

import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.kind.ColumnRef;
import dev.millrace.kind.Delay;
import dev.millrace.kind.Group;
import dev.millrace.kind.Kind;
import dev.millrace.kind.Port;
import dev.millrace.kind.PositiveDuration;
import dev.millrace.kind.Scope;
import dev.millrace.kind.Setting;
import dev.millrace.kind.SplitOperator;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Scalar;
import dev.millrace.schema.ChangelogMode;
import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Makes another column the event time. The watermark of the input ends here; a new one stays behind the newest time seen.
 *
 * <pre>
 *   ordered, shipped  ──▶ [ time = shipped ] ──▶ out      event time shipped
 *                                       └─────▶ untimed  rows without a time
 * </pre>
 */
@Kind(id = "operator.watermark", title = "Event time", group = Group.TRANSFORM, icon = "clock",
        summary = "Makes a column the event time, with a watermark that stays behind the newest")
public record Watermark(
        @Setting(label = "Time column", help = "A timestamp with at most 3 digits of a second") ColumnRef time,
        @Setting(label = "Out of order by up to", preset = "0 s",
                help = "How long to wait for events that come late: the watermark stays this far behind the newest event time")
        Delay delay,
        @Setting(label = "Idle after", help = "Without rows for this long, this stream no longer holds windows back") Optional<PositiveDuration> idleness)
        implements SplitOperator {

    static final Watermark EXAMPLE = new Watermark(new ColumnRef("ts"), Delay.of("1 min"), Optional.empty());
    static final String UNTIMED = "untimed";

    @Override public List<Port> outputs() {
        return List.of(Port.output("out", "Rows"), new Port(UNTIMED, "Without time", false, Port.Role.REJECTED));
    }

    @Override public SequencedMap<String, Schema> infer(Schema in, Scope at) {
        Optional<Column> column = at.column("time", time.name(), in);
        boolean fits = column.filter(c -> c.type().canBeEventTime()).isPresent();
        if (column.isPresent() && !fits) {
            at.error(Code.TYPE_MISMATCH, "time", "'" + time + "' is " + column.get().type() + ", event time is a timestamp",
                    "Compute a TIMESTAMP(3) in a Map before this, such as " + switch (column.get().type()) {
                        case LogicalType.BigInt b -> "TO_TIMESTAMP_LTZ(" + time + ", 3) of milliseconds since 1970";
                        case LogicalType.Timestamp t -> "CAST(" + time + " AS TIMESTAMP(3))";
                        case LogicalType.Instant i -> "CAST(" + time + " AS TIMESTAMP_LTZ(3))";
                        default -> "TO_TIMESTAMP(" + time + ")";
                    });
        }
        if (in.changelog() != ChangelogMode.APPEND) {
            at.error(Code.CHANGELOG_NOT_ACCEPTED, "The input changes rows it has sent before; their event time cannot be set anew",
                    "Set the event time before the rows are aggregated or joined");
        }
        var schemas = new LinkedHashMap<String, Schema>();
        schemas.put("out", fits ? in.withEventTime(time.name()) : in.withoutEventTime());
        schemas.put(UNTIMED, in);
        return schemas;
    }

    @Override public SequencedMap<String, Rel> lower(Rel in, Scope at) {
        Column column = in.schema().column(time.name()).orElseThrow();
        var given = new Scalar(Text.name(column) + " IS NOT NULL", LogicalType.BOOLEAN, false, Set.of(column.name()));
        var outputs = new LinkedHashMap<String, Rel>();
        outputs.put("out", new Rel.Retime(new Rel.Filter(in, given), time.name(), new Rel.Clock.Behind(delay.value(), idleness.map(PositiveDuration::value))));
        outputs.put(UNTIMED, new Rel.Route(in, List.of(given), Optional.empty()));
        return outputs;
    }

    @Override public String glimpse() {
        return time + (delay.value().isZero() ? "" : ", out of order by " + delay);
    }
}
