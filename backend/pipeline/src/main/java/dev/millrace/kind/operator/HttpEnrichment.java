package dev.millrace.kind.operator;

import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.kind.Group;
import dev.millrace.kind.HttpService;
import dev.millrace.kind.Kind;
import dev.millrace.kind.Port;
import dev.millrace.kind.PositiveDuration;
import dev.millrace.kind.Read;
import dev.millrace.kind.Scope;
import dev.millrace.kind.Setting;
import dev.millrace.kind.SplitOperator;
import dev.millrace.rel.HttpLookup;
import dev.millrace.rel.HttpLookup.Part;
import dev.millrace.rel.Lookup;
import dev.millrace.rel.Rel;
import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Asks a service for each row and adds fields of its JSON answer. The address and the secrets of the service are not in the
 * pipeline: they are set up under a name where Millrace is started.
 *
 * <pre>
 *   rows (id 7) ──▶ [ GET …/customers/7 ] ──▶ out      (id 7, name Ada)      of {"name": "Ada", …}
 *                                    └──────▶ failed   rows without a usable answer, with the reason
 * </pre>
 *
 * <p>Several rows are asked for at once and leave in their order. Answers are remembered for a while. A row with NULL in a column of
 * the path is not asked for, and gets NULLs. After a failure of the job a row may be asked for again, so the service should only be
 * read. A preview asks the service too.
 */
@Kind(id = "operator.http", title = "HTTP lookup", group = Group.CODE, icon = "http",
        summary = "Adds to each row what a service answers over HTTP")
public record HttpEnrichment(
        @Setting(label = "Service", help = HttpService.HELP) String service,
        @Setting(label = "Path", help = "Behind the address, with columns in braces, such as /customers/{id}?lang={lang}; values are encoded") String path,
        @Setting(label = "Columns to add", atLeastOne = true, help = "Fields of the JSON object that the service answers, by their names there") List<Added> columns,
        @Setting(label = "Not found", preset = "empty", help = "Where the service answers 404. Empty: the added columns are NULL. Failed: the row failed") Missing missing,
        @Setting(label = "Remember", preset = "10000", min = 0, max = 1_000_000, help = "How many answers each copy of the node keeps; 0: none") long cacheRows,
        @Setting(label = "Remember for", preset = "10 min", help = "After this long the service is asked again") PositiveDuration cacheFor,
        @Setting(label = "Requests at once", preset = "8", min = 1, max = 100, help = "Of each copy of the node") long requests,
        @Setting(label = "Give up a request after", preset = "5 s") PositiveDuration timeout,
        @Setting(label = "Tries", preset = "3", min = 1, max = 20, help = "When the service cannot be reached, is too slow or answers 5xx or 429") long tries,
        @Setting(label = "Pause after failures", preset = "20", min = 1, max = 10_000, help = "After so many failed rows one after another the service is left alone")
        long breakAfter,
        @Setting(label = "Pause for", preset = "30 s", help = "So long rows fail at once; then one is tried") PositiveDuration breakFor,
        @Setting(label = "When all fail", preset = "aside", help = "Aside: the row leaves by a second output with the reason. Stop: the job fails and begins again")
        Failure failure) implements SplitOperator {

    static final HttpEnrichment EXAMPLE = new HttpEnrichment("crm", "/customers/{id}", List.of(Added.EXAMPLE), Missing.EMPTY, 10_000,
            PositiveDuration.of("10 min"), 8, PositiveDuration.of("5 s"), 3, 20, PositiveDuration.of("30 s"), Failure.ASIDE);
    static final String FAILED = "failed";
    private static final Port FOUND = Port.output("out", "Rows");

    public enum Missing { EMPTY, FAILED }

    public enum Failure { ASIDE, STOP }

    public record Added(@Setting(label = "Name") String name, @Setting(label = "Type") LogicalType type) {
        static final Added EXAMPLE = new Added("name", LogicalType.STRING);
    }

    @Override public List<Port> outputs() {
        return failure == Failure.STOP ? List.of(FOUND) : List.of(FOUND, new Port(FAILED, "Failed", false, Port.Role.REJECTED));
    }

    @Override public SequencedMap<String, Schema> infer(Schema in, Scope at) {
        HttpService.check(service, at);
        at.needsAppend(in, "A service is asked once for each row, so an earlier answer could not be taken back", "Put this before what changes rows");
        checkPath(in, at);
        var schemas = new LinkedHashMap<String, Schema>();
        output(in, at).ifPresent(out -> schemas.put("out", out));
        if (failure == Failure.ASIDE) {
            if (in.column(Lookup.REASON).isPresent()) {
                at.error(Code.DUPLICATE_COLUMN, "failure", "The input has a column '" + Lookup.REASON + "' already, which failed rows need for theirs",
                        "Rename it in a Map before this, or choose stop");
            } else {
                schemas.put(FAILED, Lookup.failed(in));
            }
        }
        return schemas;
    }

    private void checkPath(Schema in, Scope at) {
        if (path.isEmpty()) {
            return;
        }
        List<Part> parts;
        try {
            parts = PathTemplate.parse(path);
        } catch (IllegalArgumentException e) {
            at.error(Code.BAD_SETTING, "path", e.getMessage(), "Write it like /customers/{id}?lang={lang}; the address stands where Millrace is started");
            return;
        }
        at.reads(new Read.InPath("path", in));
        for (Part part : parts) {
            if (part instanceof Part.Value(String name)) {
                at.column("path", name, in).filter(c -> !fits(c.type())).ifPresent(c -> at.error(Code.TYPE_MISMATCH, "path",
                        "'" + c.name() + "' is " + c.type() + ", which cannot stand in a path", "Make a text or a whole number of it in a Map before this"));
            }
        }
    }

    private static boolean fits(LogicalType type) {
        return type.equals(LogicalType.STRING) || type.equals(LogicalType.INT) || type.equals(LogicalType.BIGINT) || type.equals(LogicalType.BOOLEAN);
    }

    private Optional<Schema> output(Schema in, Scope at) {
        var all = new ArrayList<>(in.columns());
        var taken = new HashSet<>(in.names());
        boolean apart = true;
        for (int i = 0; i < columns.size(); i++) {
            String name = columns.get(i).name();
            if (name.isEmpty()) {
                continue;
            }
            at.reads(new Read.OfField("columns[" + i + "].name", name));
            if (at.isNew("columns[" + i + "].name", name, taken, "Rename the column of the row in a Map before this, or leave this one out")) {
                all.add(Column.of(name, columns.get(i).type()));
            } else {
                apart = false;
            }
        }
        return apart ? Optional.of(new Schema(all, in.eventTime(), List.of(), in.changelog())) : Optional.empty();
    }

    @Override public SequencedMap<String, Rel> lower(Rel in, Scope at) {
        var lookup = new HttpLookup(in, service, PathTemplate.parse(path), columns.stream().map(Added::name).toList(), missing == Missing.EMPTY,
                new Lookup.Remembering(cacheRows, cacheFor.value(), true),
                new Lookup.Asking((int) requests, timeout.value(), (int) tries, failure == Failure.STOP),
                new HttpLookup.Breaker((int) breakAfter, breakFor.value()), output(in.schema(), at).orElseThrow());
        var outputs = new LinkedHashMap<String, Rel>();
        outputs.put("out", lookup);
        if (failure == Failure.ASIDE) {
            outputs.put(FAILED, new HttpLookup.Failed(lookup));
        }
        return outputs;
    }

    @Override public String glimpse() {
        return service + path.strip();
    }
}
