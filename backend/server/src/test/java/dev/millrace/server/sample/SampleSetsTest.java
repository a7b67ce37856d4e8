package dev.millrace.server.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.millrace.pipeline.NodeId;
import dev.millrace.server.TestDatabase;
import dev.millrace.server.design.PipelineId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Samples that are kept, on a real PostgreSQL. */
class SampleSetsTest {
    private static final NodeId ORDERS = new NodeId("orders");
    private static final NodeId PRICES = new NodeId("prices");
    private final HikariDataSource database = TestDatabase.fresh();
    private final JdbcClient jdbc = JdbcClient.create(database);
    private final SampleSets sets = new StoredSampleSets(jdbc);
    private final PipelineId pipeline = pipeline();

    @AfterEach void close() {
        database.close();
    }

    private PipelineId pipeline() {
        var id = PipelineId.random();
        jdbc.sql("""
                with p as (insert into pipeline (id, owner, head) values (:id, 'ann', 1))
                insert into pipeline_revision (pipeline, number, document, author, summary) values (:id, 1, '', 'ann', '')
                """).param("id", id.value()).update();
        return id;
    }

    private static Map<NodeId, SourceSample> rows(String... rows) {
        return Map.of(ORDERS, new SourceSample.Rows(List.of(rows).stream().map(SourceSample.Row::of).toList()));
    }

    @Test void whatIsKeptComesBackToTheByte() {
        byte[] unreadable = {(byte) 0xff, 0, 10};
        var records = List.of(new SampleRecord("prices", 3, 17, Instant.ofEpochMilli(1_700_000_000_123L), null, unreadable,
                        List.of(new SampleRecord.Header("trace", unreadable), new SampleRecord.Header("trace", null))),
                new SampleRecord("prices", 0, 18, Instant.EPOCH, new byte[0], null, List.of()));
        SampleSet.Summary saved = sets.save(pipeline, " Black Friday ", Map.of(ORDERS, new SourceSample.Rows(List.of(SourceSample.Row.of("{\"a\":1}"),
                new SourceSample.Row("-D", "{\"a\":\"\\u0000\"}"))), PRICES, new SourceSample.Records(records)), "ann");
        assertThat(saved).extracting(SampleSet.Summary::name, SampleSet.Summary::rows, SampleSet.Summary::savedBy).containsExactly("Black Friday", 4, "ann");
        SampleSet opened = sets.open(pipeline, saved.id());
        assertThat(opened.sources().get(ORDERS)).isEqualTo(new SourceSample.Rows(List.of(SourceSample.Row.of("{\"a\":1}"), new SourceSample.Row("-D", "{\"a\":\"\\u0000\"}"))));
        var back = ((SourceSample.Records) opened.sources().get(PRICES)).records();
        assertThat(back).usingRecursiveComparison().isEqualTo(records);
        assertThat(sets.list(pipeline)).containsExactly(saved);
    }

    @Test void setsAreRenamedAndDeletedWithinTheirPipeline() {
        UUID first = sets.save(pipeline, "first", rows("{}"), "ann").id();
        sets.save(pipeline, "second", rows("{}", "{}"), "ben");
        PipelineId other = pipeline();
        sets.save(other, "first", rows("{}"), "ben");
        sets.rename(pipeline, first, "Last");
        assertThat(sets.list(pipeline)).extracting(SampleSet.Summary::name).containsExactly("Last", "second");
        assertThatThrownBy(() -> sets.rename(pipeline, first, "second")).isInstanceOf(SampleRefused.class).hasMessageContaining("already");
        assertThatThrownBy(() -> sets.rename(other, first, "mine")).isInstanceOf(SampleRefused.class).hasMessageContaining("no longer");
        assertThatThrownBy(() -> sets.delete(other, first)).isInstanceOf(SampleRefused.class);
        assertThatThrownBy(() -> sets.open(other, first)).isInstanceOf(SampleRefused.class);
        sets.delete(pipeline, first);
        assertThatThrownBy(() -> sets.open(pipeline, first)).isInstanceOf(SampleRefused.class).hasMessageContaining("no longer");
        assertThat(sets.list(pipeline)).hasSize(1);
    }

    @Test void whatCannotBeKeptIsSaid() {
        assertThatThrownBy(() -> sets.save(pipeline, "none", Map.of(ORDERS, new SourceSample.First(5)), "ann")).hasMessageContaining("no rows");
        assertThatThrownBy(() -> sets.save(pipeline, " ", rows("{}"), "ann")).hasMessageContaining("1 to 100");
        assertThatThrownBy(() -> sets.save(pipeline, "x".repeat(101), rows("{}"), "ann")).hasMessageContaining("1 to 100");
        assertThatThrownBy(() -> sets.save(pipeline, "large", rows("x".repeat(SampleSets.LARGEST)), "ann")).hasMessageContaining("too large");
        assertThatThrownBy(() -> sets.save(PipelineId.random(), "lost", rows("{}"), "ann")).hasMessageContaining("no such pipeline");
        for (int i = 0; i < SampleSets.MOST; i++) {
            sets.save(pipeline, "set " + i, rows("{}"), "ann");
        }
        assertThatThrownBy(() -> sets.save(pipeline, "one more", rows("{}"), "ann")).hasMessageContaining("delete one first");
    }
}
