package dev.millrace.server.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.rel.Topic;
import dev.millrace.server.dashboards.Figures.Line;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AggregationTest {
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:05Z");
    private static final Source ANY = new Source.OfTopic(new Topic("default", "any"));

    private static Query query(Tile.Type type, Aggregate aggregate, String value, String key, boolean table) {
        return new Query(type, ANY, new Options(aggregate, Optional.ofNullable(value), Optional.ofNullable(key), table, 2, Duration.ofSeconds(30), Optional.of(Duration.ofSeconds(10)), "", 0,
                Optional.empty()));
    }

    private static Row row(int secondsAgo, String key, Map<String, Object> columns) {
        return new Row(NOW.minusSeconds(secondsAgo), Optional.ofNullable(key), columns, columns.isEmpty());
    }

    private static List<Line> lines(Query query, Row... rows) {
        return Aggregation.of(query, List.of(rows), NOW, NOW.minusSeconds(30)).lines();
    }

    private static final Row[] PRICES = {row(40, null, Map.of("p", 100.0, "c", "old")), row(24, null, Map.of("p", 1.0, "c", "a")), row(22, null, Map.of("p", 5.0, "c", "b")),
        row(14, null, Map.of("p", "3.5", "c", "a")), row(2, null, Map.of("p", 2.0, "c", "c"))};

    @Test void oneValueOfAllRowsInTheWindow() {
        assertThat(lines(query(Tile.Type.NUMBER, Aggregate.COUNT, null, null, false), PRICES)).containsExactly(new Line("", List.of(4.0)));
        assertThat(lines(query(Tile.Type.NUMBER, Aggregate.SUM, "p", null, false), PRICES)).as("numbers written as text too").containsExactly(new Line("", List.of(11.5)));
        assertThat(lines(query(Tile.Type.NUMBER, Aggregate.MEAN, "p", null, false), PRICES)).containsExactly(new Line("", List.of(2.875)));
        assertThat(lines(query(Tile.Type.NUMBER, Aggregate.MIN, "p", null, false), PRICES)).containsExactly(new Line("", List.of(1.0)));
        assertThat(lines(query(Tile.Type.NUMBER, Aggregate.MAX, "p", null, false), PRICES)).containsExactly(new Line("", List.of(5.0)));
        assertThat(lines(query(Tile.Type.NUMBER, Aggregate.LAST, "p", null, false), PRICES)).containsExactly(new Line("", List.of(2.0)));
        assertThat(lines(query(Tile.Type.NUMBER, Aggregate.COUNT, null, null, false))).as("no rows are none").containsExactly(new Line("", List.of(0.0)));
        assertThat(lines(query(Tile.Type.NUMBER, Aggregate.MEAN, "p", null, false))).containsExactly(new Line("", Arrays.asList((Double) null)));
    }

    @Test void bucketsBeginAtWholeStepsAndThoseBeforeWhatIsKnownAreNotZero() {
        Query query = query(Tile.Type.LINE, Aggregate.COUNT, null, null, false);
        Aggregation.Result result = Aggregation.of(query, List.of(PRICES), NOW, NOW.minusSeconds(30));
        assertThat(result.times()).containsExactly(Instant.parse("2026-11-29T11:59:30Z"), Instant.parse("2026-11-29T11:59:40Z"), Instant.parse("2026-11-29T11:59:50Z"), Instant.parse("2026-11-29T12:00:00Z"));
        assertThat(result.lines()).containsExactly(new Line("", Arrays.asList(null, 2.0, 1.0, 1.0)));
        assertThat(Aggregation.of(query, List.of(PRICES[4]), NOW, NOW.minusSeconds(15)).lines()).containsExactly(new Line("", Arrays.asList(null, null, 0.0, 1.0)));
    }

    @Test void theLargestKeysAreShownAndTheOthersSaid() {
        Aggregation.Result result = Aggregation.of(query(Tile.Type.TOP_N, Aggregate.SUM, "p", "c", false), List.of(PRICES), NOW, NOW);
        assertThat(result.lines()).containsExactly(new Line("b", List.of(5.0)), new Line("a", List.of(4.5)));
        assertThat(result.notes()).containsExactly("2 of 3 shown");
        Aggregation.Result wrong = Aggregation.of(query(Tile.Type.TOP_N, Aggregate.SUM, "p", "c", false),
                List.of(row(1, null, Map.of("p", "much", "c", "a")), row(1, null, Map.of("p", 1.0)), row(1, null, Map.of("p", 7.0, "c", 12.0))), NOW, NOW);
        assertThat(wrong.lines()).containsExactly(new Line("12", List.of(7.0)));
        assertThat(wrong.notes()).containsExactly("1 row left out: 'p' is no number there", "1 row left out: without 'c'");
    }

    @Test void overTimeTheKeysWithMostRowsAreShown() {
        Row[] rows = {row(24, null, Map.of("p", 99.0, "c", "once")), row(23, null, Map.of("p", 1.0, "c", "a")), row(13, null, Map.of("p", 2.0, "c", "a")), row(12, null, Map.of("p", 3.0, "c", "b")),
            row(2, null, Map.of("p", 5.0, "c", "b"))};
        Aggregation.Result result = Aggregation.of(query(Tile.Type.LINE, Aggregate.MEAN, "p", "c", false), List.of(rows), NOW, NOW.minusSeconds(30));
        assertThat(result.lines()).containsExactly(new Line("a", Arrays.asList(null, 1.0, 2.0, null)), new Line("b", Arrays.asList(null, null, 3.0, 5.0)));
        assertThat(result.notes()).containsExactly("2 of 3 shown, those with most rows");
    }

    @Test void ofATableOnlyTheNewestRowOfEachKeyCounts() {
        Row[] rows = {row(20, "1", Map.of("sold", 9.0, "product", "tea")), row(19, "2", Map.of("sold", 5.0, "product", "jam")), row(10, "1", Map.of("sold", 7.0, "product", "rye")),
            row(9, "3", Map.of("sold", 1.0, "product", "oil")), row(8, "2", Map.of())};
        assertThat(lines(query(Tile.Type.TOP_N, Aggregate.LAST, "sold", "product", true), rows)).as("tea was overtaken, jam is gone")
                .containsExactly(new Line("rye", List.of(7.0)), new Line("oil", List.of(1.0)));
        assertThat(lines(query(Tile.Type.TOP_N, Aggregate.LAST, "sold", "product", false), rows)).containsExactly(new Line("tea", List.of(9.0)), new Line("rye", List.of(7.0)));
    }

    @Test void theRingKeepsTheNewestAndSaysThatItIsNotAll() {
        var ring = new Ring();
        for (int i = 0; i < Ring.MOST_ROWS + 5; i++) {
            ring.add(row(100, null, Map.of("i", (double) i)));
        }
        assertThat(ring.content().rows()).hasSize(Ring.MOST_ROWS);
        assertThat(ring.content().isCut()).isTrue();
        assertThat(ring.content().rows().getFirst().get("i")).isEqualTo(5.0);
        ring.forget(NOW.minusSeconds(50));
        assertThat(ring.content().rows()).isEmpty();
        assertThat(ring.content().isCut()).isFalse();
        for (int i = 0; i < 2_000; i++) {
            ring.add(row(1, "k", new java.util.TreeMap<>(wide())));
        }
        assertThat(ring.content().rows()).as("large rows are fewer").hasSizeLessThan(1_000);
    }

    private static Map<String, Object> wide() {
        var columns = new java.util.HashMap<String, Object>();
        for (int i = 0; i < 100; i++) {
            columns.put("c" + i, "x".repeat(RowText.LONGEST_VALUE));
        }
        return columns;
    }

    @Test void objectsBecomeColumnsAndAllElseIsUnreadable() {
        assertThat(RowText.columns("{\"a\":1,\"b\":{\"c\":\"x\",\"d\":[1]},\"e\":null,\"f\":true}")).contains(Map.of("a", 1.0, "b.c", "x", "f", true));
        assertThat(new ArrayList<>(List.of("", "7", "[1]", "{\"a\":", "{\"a\":1e" + "9".repeat(200) + "}", "[".repeat(10_000), "{\"a\":" + "{\"a\":".repeat(200)))).allSatisfy(text ->
                assertThat(RowText.columns(text)).as(text).isEmpty());
    }
}
