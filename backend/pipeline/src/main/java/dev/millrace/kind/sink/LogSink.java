package dev.millrace.kind.sink;

import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.kind.Group;
import dev.millrace.kind.Kind;
import dev.millrace.kind.Scope;
import dev.millrace.kind.Setting;
import dev.millrace.kind.Sink;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Write;
import dev.millrace.schema.Schema;
import java.util.Optional;

/**
 * Writes rows as JSON to the log of the Flink process that has them, for a look at a running job. Not more than so many a second
 * are written; how many were left out is said in the log.
 *
 * <pre>
 *   +a 1  -a 1  +a 3  …  ──▶  orders: +I {"id":"a","n":1}
 *                             orders: 1423 rows left out, with more than 10 in a second
 * </pre>
 *
 * <p>Each copy of the sink has a limit of its own. Whoever reads the log reads the rows.
 */
@Kind(id = "sink.print", title = "Log", group = Group.SINKS, icon = "commands",
        summary = "Writes some rows a second to Flink's log, and counts the others")
public record LogSink(
        @Setting(label = "Label", preset = "rows", help = "Stands before each row in the log") String label,
        @Setting(label = "Rows a second", preset = "10", min = 1, max = 1_000, help = "More are left out and counted") long perSecond)
        implements Sink {

    static final LogSink EXAMPLE = new LogSink("orders", 10);
    private static final int LONGEST = 80;

    @Override public void check(Schema in, Scope at) {
        if (label.length() > LONGEST || label.chars().anyMatch(Character::isISOControl)) {
            at.error(Code.BAD_SETTING, "label", "A label has at most " + LONGEST + " characters, in one line", "Choose a shorter one");
        }
    }

    @Override public Optional<Twice> twice() {
        return Optional.of(new Twice("prints rows to a log, which cannot be taken back: after a failure it prints some twice", "Disable the node, or switch exactly-once off"));
    }

    @Override public Write lower(Rel in, Scope at) {
        return new Write.LogWrite(in, label, perSecond);
    }

    @Override public String glimpse() {
        return label + ", at most " + perSecond + " rows/s";
    }
}
