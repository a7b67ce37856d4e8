package dev.millrace.server.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.pipeline.NodeId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Rows of two revisions as a bag. */
class BagTest {
    private static final Instant THEN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LATER = THEN.plus(Bag.PATIENCE).plusSeconds(1);
    private final Bag bag = new Bag(new ShadowSinks.Pair(new NodeId("to"), "change", Set.of("k", "n"), List.of("k")));

    private void add(Side side, String kind, String k, int n) {
        bag.add(side, ("{\"k\":\"" + k + "\",\"n\":" + n + ",\"change\":\"" + kind + "\",\"only here\":" + side.ordinal() + "}").getBytes(StandardCharsets.UTF_8), THEN);
    }

    @Test void theOrderOfRowsAndColumnsThatOneSideAloneHasMakeNoDifference() {
        add(Side.OLD, "INSERT", "a", 1);
        add(Side.OLD, "INSERT", "b", 2);
        add(Side.NEW, "INSERT", "b", 2);
        assertThat(bag.shown(THEN)).extracting(Comparison.OfSink::equal, Comparison.OfSink::awaited, Comparison.OfSink::onlyOld).containsExactly(1L, 1L, 0L);
        add(Side.NEW, "INSERT", "a", 1);
        assertThat(bag.shown(LATER)).extracting(Comparison.OfSink::equal, Comparison.OfSink::onlyOld, Comparison.OfSink::onlyNew).containsExactly(2L, 0L, 0L);
        assertThat(bag.size()).isZero();
    }

    @Test void howOftenARowIsThereCounts() {
        add(Side.OLD, "INSERT", "a", 1);
        add(Side.NEW, "INSERT", "a", 1);
        add(Side.NEW, "INSERT", "a", 1);
        assertThat(bag.shown(LATER)).extracting(Comparison.OfSink::equal, Comparison.OfSink::onlyNew).containsExactly(1L, 1L);
    }

    @Test void whatDiffersStandsSideBySideByKey() {
        add(Side.OLD, "INSERT", "a", 1);
        add(Side.NEW, "INSERT", "b", 5);
        add(Side.NEW, "INSERT", "a", 2);
        assertThat(bag.shown(LATER).examples()).containsExactly(new Comparison.Example("{\"k\":\"a\",\"n\":1}", "{\"k\":\"a\",\"n\":2}"),
                new Comparison.Example("", "{\"k\":\"b\",\"n\":5}"));
    }

    @Test void ofRowsThatAreChangedTheLastOnesCount() {
        // The old one changes 1 to 2 to 3, the new one 1 to 3.
        add(Side.OLD, "UPDATE_BEFORE", "a", 1);
        add(Side.OLD, "UPDATE_AFTER", "a", 2);
        add(Side.OLD, "UPDATE_BEFORE", "a", 2);
        add(Side.OLD, "UPDATE_AFTER", "a", 3);
        add(Side.NEW, "UPDATE_BEFORE", "a", 1);
        add(Side.NEW, "UPDATE_AFTER", "a", 3);
        assertThat(bag.shown(LATER)).extracting(Comparison.OfSink::onlyOld, Comparison.OfSink::onlyNew, Comparison.OfSink::equal).containsExactly(0L, 0L, 1L);
    }
}
