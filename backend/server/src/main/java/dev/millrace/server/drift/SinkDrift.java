package dev.millrace.server.drift;

import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.diagnostic.Location;
import dev.millrace.diagnostic.Severity;
import dev.millrace.pipeline.NodeId;
import dev.millrace.rel.Rel;
import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import dev.millrace.server.columns.Columns;
import dev.millrace.server.columns.Proposal;
import dev.millrace.server.columns.Proposal.Kind;
import dev.millrace.server.columns.Proposal.Proposed;
import dev.millrace.server.columns.Proposal.Seen;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a sink writes that is unlike what is in its topic now. Whoever reads the topic may not expect it. */
final class SinkDrift {
    private static final int MOST_NAMED = 6;
    private static final String HINT = "Whoever reads the topic may not expect it: write another topic, or rename and cast in a Map before this";

    private final Columns columns;

    SinkDrift(Columns columns) {
        this.columns = columns;
    }

    Optional<Diagnostic> find(NodeId node, Schema written, Rel.Format format, TopicLook look) {
        if (look.newest().isEmpty()) {
            return Optional.empty();
        }
        // By what is there, not by the names of what is written.
        Rel.Format looked = format instanceof Rel.Format.Csv csv ? new Rel.Format.Csv(List.of(), csv.separator(), false) : format;
        return columns.ofRecords(look.records(), looked, look.newest()).flatMap(there -> switch (format) {
            case Rel.Format.Json j -> there.unreadable() == there.sampled() ? other(node, "JSON", "a JSON object", look) : byName(node, written, there, look);
            case Rel.Format.Csv c -> there.unreadable() == there.sampled() ? other(node, "CSV", "a record of CSV", look)
                    : there.columns().size() == written.columns().size() ? Optional.empty()
                    : Optional.of(at(node, Severity.WARNING, "This writes records of " + written.columns().size() + " fields, but those of " + look.records() + " are "
                            + there.columns().size()));
            case Rel.Format.Avro a -> Optional.empty();
            case Rel.Format.Debezium d -> Optional.empty();
            case Rel.Format.Text t -> Optional.empty();
        });
    }

    private static Optional<Diagnostic> other(NodeId node, String writes, String one, TopicLook look) {
        boolean single = look.newest().size() == 1;
        return Optional.of(at(node, Severity.WARNING, "This writes " + writes + ", but " + (single ? "" : "none of ") + look.records() + (single ? " is not " : " is ") + one));
    }

    private static Optional<Diagnostic> byName(NodeId node, Schema written, Proposal there, TopicLook look) {
        var unlike = new ArrayList<String>();
        for (Column column : written.columns()) {
            there.columns().stream().filter(c -> c.name().equals(column.name())).findFirst().flatMap(Proposed::seen)
                    .filter(s -> s.kinds().keySet().stream().anyMatch(k -> !writtenAs(column.type()).contains(k)))
                    .ifPresent(s -> unlike.add("'" + column.name() + "' is " + column.type() + " here, and there " + s.words()));
        }
        List<String> onlyThere = there.columns().stream().map(Proposed::name).filter(n -> written.column(n).isEmpty()).toList();
        List<String> onlyHere = written.names().stream().filter(n -> there.columns().stream().noneMatch(c -> c.name().equals(n))).toList();
        boolean surprising = !unlike.isEmpty() || !onlyThere.isEmpty();
        if (!onlyThere.isEmpty()) {
            unlike.add(named(onlyThere) + (onlyThere.size() == 1 ? " is" : " are") + " only there");
        }
        if (!onlyHere.isEmpty()) {
            unlike.add(named(onlyHere) + (onlyHere.size() == 1 ? " is" : " are") + " only here");
        }
        return unlike.isEmpty() ? Optional.empty() : Optional.of(at(node, surprising ? Severity.WARNING : Severity.INFO,
                "What this writes is unlike " + look.records() + ": " + String.join("; ", unlike)));
    }

    private static String named(List<String> names) {
        return String.join(", ", names.stream().limit(MOST_NAMED).map(n -> "'" + n + "'").toList()) + (names.size() > MOST_NAMED ? " and " + (names.size() - MOST_NAMED) + " more" : "");
    }

    private static Diagnostic at(NodeId node, Severity severity, String message) {
        return new Diagnostic(Code.UNLIKE_DATA, severity, new Location.OfSetting(node, "topic"), message, HINT);
    }

    /** What a value of the type is in JSON. A text may look like a time. */
    private static Set<Kind> writtenAs(LogicalType type) {
        return switch (type) {
            case LogicalType.Bool b -> EnumSet.of(Kind.BOOLEAN);
            case LogicalType.Int i -> EnumSet.of(Kind.WHOLE);
            case LogicalType.BigInt b -> EnumSet.of(Kind.WHOLE);
            case LogicalType.Float f -> EnumSet.of(Kind.WHOLE, Kind.NUMBER);
            case LogicalType.Double d -> EnumSet.of(Kind.WHOLE, Kind.NUMBER);
            case LogicalType.Decimal d -> EnumSet.of(Kind.WHOLE, Kind.NUMBER);
            case LogicalType.Text t -> EnumSet.of(Kind.TEXT, Kind.TIME, Kind.DATE);
            case LogicalType.Bytes b -> EnumSet.of(Kind.TEXT);
            case LogicalType.Date d -> EnumSet.of(Kind.DATE);
            case LogicalType.Time t -> EnumSet.of(Kind.TEXT);
            case LogicalType.Timestamp t -> EnumSet.of(Kind.TIME);
            case LogicalType.Instant i -> EnumSet.of(Kind.TIME);
            case LogicalType.Array a -> EnumSet.of(Kind.LIST);
            case LogicalType.Map m -> EnumSet.of(Kind.OBJECT);
            case LogicalType.Row r -> EnumSet.of(Kind.OBJECT);
        };
    }
}
