package dev.millrace.kind.sink;

import dev.millrace.kind.Group;
import dev.millrace.kind.Kind;
import dev.millrace.kind.Scope;
import dev.millrace.kind.Setting;
import dev.millrace.kind.Sink;
import dev.millrace.kind.fragment.Ends;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Write;
import dev.millrace.schema.Schema;

/** Where rows leave a fragment. While the fragment itself is drawn they go nowhere; its preview shows them. */
@Kind(id = Ends.OUTPUT, title = "Fragment output", group = Group.FRAGMENTS, icon = "fragment-output",
        summary = "A named way out of this pipeline, for others that use it as a fragment")
public record FragmentOutput(@Setting(label = "Name", help = "Names the port of the node that uses the fragment") String name) implements Sink {

    static final FragmentOutput EXAMPLE = new FragmentOutput("large-orders");

    @Override public void check(Schema in, Scope at) {
        Ends.checkName(name, at);
    }

    @Override public Write lower(Rel in, Scope at) {
        return new Write.Discard(in);
    }

    @Override public String glimpse() {
        return "leaves as " + name;
    }
}
