package dev.millrace.server.drift;

import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.diagnostic.Location;
import dev.millrace.diagnostic.Severity;
import dev.millrace.pipeline.Node;
import dev.millrace.rel.Rel;
import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Suggestion;
import dev.millrace.server.columns.Columns;
import dev.millrace.server.columns.Proposal;
import dev.millrace.server.columns.Proposal.Proposed;
import dev.millrace.server.columns.RecordTrial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What of a topic's newest records is unlike the columns that a source declares.
 *
 * <pre>
 *   declared   id BIGINT   name STRING   discount DOUBLE
 *   records    1, "x"      "Ann"         (never)           coupon "A1"
 *              ▲ a share does not fit    ▲ never seen      ▲ not declared
 * </pre>
 */
final class SourceDrift {
    /** From this share of bad records on it is no longer a stray record. */
    private static final double MANY = 0.1;
    /** That none of so many has a column is no accident. */
    private static final int ENOUGH_RECORDS = 20;

    private final Columns columns;
    private final RecordTrial trial;

    SourceDrift(Columns columns, RecordTrial trial) {
        this.columns = columns;
        this.trial = trial;
    }

    List<Diagnostic> find(Node node, Rel.KafkaScan scan, TopicLook look) {
        if (look.newest().isEmpty() || scan.format() instanceof Rel.Format.Text) {
            return List.of();
        }
        var found = new ArrayList<Diagnostic>();
        Optional<Proposal> seen = columns.ofRecords(look.records(), scan.format(), look.newest());
        Map<String, List<RecordTrial.Fault>> faults = new LinkedHashMap<>();
        trial.faults(scan, look.newest()).forEach(f -> faults.computeIfAbsent(f.column(), c -> new ArrayList<>()).add(f));
        faults.forEach((column, of) -> found.add(column.isEmpty() ? unreadable(node, look, of) : misfit(node, scan, look, column, of, seen)));
        seen.filter(p -> p.sampled() > p.unreadable()).ifPresent(p -> {
            missing(node, scan, look, p, faults).forEach(found::add);
            undeclared(node, scan, look, p).ifPresent(found::add);
        });
        return found;
    }

    private static Severity severity(List<RecordTrial.Fault> faults, TopicLook look) {
        return faults.size() >= MANY * look.newest().size() ? Severity.WARNING : Severity.INFO;
    }

    /** "40 of the newest 200 records of 'orders'". */
    private static String some(List<RecordTrial.Fault> faults, TopicLook look) {
        return faults.size() == look.newest().size() ? (faults.size() == 1 ? "" : "all of ") + look.records() : faults.size() + " of " + look.records();
    }

    private static Diagnostic unreadable(Node node, TopicLook look, List<RecordTrial.Fault> faults) {
        String some = some(faults, look);
        return new Diagnostic(Code.UNLIKE_DATA, severity(faults, look), new Location.OfNode(node.id()),
                Character.toUpperCase(some.charAt(0)) + some.substring(1) + " cannot be read: " + faults.getLast().reason(),
                "Such records leave as bad records. Where they are many, check the format of the source");
    }

    private static Diagnostic misfit(Node node, Rel.KafkaScan scan, TopicLook look, String name, List<RecordTrial.Fault> faults, Optional<Proposal> seen) {
        LogicalType declared = scan.schema().column(name).map(Column::type).orElse(LogicalType.STRING);
        LogicalType better = seen.flatMap(p -> p.columns().stream().filter(c -> c.name().equals(name)).findFirst()).filter(c -> c.fits() == 1).map(Proposed::type)
                .filter(t -> !t.equals(declared)).orElse(LogicalType.STRING);
        boolean lacking = faults.stream().allMatch(f -> f.reason().contains("missing"));
        boolean isTime = scan.schema().eventTime().filter(name::equals).isPresent();
        String message = lacking ? "'" + name + "' is " + (isTime ? "the event time" : "required") + ", but " + some(faults, look) + (faults.size() == 1 ? " lacks it" : " lack it")
                : "'" + name + "' is declared as " + declared + ", but does not fit in " + some(faults, look) + ": " + faults.getLast().reason();
        String hint = lacking ? "Such records leave as bad records." + (isTime ? " Choose another event time, or see who writes them" : " Untick Required where it may be absent")
                : "Such records leave as bad records. " + (isTime || declared.equals(better) ? "See who writes them" : "Declared as " + better + " all would fit");
        return new Diagnostic(Code.UNLIKE_DATA, severity(faults, look), place(node, name, ".type"), message, hint);
    }

    private static List<Diagnostic> missing(Node node, Rel.KafkaScan scan, TopicLook look, Proposal seen, Map<String, List<RecordTrial.Fault>> faults) {
        boolean known = scan.format() instanceof Rel.Format.Json || scan.format() instanceof Rel.Format.Debezium;
        if (!known || seen.columns().isEmpty()) {
            return List.of();
        }
        List<String> names = seen.columns().stream().map(Proposed::name).toList();
        // The key of a table is read from the record's key, and what is lacking though it must be there was said.
        return scan.schema().columns().stream().filter(c -> !names.contains(c.name()) && !scan.parts().containsKey(c.name()) && !seen.key().contains(c.name())
                && !faults.containsKey(c.name())).map(c -> new Diagnostic(Code.UNLIKE_DATA, look.newest().size() >= ENOUGH_RECORDS ? Severity.WARNING : Severity.INFO,
                        place(node, c.name(), ".name"), "'" + c.name() + "' is declared, but none of " + look.records() + " has it",
                        "It is NULL in all of them. " + Suggestion.hint(c.name(), names.stream().filter(n -> scan.schema().column(n).isEmpty()).toList()))).toList();
    }

    private static Optional<Diagnostic> undeclared(Node node, Rel.KafkaScan scan, TopicLook look, Proposal seen) {
        boolean byName = scan.format() instanceof Rel.Format.Json || scan.format() instanceof Rel.Format.Debezium;
        List<String> more = seen.columns().stream().map(Proposed::name).filter(n -> scan.schema().column(n).isEmpty()).toList();
        return more.isEmpty() || !byName ? Optional.empty() : Optional.of(new Diagnostic(Code.UNLIKE_DATA, Severity.INFO, new Location.OfSetting(node.id(), "columns"),
                Character.toUpperCase(look.records().charAt(0)) + look.records().substring(1) + (look.newest().size() == 1 ? " has " : " have ") + (more.size() == 1 ? "a field that is" : more.size() + " fields that are")
                        + " not declared: " + Suggestion.listed(more), "They are left out. Columns from… adds them"));
    }

    /** The field of a declared column; the node where it is not declared one by one. */
    private static Location place(Node node, String column, String field) {
        List<?> declared = node.settings().get("columns").orElse(null) instanceof List<?> list ? list : List.of();
        return IntStream.range(0, declared.size()).filter(i -> declared.get(i) instanceof Map<?, ?> c && column.equals(c.get("name"))).boxed().findFirst()
                .<Location>map(i -> new Location.OfSetting(node.id(), "columns[" + i + "]" + field)).orElseGet(() -> new Location.OfNode(node.id()));
    }
}
