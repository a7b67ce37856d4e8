package dev.millrace.kind.source;

import dev.millrace.kind.Delay;
import dev.millrace.kind.Group;
import dev.millrace.kind.Kind;
import dev.millrace.kind.Scope;
import dev.millrace.kind.Setting;
import dev.millrace.kind.Source;
import dev.millrace.rel.Rel;
import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

@Kind(id = "source.demo", title = "Demo stream", group = Group.SOURCES, icon = "demo",
        summary = "Plays built-in events at a chosen rate, for trying without a topic")
public record DemoSource(
        @Setting(label = "Events", preset = "flights", help = "Flights: US flights of 2001, up to 6 h out of order. Bids: auction bids as in Nexmark")
        Dataset dataset,
        @Setting(label = "Rows per second", preset = "100", max = 1_000_000, help = "0 plays as fast as possible") long rowsPerSecond,
        @Setting(label = "Stop after", preset = "0", help = "Number of rows; 0 plays without end") long limit,
        @Setting(label = "Broken record every", preset = "0", help = "Makes every n-th record unreadable, to see where it goes; 0 breaks none")
        long malformedEvery,
        @Setting(label = "Out of order by up to", preset = "6 h",
                help = "How long to wait for events that come late: the watermark stays this far behind the newest event time")
        Delay watermarkDelay) implements Source {

    static final DemoSource EXAMPLE = new DemoSource(Dataset.FLIGHTS, 100, 0, 0, Delay.of("6 h"));

    /** The built-in event sets; their columns are fixed. */
    public enum Dataset {
        FLIGHTS(Schema.of(Column.of("id", LogicalType.BIGINT), Column.of("ts", LogicalType.TIMESTAMP), Column.of("delay", LogicalType.BIGINT),
                Column.of("distance", LogicalType.BIGINT), Column.of("origin", LogicalType.STRING),
                Column.of("destination", LogicalType.STRING)).withEventTime("ts")),
        BIDS(Schema.of(Column.of("auction", LogicalType.BIGINT), Column.of("bidder", LogicalType.BIGINT),
                Column.of("price", LogicalType.BIGINT), Column.of("channel", LogicalType.STRING), Column.of("url", LogicalType.STRING),
                Column.of("dateTime", LogicalType.TIMESTAMP), Column.of("extra", LogicalType.STRING)).withEventTime("dateTime"));

        private final Schema schema;

        Dataset(Schema schema) {
            this.schema = schema;
        }
    }

    @Override public Optional<Schema> infer(Scope at) {
        return Optional.of(dataset.schema);
    }

    @Override public Rel.Scan lower(Scope at) {
        return new Rel.DemoScan(dataset.name().toLowerCase(Locale.ROOT), dataset.schema, watermarkDelay.value(), rowsPerSecond, limit,
                malformedEvery);
    }

    @Override public void checkBatch(Map<String, Schema> outputs, Scope at) {
        if (limit == 0) {
            at.needsEnd("limit", "The demo stream has no end", "Stop after some rows, or run the pipeline in streaming mode");
        }
    }

    @Override public String glimpse() {
        return dataset.name().toLowerCase(Locale.ROOT) + (rowsPerSecond == 0 ? ", as fast as possible" : ", " + rowsPerSecond + " rows/s");
    }
}
