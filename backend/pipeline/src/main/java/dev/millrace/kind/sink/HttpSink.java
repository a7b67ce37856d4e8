package dev.millrace.kind.sink;

import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.kind.Group;
import dev.millrace.kind.HttpService;
import dev.millrace.kind.Kind;
import dev.millrace.kind.PositiveDuration;
import dev.millrace.kind.Scope;
import dev.millrace.kind.Setting;
import dev.millrace.kind.Sink;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Write;
import dev.millrace.schema.Durations;
import dev.millrace.schema.Schema;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Sends rows as JSON to a service, such as a webhook, and waits for its answer. The address and the secrets of the service are not
 * in the pipeline: they are set up under a name where Millrace is started.
 *
 * <pre>
 *   rows ──▶ POST {"id":1}            2xx: taken
 *                                     5xx, 429, no answer: again after a wait; all tries fail: the job begins again
 *                                     other 4xx: the row is refused; the job stops, or the row is dropped and counted
 * </pre>
 *
 * <p>Each row arrives at least once: after a failure, those since the last checkpoint come again.
 */
@Kind(id = "sink.http", title = "HTTP sink", group = Group.SINKS, icon = "http",
        summary = "Sends rows as JSON to a service over HTTP, each at least once")
public record HttpSink(
        @Setting(label = "Service", help = HttpService.HELP) String service,
        @Setting(label = "Method", preset = "post") Method method,
        @Setting(label = "Rows in a request", preset = "1", min = 1, max = 10_000, help = "1 sends each row as an object; more send arrays, not later than at the next checkpoint")
        long together,
        @Setting(label = "Give up a request after", preset = "10 s") PositiveDuration timeout,
        @Setting(label = "Tries", preset = "5", min = 1, max = 20, help = "When the service cannot be reached, is too slow or answers 5xx or 429") long tries,
        @Setting(label = "First wait", preset = "500 ms", help = "Before the second try; doubled before each further one, up to 10 s") PositiveDuration firstWait,
        @Setting(label = "When rows are refused", preset = "stop", help = "Stop: the job fails with what the service says. Drop: the rows are counted and left out")
        Refusal refused) implements Sink {

    static final HttpSink EXAMPLE = new HttpSink("alerts", Method.POST, 1, PositiveDuration.of("10 s"), 5, PositiveDuration.of("500 ms"), Refusal.STOP);
    /** A checkpoint that takes 10 minutes is given up. */
    private static final Duration LONGEST = Duration.ofMinutes(8);

    public enum Method { POST, PUT }

    /** What becomes of rows that the service does not take. */
    public enum Refusal { STOP, DROP }

    @Override public void check(Schema in, Scope at) {
        HttpService.check(service, at);
        at.needsAppend(in, "A row that was sent cannot be taken back", "Put Changes to rows before this, which sends each change with its kind");
        if (at.isGiven("tries") && timeout.value().compareTo(LONGEST.dividedBy(tries)) > 0) {
            at.error(Code.BAD_SETTING, "timeout", tries + " tries of " + timeout + " can take longer than a checkpoint, which waits for them",
                    "Make it at most " + Durations.write(LONGEST) + " for all tries together");
        }
    }

    @Override public Optional<Twice> twice() {
        return Optional.of(new Twice("sends rows to a service, which cannot take a request back: after a failure it gets some twice",
                "Write to a Kafka sink, and send from its topic in a pipeline of its own; or switch exactly-once off"));
    }

    @Override public Write lower(Rel in, Scope at) {
        return new Write.HttpWrite(in, service, method.name(), (int) together, timeout.value(), (int) tries, firstWait.value(), refused == Refusal.DROP);
    }

    @Override public String glimpse() {
        return method.name().toLowerCase(Locale.ROOT) + " to " + service;
    }
}
