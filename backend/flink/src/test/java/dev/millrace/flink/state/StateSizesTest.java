package dev.millrace.flink.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.compile.LogicalPlan;
import dev.millrace.pipeline.NodeId;
import dev.millrace.state.size.Kept;
import dev.millrace.state.size.StateSize;
import dev.millrace.state.size.StateSizes;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What is estimated of state before there is any. A row: 12 bytes and 8 for each column, 16 more for a text. An entry: 4 bytes, a row of its key and a row. */
class StateSizesTest {
    private static final StateLaboratory.Plans PLANS = new StateLaboratory.Plans();

    private static StateSize of(String base, String node) {
        LogicalPlan plan = PLANS.of(base);
        Map<NodeId, StateSize> sizes = StateSizes.of(plan);
        return sizes.get(new NodeId(node));
    }

    @Test
    void groupsKeepValuesForEachKey() {
        StateSize size = of(Edits.TABLES, "g");
        // Key k: 4 + 12 + 24; count and sum: 12 + 16.
        assertThat(size.kept()).containsExactly(new Kept("key", false, 68, Optional.of(Duration.ofDays(1)), "A key that is not touched for 1 day is forgotten"));
        assertThat(size.inWords(OptionalDouble.empty())).isEqualTo("About 68 bytes for each key, 68 kB for 1,000. A key that is not touched for 1 day is forgotten");
        assertThat(size.measuredInWords(OptionalLong.of(1_360_000))).isEqualTo("Measured at the last checkpoint: 1.4 MB, which by the estimate is about 20,000 entries");
        assertThat(size.growsWithoutEnd()).isFalse();
    }

    @Test
    void whatIsNeverForgottenIsSaid() {
        StateSize size = of(Edits.TABLES.replace("keys: [c], aggregates: [{name: n, function: count}], keepFor: 1 day", "keys: [c], aggregates: [{name: n, function: count}]"), "alone");
        assertThat(size.growsWithoutEnd()).isTrue();
        assertThat(size.inWords(OptionalDouble.empty())).isEqualTo("About 60 bytes for each key, 60 kB for 1,000. None is ever forgotten, so it grows without end");
    }

    @Test
    void windowsGoWhenTheyClose() {
        assertThat(of(Edits.TIMES, "tw").inWords(OptionalDouble.empty())).startsWith("About ").contains(" for each key of an open window").endsWith("It goes when its window closes, after 15 s");
        assertThat(of(Edits.TIMES, "se").inWords(OptionalDouble.empty())).contains("for each open session").endsWith("It goes 4 s after its last row");
    }

    @Test
    void rowsAreCountedByTheRateThatWasSeen() {
        StateSize size = of(Edits.JOINS, "ij");
        Kept left = size.kept().getFirst();
        assertThat(left.isRow()).isTrue();
        assertThat(left.length()).contains(Duration.ofSeconds(16));
        // id, k, v and the time: 4 + 12 + 4 * 8 + 16; for 16 s at 1,000 rows a second.
        assertThat(size.inWords(OptionalDouble.of(1_000))).startsWith("About 64 bytes for each row of the left. It is kept for 16 s: 1.0 MB at the 1,000 rows a second that come now");
        assertThat(size.inWords(OptionalDouble.empty())).contains("at 100 rows a second");
    }

    @Test
    void whatKeepsNothingIsNotSpokenOf() {
        assertThat(of(Edits.TABLES, "m")).isNull();
        assertThat(of(Edits.TABLES, "a")).isNull();
    }
}
