package dev.millrace.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.PortRef;
import dev.millrace.server.deployment.DeploymentId;
import dev.millrace.server.deployment.JobId;
import dev.millrace.server.deployment.JobMetrics;
import dev.millrace.server.deployment.JobMetrics.NodeMetrics;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RunningTotalsTest {
    private static final NodeId IN = new NodeId("in");
    private static final NodeId OUT = new NodeId("out");
    private final DeploymentId id = DeploymentId.random();
    private final RunningTotals.Ends ends = new RunningTotals.Ends(Set.of(IN), Set.of(OUT), Set.of());
    private final JobId job = JobId.random();
    private RunningTotals totals = new RunningTotals(id, ends);
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private LiveMetrics show(JobId shown, long rows, boolean restored) {
        return show(shown, rows, 0, restored);
    }

    private LiveMetrics show(JobId shown, long rows, long late, boolean restored) {
        now = now.plusSeconds(1);
        return totals.add(shown, new JobMetrics(now, Map.of(
                IN, new NodeMetrics(rows, Map.of("out", rows, "rejected", 1L), 1, 0, OptionalLong.of(7), Optional.empty(), 0.5, 0, OptionalLong.empty()),
                OUT, new NodeMetrics(rows / 2, Map.of(), 0, late, OptionalLong.empty(), Optional.empty(), 0, 0, OptionalLong.empty())), Optional.empty()), restored);
    }

    @Test void totalsAndRatesOfOneRun() {
        show(job, 100, false);
        LiveMetrics live = show(job, 300, false);
        assertThat(live.rowsIn().total()).isEqualTo(300);
        assertThat(live.rowsIn().perSecond()).isCloseTo(200, Offset.offset(0.001));
        assertThat(live.rowsOut().total()).isEqualTo(150);
        assertThat(live.lag()).hasValue(7);
        assertThat(live.out(PortRef.of("in", "out")).total()).isEqualTo(300);
        assertThat(live.out(PortRef.of("in", "rejected")).total()).isEqualTo(1);
    }

    @Test void rowsThatAreReadAgainAreFirstTakenBack() {
        show(job, 1000, false);
        LiveMetrics live = show(job, 940, false);
        assertThat(live.rowsIn().total()).isEqualTo(940);
        assertThat(live.rowsIn().perSecond()).isZero();
    }

    @Test void aNodeThatIsNotShownForAMomentKeepsItsTotals() {
        show(job, 1000, false);
        LiveMetrics missing = totals.add(job, new JobMetrics(now.plusSeconds(1), Map.of(), Optional.empty()), false);
        assertThat(missing.rowsIn().total()).isEqualTo(1000);
        assertThat(missing.out(PortRef.of("in", "out")).total()).isEqualTo(1000);
    }

    @Test void aJobThatBeginsWithStateGoesOnAndOneWithoutAdds() {
        show(job, 1000, false);
        JobId restored = JobId.random();
        assertThat(show(restored, 950, true).rowsIn().total()).isEqualTo(950);
        assertThat(show(restored, 1100, true).rowsIn().total()).isEqualTo(1100);
        assertThat(show(JobId.random(), 5, false).rowsIn().total()).isEqualTo(1105);
    }

    @Test void lateRowsAreAddedOverRestarts() {
        show(job, 1, 10, false);
        assertThat(late(show(job, 2, 3, false))).isEqualTo(13);
        assertThat(late(show(job, 3, 0, false))).as("not shown for a moment").isEqualTo(13);
        assertThat(late(show(JobId.random(), 4, 2, true))).isEqualTo(15);
    }

    /** What leaves by a port is counted with the state of the job; what the window drops itself is not. */
    @Test void lateRowsOfAPortAndOfTheWindowAreOneNumber() {
        var window = new NodeId("window");
        totals = new RunningTotals(id, new RunningTotals.Ends(Set.of(IN), Set.of(OUT), Set.of(PortRef.of("window", "late"))));
        assertThat(windowLate(window, 10, 3)).isEqualTo(13);
        assertThat(windowLate(window, 8, 1)).as("restarted: two are read again, and the window has dropped one since").isEqualTo(12);
        assertThat(windowLate(window, 12, 1)).isEqualTo(16);
    }

    private long windowLate(NodeId window, long port, long dropped) {
        now = now.plusSeconds(1);
        return totals.add(job, new JobMetrics(now, Map.of(window, new NodeMetrics(99, Map.of("out", 1L, "late", port), 0, dropped,
                OptionalLong.empty(), Optional.empty(), 0, 0, OptionalLong.empty())), Optional.empty()), false).nodes().get(window).late().total();
    }

    @Test void whatASinkLeavesOutIsAddedOverRestarts() {
        assertThat(leftOut(5)).isEqualTo(5);
        assertThat(leftOut(2)).as("restarted").isEqualTo(7);
        assertThat(leftOut(3)).isEqualTo(8);
    }

    private long leftOut(long sinceStart) {
        now = now.plusSeconds(1);
        return totals.add(job, new JobMetrics(now, Map.of(OUT, new NodeMetrics(99, Map.of(), sinceStart, 0, OptionalLong.empty(), Optional.empty(), 0, 0, OptionalLong.empty())),
                Optional.empty()), false).nodes().get(OUT).rejected().total();
    }

    private static long late(LiveMetrics live) {
        return live.nodes().get(OUT).late().total();
    }

    @Test void whatAJobKeptIsStillKnownWhenItHasEnded() {
        assertThat(kept(job, OptionalLong.of(900))).hasValue(900);
        assertThat(kept(job, OptionalLong.empty())).as("an ended job shows no sizes").hasValue(900);
        assertThat(kept(job, OptionalLong.of(400))).hasValue(400);
        assertThat(kept(JobId.random(), OptionalLong.empty())).as("another job").isEmpty();
    }

    private OptionalLong kept(JobId shown, OptionalLong bytes) {
        now = now.plusSeconds(1);
        return totals.add(shown, new JobMetrics(now, Map.of(OUT, new NodeMetrics(9, Map.of(), 0, 0, OptionalLong.empty(), Optional.empty(), 0, 0, bytes)), Optional.empty()), true)
                .nodes().get(OUT).stateBytes();
    }

    @Test void whatWasStoredGoesOnInTheNextProcess() {
        show(job, 1000, false);
        totals = RunningTotals.resumed(id, ends, totals.counters(), totals.job());
        assertThat(show(job, 1100, false).rowsIn().total()).isEqualTo(1100);
        totals = RunningTotals.resumed(id, ends, totals.counters(), totals.job());
        assertThat(show(JobId.random(), 5, false).rowsIn().total()).isEqualTo(1105);
    }
}
