package dev.millrace.kind.source;

import dev.millrace.kind.Group;
import dev.millrace.kind.Kind;
import dev.millrace.kind.OwnColumn;
import dev.millrace.kind.Port;
import dev.millrace.kind.Scope;
import dev.millrace.kind.Setting;
import dev.millrace.kind.Shape;
import dev.millrace.kind.Source;
import dev.millrace.kind.fragment.Ends;
import dev.millrace.rel.Rel;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where rows come into a fragment. It says which columns the fragment needs; where the fragment is used, the input must have them. While the
 * fragment itself is drawn, rows typed by hand come in, so that its preview shows what it does.
 *
 * <pre>
 *   drawn   [ input: orders (id, amount) ] ──▶ rows by hand
 *   used    … ──▶ orders  id, amount, note ──▶ id, amount, note    other columns pass, or are left out
 * </pre>
 */
@Kind(id = Ends.INPUT, title = "Fragment input", group = Group.FRAGMENTS, icon = "fragment-input",
        summary = "A named way into this pipeline, for others that use it as a fragment")
public record FragmentInput(
        @Setting(label = "Name", help = "Names the port of the node that uses the fragment") String name,
        @Setting(label = "Columns", atLeastOne = true, help = "What the fragment needs") List<KafkaSource.DeclaredColumn> columns,
        @Setting(label = "Event time", help = "The column that must be the event time, if the fragment needs one") Optional<OwnColumn> eventTime,
        @Setting(label = "Other columns", preset = "pass", help = "What becomes of columns that the fragment does not ask for") Others others,
        @Setting(label = "Example rows", multiline = true, help = "A JSON list of objects that come in while this is drawn, such as [{\"id\": 1}]") String rows)
        implements Source {

    static final FragmentInput EXAMPLE = new FragmentInput("orders",
            List.of(new KafkaSource.DeclaredColumn("id", new LogicalType.BigInt(), false), new KafkaSource.DeclaredColumn("amount", new LogicalType.Decimal(10, 2), false)),
            Optional.empty(), Others.PASS, "[{\"id\": 1, \"amount\": 9.99}, {\"id\": 2, \"amount\": 120.00}]");
    private static final List<Port> ROWS = List.of(Port.output(OUT, "Rows"));

    /** What becomes of columns that the fragment does not ask for. */
    public enum Others { PASS, DROP }

    /** Its rows are checked while they are typed, and where it is used they are the using drawing's: none are bad. */
    @Override public List<Port> outputs() {
        return ROWS;
    }

    @Override public Optional<Schema> infer(Scope at) {
        Ends.checkName(name, at);
        Schema schema = declared(at);
        RowsByHand.check(rows, schema, at);
        return Optional.of(schema);
    }

    private Schema declared(Scope at) {
        return new Declared(at).columns(columns).schema(eventTime);
    }

    @Override public Rel.Scan lower(Scope at) {
        return new Rel.ValuesScan(RowsByHand.read(rows, at), declared(at), Duration.ZERO);
    }

    /** What stands in its place where the fragment is used. */
    public Shape entry() {
        return new FragmentEntry(this);
    }

    @Override public String glimpse() {
        return columns.stream().map(KafkaSource.DeclaredColumn::name).reduce((a, b) -> a + ", " + b).orElse("no columns");
    }
}
