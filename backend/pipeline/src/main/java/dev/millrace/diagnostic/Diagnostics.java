package dev.millrace.diagnostic;

import dev.millrace.pipeline.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** An ordered list of diagnostics. Immutable; passes collect into a {@link Collector}. */
public record Diagnostics(List<Diagnostic> all) {
    public static final Diagnostics NONE = new Diagnostics(List.of());

    public Diagnostics {
        all = List.copyOf(all);
    }

    public boolean hasErrors() {
        return all.stream().anyMatch(d -> d.severity() == Severity.ERROR);
    }

    public Stream<Diagnostic> at(NodeId node) {
        return all.stream().filter(d -> d.at().nodeOf().filter(node::equals).isPresent());
    }

    public boolean hasErrors(NodeId node) {
        return at(node).anyMatch(d -> d.severity() == Severity.ERROR);
    }

    public Diagnostics plus(Diagnostics more) {
        var both = new ArrayList<>(all);
        both.addAll(more.all);
        return new Diagnostics(both);
    }

    /** Collects while a pass walks; not thread-safe. */
    public static final class Collector {
        private final List<Diagnostic> found = new ArrayList<>();

        public void add(Diagnostic diagnostic) {
            found.add(diagnostic);
        }

        public void error(Diagnostic.Code code, Location at, String message, String hint) {
            add(new Diagnostic(code, Severity.ERROR, at, message, hint));
        }

        public void warning(Diagnostic.Code code, Location at, String message, String hint) {
            add(new Diagnostic(code, Severity.WARNING, at, message, hint));
        }

        public Diagnostics done() {
            return new Diagnostics(found);
        }
    }
}
