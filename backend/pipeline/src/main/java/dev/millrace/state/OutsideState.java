package dev.millrace.state;

import dev.millrace.rel.Rel;
import dev.millrace.rel.Topic;
import dev.millrace.rel.Write;
import dev.millrace.state.Trait.Weight;
import java.util.List;

/** What sources and sinks keep: how far they have read, and what is written but not yet visible. */
final class OutsideState {
    private final List<Part> parts;

    OutsideState(List<Part> parts) {
        this.parts = parts;
    }

    void add(Rel.Scan scan) {
        switch (scan) {
            case Rel.KafkaScan k -> part("how far it has read", kafka(k), topics(k), start(k), reading(k.eventTimeDelay() + " " + k.idleness() + k.format()));
            case Rel.BackfillScan b -> part("how far it has read", new Trait("What it reads", Weight.FORM, "files, then a topic"),
                    new Trait("Its folder", Weight.MEANING, b.files().folder()), topics(b.topic()), start(b.topic()),
                    new Trait("The form of its files", Weight.MEANING, b.files().format().toString()), new Trait("Where the topic takes over", Weight.MEANING, b.takeOver().toString()));
            case Rel.FilesScan f -> part("how far it has read", new Trait("What it reads", Weight.FORM, f.watch().isPresent() ? "files, also new ones" : "files"),
                    new Trait("Its folder", Weight.MEANING, f.folder()), new Trait("The form of its files", Weight.MEANING, f.format().toString()));
            case Rel.ValuesScan v -> part("how far it has read", new Trait("What it reads", Weight.FORM, "rows typed by hand"),
                    new Trait("Its rows", Weight.MEANING, v.rows().size() + " rows: " + String.join(", ", v.rows())));
            case Rel.TableScan t -> part("how far it has read", new Trait("What it reads", Weight.FORM, "a table"),
                    new Trait("Its table", Weight.MEANING, t.database() + "." + String.join(".", t.table())),
                    new Trait("How the table is read", Weight.MEANING, t.key() + " " + t.splitBy() + " " + t.parts()));
            case Rel.DemoScan d -> part("how far it has come", new Trait("What it reads", Weight.FORM, "made events"),
                    new Trait("Its events", Weight.MEANING, d.dataset()), new Trait("Where it stops", Weight.MEANING, Long.toString(d.limit())),
                    new Trait("Its pace", Weight.NOTE, d.rowsPerSecond() + " rows a second"));
        }
    }

    private static Trait kafka(Rel.KafkaScan scan) {
        return new Trait("What it reads", Weight.FORM, scan.bounded() ? "topics until their end" : "topics");
    }

    /** Flink goes on with the partitions it had, whatever the setting says now. */
    private static Trait topics(Rel.KafkaScan scan) {
        return new Trait("Its topic", Weight.MEANING, named(scan.cluster(), scan.pattern().map(p -> "all like " + p).orElse(String.join(", ", scan.topics()))));
    }

    private static String named(String cluster, String topics) {
        return topics + Topic.on(cluster);
    }

    private static Trait start(Rel.KafkaScan scan) {
        return new Trait("Where it begins without state (it goes on where it stopped)", Weight.NOTE, switch (scan.start()) {
            case Rel.StartFrom.Earliest e -> "earliest";
            case Rel.StartFrom.Latest l -> "latest";
            case Rel.StartFrom.Timestamp t -> t.at().toString();
            case Rel.StartFrom.Committed c -> "what " + c.group() + " has committed";
        });
    }

    private static Trait reading(String how) {
        return new Trait("How records are read from here on", Weight.NOTE, how);
    }

    /** Only sinks that show rows later keep something. */
    void add(Write write) {
        switch (write) {
            case Write.KafkaWrite k when k.delivery() == Write.Delivery.EXACTLY_ONCE -> transactions(k.topic());
            case Write.KafkaUpsert k when k.delivery() == Write.Delivery.EXACTLY_ONCE -> transactions(k.topic());
            case Write.FilesWrite f -> part("files that are not finished", new Trait("Its folder", Weight.MEANING, f.folder()),
                    new Trait("The form of its files", Weight.MEANING, f.format().toString()));
            case Write.KafkaWrite k -> { }
            case Write.KafkaUpsert k -> { }
            case Write.Discard d -> { }
            case Write.JdbcWrite j -> { }
            case Write.LogWrite l -> { }
            case Write.HttpWrite h -> { }
        }
    }

    private void transactions(Topic topic) {
        part("records that are written but not yet committed", new Trait("What it writes", Weight.FORM, "transactions"), new Trait("Its topic", Weight.NOTE, named(topic.cluster(), topic.name())));
    }

    private void part(String what, Trait... traits) {
        parts.add(new Part(what, List.of(), List.of(traits), false));
    }
}
