package dev.millrace.server.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.document.DocumentRefused;
import dev.millrace.rel.Topic;
import dev.millrace.server.design.PipelineId;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DashboardDocumentTest {
    private static final String DOCUMENT = """
            millrace-dashboard: 1
            title: Bids
            tiles:
              - id: high
                type: line
                title: High bids
                at: {x: 0, y: 0, w: 6, h: 4}
                source: {topic: bids, cluster: west}
                options: {aggregate: mean, value: price, key: channel, top: 3, window: 15 min, bucket: 30 s, unit: EUR}
              - id: lag
                type: gauge
                title: Lag
                at: {x: 6, y: 0, w: 3, h: 2}
                source: {metric: lag, node: bids}
                options: {min: 1, max: 5.5}
              - id: out
                type: top-n
                title: Rows out
                at: {x: 9, y: 0, w: 3, h: 4}
                source: {rows-of: sink}
                options: {key: $key, table: true}
            """;

    @Test void whatIsReadIsWrittenAgainToTheByte() {
        Dashboard read = DashboardDocument.read(DOCUMENT);
        assertThat(read.tile("high")).hasValueSatisfying(t -> {
            assertThat(t.source()).isEqualTo(new Source.OfTopic(new Topic("west", "bids")));
            assertThat(t.options()).isEqualTo(new Options(Aggregate.MEAN, Optional.of("price"), Optional.of("channel"), false, 3, Duration.ofMinutes(15), Optional.of(Duration.ofSeconds(30)),
                    "EUR", 0, Optional.empty()));
        });
        assertThat(read.tile("lag").orElseThrow().options().max()).contains(5.5);
        String written = DashboardDocument.write(read);
        assertThat(DashboardDocument.read(written)).isEqualTo(read);
        assertThat(DashboardDocument.write(DashboardDocument.read(written))).isEqualTo(written);
    }

    @Test void tilesWithoutAPipelineAreBoundToOneAndFreedAgain() {
        Dashboard read = DashboardDocument.read(DOCUMENT);
        var pipeline = new PipelineId(UUID.randomUUID());
        Dashboard bound = read.boundTo(pipeline);
        assertThat(bound.pipelines()).containsExactly(pipeline);
        assertThat(DashboardDocument.write(bound)).contains("pipeline: " + pipeline);
        assertThat(bound.boundTo(new PipelineId(UUID.randomUUID()))).as("what is bound stays so").isEqualTo(bound);
        assertThat(bound.unbound(pipeline)).isEqualTo(read);
        assertThat(bound.unbound(new PipelineId(UUID.randomUUID())).tiles()).extracting(Tile::id).as("of others no tile").containsExactly("high");
    }

    /** What is put in the place of what, and what is said of it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            millrace-dashboard: 1 | millrace-dashboard: 2 | Line 1, column 21: millrace-dashboard: a whole number from 1 to 1
            title: Bids | title: '' | title: it is missing
            title: Bids | title: 7 | title: it must be a text
            title: Bids | headline: Bids | title: it is missing
            id: lag | id: high | tiles[1].id: another tile is called 'high' already
            id: lag | id: ../lag | tiles[1].id: '../lag' is no id
            type: gauge | type: pie | tiles[1].type: 'pie' is not known; it is one of number, gauge, line, bar, top-n, heat-map
            x: 6, y: 0, w: 3 | x: 6, y: 0, w: 7 | tiles[1].at.w: x and w together reach beyond column 12
            x: 6, y: 0, w: 3 | x: 1e400, y: 0, w: 3 | tiles[1].at.x: a whole number from 0 to 11
            x: 6, y: 0, w: 3 | x: 1.5, y: 0, w: 3 | tiles[1].at.x: a whole number from 0 to 11
            y: 0, w: 3, h: 2 | y: 0, w: 3, h: 2, z: 1 | tiles[1].at.z: nothing of this name is known here; there is h, w, x, y
            {metric: lag, node: bids} | {metric: lag, topic: bids} | tiles[1].source.metric: a source has exactly one of metric, rows-of and topic
            {metric: lag, node: bids} | {metric: speed} | tiles[1].source.metric: 'speed' is not known; it is one of rows-in
            {metric: lag, node: bids} | {metric: restarts, node: bids} | tiles[1].source.node: nodes have no 'restarts' of their own
            {metric: lag, node: bids} | {metric: lag, pipeline: nowhere} | tiles[1].source.pipeline: 'nowhere' is no id of a pipeline
            topic: bids, cluster: west | topic: ../etc/passwd | tiles[0].source.topic: '../etc/passwd' is no topic name
            topic: bids, cluster: west | topic: bids, cluster: West! | tiles[0].source.cluster: 'West!' is no name of a Kafka cluster
            window: 15 min | window: 3 day | tiles[0].options.window: it is from 10 s to 1 day, not 3 day
            window: 15 min | window: soon | tiles[0].options.window
            bucket: 30 s | bucket: 1 ms | tiles[0].options.bucket: it is at least 1 s and at most the window
            top: 3 | top: 5000 | tiles[0].options.top: a whole number from 1 to 50
            value: price, key | key | tiles[0].options.value: a column is needed of which 'mean' is taken
            min: 1, max: 5.5 | min: 9, max: 5.5 | tiles[1].options.max: it is more than min
            min: 1, max: 5.5 | key: node | tiles[1].options.key: a metric can have the key 'node'
            min: 1, max: 5.5 | table: maybe | tiles[1].options.table: it is true or false
            key: $key, table: true | table: true | tiles[2].options.key: a top-n needs a key
            title: Lag | title: &a Lag | Anchors ('&a') are not used here
            title: Lag | title: !!java.net.URL Lag | Tags
            """)
    void whatIsWrongIsSaidWithItsPlace(String right, String wrong, String said) {
        assertThat(DOCUMENT).contains(right);
        assertThatThrownBy(() -> DashboardDocument.read(DOCUMENT.replaceFirst(java.util.regex.Pattern.quote(right), java.util.regex.Matcher.quoteReplacement(wrong))))
                .isInstanceOf(DocumentRefused.class).hasMessageContaining(said);
    }

    @Test void nothingIsTooMuch() {
        assertThatThrownBy(() -> DashboardDocument.read("")).isInstanceOf(DocumentRefused.class).hasMessageContaining("There is nothing in it");
        assertThatThrownBy(() -> DashboardDocument.read("[1]")).isInstanceOf(DocumentRefused.class).hasMessageContaining("is a map of names and values");
        assertThatThrownBy(() -> DashboardDocument.read("{".repeat(5_000))).isInstanceOf(DocumentRefused.class);
        assertThatThrownBy(() -> DashboardDocument.read("x".repeat(DashboardDocument.LONGEST + 1))).isInstanceOf(DocumentRefused.class).hasMessageContaining("at most");
        String tile = DOCUMENT.substring(DOCUMENT.indexOf("  - id: lag"), DOCUMENT.indexOf("  - id: out"));
        var many = new StringBuilder("millrace-dashboard: 1\ntitle: Many\ntiles:\n");
        for (int i = 0; i <= Dashboard.MOST_TILES; i++) {
            many.append(tile.replace("id: lag", "id: lag-" + i));
        }
        assertThatThrownBy(() -> DashboardDocument.read(many.toString())).isInstanceOf(DocumentRefused.class).hasMessageContaining("tiles: it has 41 entries; at most 40 are allowed");
        assertThatThrownBy(() -> DashboardDocument.read("{\"millrace-dashboard\":1,\"title\":\"a\\u0000b\"}")).isInstanceOf(DocumentRefused.class).hasMessageContaining("control character");
        assertThat(DashboardDocument.read("{\"millrace-dashboard\": 1, \"title\": \"<script>\", \"tiles\": []}").title()).as("JSON too; words are words").isEqualTo("<script>");
    }

    @Test void aTileSaysWhatItLacks() {
        Tile tile = DashboardDocument.read(DOCUMENT).tile("high").orElseThrow();
        assertThat(DashboardDocument.problem(tile)).isEmpty();
        var without = new Tile(tile.id(), Tile.Type.HEAT_MAP, tile.title(), tile.place(), tile.source(), Options.PRESET);
        assertThat(DashboardDocument.problem(without)).hasValueSatisfying(p -> {
            assertThat(p.field()).isEqualTo("key");
            assertThat(p.why()).startsWith("a heat-map needs a key: ");
        });
    }
}
