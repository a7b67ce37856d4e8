package dev.millrace.server.templates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.rel.Rel;
import dev.millrace.rel.Topic;
import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import dev.millrace.server.columns.Columns;
import dev.millrace.server.columns.Pasted;
import dev.millrace.server.columns.Proposal;
import dev.millrace.server.columns.ProposalRefused;
import dev.millrace.server.columns.RecordTrial;
import dev.millrace.server.outside.OutsideUnavailable;
import dev.millrace.server.outside.SchemaRegistries;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How the records of somebody's topic are found to be written. */
class OwnTopicsTest {
    private static final Topic ORDERS = new Topic(Topic.DEFAULT_CLUSTER, "orders");
    private static final Schema WANTED = Schema.of(List.of(Column.of("id", LogicalType.BIGINT)));

    private final List<Rel.Format> asked = new ArrayList<>();

    private OwnTopics own(Map<String, List<String>> subjects, List<Rel.Format> readable) {
        return new OwnTopics(new Reading(readable), null, new Registries(subjects), List.of(Topic.DEFAULT_CLUSTER));
    }

    private static Rel.Format avro(String registry) {
        return new Rel.Format.Avro(Optional.empty(), Optional.of(registry));
    }

    /** Proposes one column where it can read the format. */
    private final class Reading implements Columns {
        private final List<Rel.Format> readable;

        Reading(List<Rel.Format> readable) {
            this.readable = readable;
        }

        @Override public Proposal ofTopic(Topic topic, Rel.Format format, List<Column> declared) {
            asked.add(format);
            if (!readable.contains(format)) {
                throw new ProposalRefused("None can be read as " + format);
            }
            return new Proposal("some records", 3, 0, List.of(new Proposal.Proposed("id", LogicalType.BIGINT, false, Optional.empty(), List.of(), Optional.of(0.5), "")), Optional.empty(),
                    List.of(), true, List.of());
        }

        @Override public Optional<Proposal> ofRecords(String from, Rel.Format format, List<RecordTrial.Entry> records) {
            throw new UnsupportedOperationException();
        }

        @Override public Proposal ofSamples(Pasted pasted, List<Column> declared) {
            throw new UnsupportedOperationException();
        }

        @Override public Proposal ofSchema(String text) {
            throw new UnsupportedOperationException();
        }

        @Override public Proposal ofSubject(String registry, String subject, String version) {
            throw new UnsupportedOperationException();
        }

        @Override public Proposal ofTable(String database, String table) {
            throw new UnsupportedOperationException();
        }
    }

    /** One that has no list of subjects does not answer. */
    private record Registries(Map<String, List<String>> known) implements SchemaRegistries {
        @Override public List<String> names() {
            return known.keySet().stream().sorted().toList();
        }

        @Override public List<String> subjects(String registry) {
            if (known.get(registry).isEmpty()) {
                throw new OutsideUnavailable("It does not answer", null);
            }
            return known.get(registry);
        }

        @Override public List<Integer> versions(String registry, String subject) {
            throw new UnsupportedOperationException();
        }

        @Override public Registered schema(String registry, String subject, String version) {
            throw new UnsupportedOperationException();
        }

        @Override public Registered schema(String registry, int id) {
            throw new UnsupportedOperationException();
        }
    }

    @Test void jsonIsLookedForFirst() {
        OwnTopics own = own(Map.of("main", List.of("orders-value")), List.of(new Rel.Format.Json(), avro("main")));
        OwnTopics.Found found = own.look(WANTED, ORDERS);
        assertThat(found.registry()).isEmpty();
        assertThat(found.proposed()).containsEntry("id", Optional.of("id"));
        assertThat(asked).containsExactly(new Rel.Format.Json());
        assertThat(own.formats()).isEqualTo("JSON or Avro");
        assertThat(own(Map.of(), List.of()).formats()).isEqualTo("JSON");
    }

    @Test void elseTheRegistryThatKnowsTheTopic() {
        OwnTopics own = own(Map.of("a", List.of("others-value"), "b", List.of(), "c", List.of("orders-value")), List.of(avro("a"), avro("c")));
        assertThat(own.look(WANTED, ORDERS).registry()).contains("c");
        asked.clear();
        assertThat(own.fits(ORDERS, Optional.of("c"), WANTED.columns())).containsEntry("id", 0.5);
        assertThat(asked).containsExactly(avro("c"));
    }

    @Test void elseTheOneThatCanReadThem() {
        assertThat(own(Map.of("a", List.of("x-value"), "b", List.of("y-value")), List.of(avro("b"))).look(WANTED, ORDERS).registry()).contains("b");
    }

    @Test void whereNothingCanReadThemThatOfJsonIsSaid() {
        OwnTopics own = own(Map.of("a", List.of("orders-value")), List.of());
        assertThatThrownBy(() -> own.look(WANTED, ORDERS)).isInstanceOf(ProposalRefused.class).hasMessageContaining("Json");
    }
}
