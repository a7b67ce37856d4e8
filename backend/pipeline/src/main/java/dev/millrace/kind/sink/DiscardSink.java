package dev.millrace.kind.sink;

import dev.millrace.kind.Group;
import dev.millrace.kind.Kind;
import dev.millrace.kind.Scope;
import dev.millrace.kind.Sink;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Write;
import dev.millrace.schema.Schema;

/** Counts rows and drops them: for trying, for measuring, and to say that an output is not wanted. */
@Kind(id = "sink.discard", title = "Discard", group = Group.SINKS, icon = "discard", summary = "Counts rows and drops them")
public record DiscardSink() implements Sink {

    static final DiscardSink EXAMPLE = new DiscardSink();

    @Override public void check(Schema in, Scope at) {
        // Takes everything.
    }

    @Override public boolean isRead() {
        return false;
    }

    @Override public Write lower(Rel in, Scope at) {
        return new Write.Discard(in);
    }

    @Override public String glimpse() {
        return "drops all rows";
    }
}
