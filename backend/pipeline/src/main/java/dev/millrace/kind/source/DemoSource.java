package dev.millrace.kind.source;

import dev.millrace.kind.Delay;
import dev.millrace.kind.Group;
import dev.millrace.kind.Kind;
import dev.millrace.kind.Scope;
import dev.millrace.kind.Setting;
import dev.millrace.kind.Source;
import dev.millrace.rel.Rel;
import dev.millrace.schema.Schema;
import java.util.Map;
import java.util.Optional;

@Kind(id = "source.demo", title = "Demo stream", group = Group.SOURCES, icon = "demo",
        summary = "Plays built-in events at a chosen rate, for trying without a topic")
public record DemoSource(
        @Setting(label = "Events", preset = "flights", help = "Flights are those of the US in 2001, up to 6 h out of order; the others are made up, and the same at every run")
        DemoDataset dataset,
        @Setting(label = "Rows per second", preset = "100", max = 1_000_000, help = "0 plays as fast as possible") long rowsPerSecond,
        @Setting(label = "Stop after", preset = "0", help = "Number of rows; 0 plays without end") long limit,
        @Setting(label = "Broken record every", preset = "0", help = "Makes every n-th record unreadable, to see where it goes; 0 breaks none")
        long malformedEvery,
        @Setting(label = "Out of order by up to", preset = "6 h",
                help = "How long to wait for events that come late: the watermark stays this far behind the newest event time")
        Delay watermarkDelay) implements Source {

    static final DemoSource EXAMPLE = new DemoSource(DemoDataset.FLIGHTS, 100, 0, 0, Delay.of("6 h"));

    @Override public Optional<Schema> infer(Scope at) {
        return Optional.of(dataset.schema());
    }

    @Override public Rel.Scan lower(Scope at) {
        return new Rel.DemoScan(dataset.word(), dataset.schema(), watermarkDelay.value(), rowsPerSecond, limit,
                malformedEvery);
    }

    @Override public void checkBatch(Map<String, Schema> outputs, Scope at) {
        if (limit == 0) {
            at.needsEnd("limit", "The demo stream has no end", "Stop after some rows, or run the pipeline in streaming mode");
        }
    }

    @Override public String glimpse() {
        return dataset.word() + (rowsPerSecond == 0 ? ", as fast as possible" : ", " + rowsPerSecond + " rows/s");
    }
}
