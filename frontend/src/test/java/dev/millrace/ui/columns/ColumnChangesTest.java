package dev.millrace.ui.columns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.kind.NodeKind;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.Settings;
import dev.millrace.schema.LogicalType;
import dev.millrace.server.columns.Proposal;
import dev.millrace.server.columns.Proposal.Proposed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/** What taking a proposal does to a source, and how it is told before. */
class ColumnChangesTest {
    private static final NodeKinds KINDS = NodeKinds.shipped();

    private static ColumnTarget target(String kind) {
        return ColumnTarget.of(KINDS.find(kind).orElseThrow()).orElseThrow();
    }

    private static Proposed column(String name, LogicalType type, boolean nullable, Double declaredFits) {
        return new Proposed(name, type, nullable, Optional.empty(), List.of(), Optional.ofNullable(declaredFits), "");
    }

    private static Proposal proposal(boolean whole, List<String> key, Proposed... columns) {
        return new Proposal("here", 0, 0, List.of(columns), Optional.of("ts"), key, whole, List.of());
    }

    private static Map<String, Object> entry(String name, String type) {
        return Map.of("name", name, "type", type);
    }

    @Test
    void samplesAddAndKeepAndNothingDeclaredIsLost() {
        Settings now = Settings.of("topic", "t", "columns", List.of(entry("id", "INT"), entry("price", "DECIMAL(10, 2)"), entry("rare", "STRING")));
        Proposal found = proposal(false, List.of(), column("ts", LogicalType.TIMESTAMP, false, null), column("price", LogicalType.DOUBLE, false, 1.0),
                column("id", LogicalType.BIGINT, false, 0.5));
        var changes = ColumnChanges.of(target("source.kafka"), now, found, ColumnChoice.of(found, target("source.kafka").declared(now)), false);
        assertThat(changes.words()).containsExactly("Adds ts TIMESTAMP(3)", "Changes id from INT to BIGINT", "Sets Event time to ts");
        assertThat(changes.settings()).isEqualTo(Map.of("eventTime", "ts", "columns",
                List.of(entry("id", "BIGINT"), entry("price", "DECIMAL(10, 2)"), entry("rare", "STRING"), entry("ts", "TIMESTAMP(3)"))));
    }

    @Test
    void aSchemaIsAllThereIs() {
        Settings now = Settings.of("columns", List.of(entry("old", "INT")), "eventTime", "old");
        Proposal found = proposal(true, List.of("id"), column("id", LogicalType.BIGINT, false, null), column("name", LogicalType.STRING, true, null));
        List<ColumnChoice> lines = ColumnChoice.of(found, target("source.kafka-upsert").declared(now));
        assertThat(lines).extracting(ColumnChoice::name, ColumnChoice::take, ColumnChoice::required).containsExactly(
                Tuple.tuple("id", true, true), Tuple.tuple("name", true, false), Tuple.tuple("old", false, false));
        var changes = ColumnChanges.of(target("source.kafka-upsert"), now, found, lines, false);
        assertThat(changes.words()).containsExactly("Adds id BIGINT, name STRING", "Removes old", "Sets Key columns to id");
        assertThat(changes.settings()).isEqualTo(Map.of("key", List.of("id"), "columns", List.of(Map.of("name", "id", "type", "BIGINT", "required", true), entry("name", "STRING"))));
    }

    @Test
    void whatIsAsDeclaredChangesNothing() {
        Settings now = Settings.of("columns", List.of(entry("id", "BIGINT")), "eventTime", "x");
        Proposal found = proposal(false, List.of(), column("id", LogicalType.BIGINT, true, 1.0));
        var changes = ColumnChanges.of(target("source.kafka"), now, found, ColumnChoice.of(found, target("source.kafka").declared(now)), false);
        assertThat(changes.words()).isEmpty();
        assertThat(changes.settings()).isEmpty();
    }

    @Test
    void fieldsThatAreFoundByTheirOrderTakeThatOfTheProposal() {
        Settings now = Settings.of("columns", List.of(entry("b", "STRING"), entry("a", "STRING")), "eventTime", "x");
        Proposal found = proposal(false, List.of(), column("a", LogicalType.STRING, false, 1.0), column("b", LogicalType.STRING, false, 1.0));
        var lines = ColumnChoice.of(found, target("source.kafka").declared(now));
        assertThat(ColumnChanges.of(target("source.kafka"), now, found, lines, true).words()).containsExactly("Changes the order of the columns");
        assertThat(ColumnChanges.of(target("source.kafka"), now, found, lines, false).words()).isEmpty();
    }

    /** Every source whose columns a person declares can read them from somewhere. */
    @Test
    void everySourceWithDeclaredColumnsIsATarget() {
        assertThat(KINDS.all().stream().filter(k -> k.role() == NodeKind.Role.SOURCE && ColumnTarget.of(k).isPresent()).map(NodeKind::id)).containsExactly("source.kafka",
                "source.kafka-upsert", "source.kafka-cdc", "source.values", "source.files", "source.backfill", "source.jdbc", "fragment.input");
        assertThat(target("source.jdbc").table()).isTrue();
        assertThat(target("source.jdbc").topic()).isEmpty();
        assertThat(target("source.kafka-cdc").key().orElseThrow().name()).isEqualTo("key");
    }
}
