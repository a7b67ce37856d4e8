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
    private final RunningTotals.Ends ends = new RunningTotals.Ends(Set.of(IN), Set.of(OUT));
    private final JobId job = JobId.random();
    private RunningTotals totals = new RunningTotals(id, ends);
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private LiveMetrics show(JobId shown, long rows) {
        now = now.plusSeconds(1);
        return totals.add(shown, new JobMetrics(now, Map.of(
                IN, new NodeMetrics(rows, Map.of("out", rows, "rejected", 1L), 1, 0, OptionalLong.of(7), Optional.empty(), 0.5, 0),
                OUT, new NodeMetrics(rows / 2, Map.of(), 0, 0, OptionalLong.empty(), Optional.empty(), 0, 0)), Optional.empty()));
    }

    @Test void totalsAndRatesOfOneRun() {
        show(job, 100);
        LiveMetrics live = show(job, 300);
        assertThat(live.rowsIn().total()).isEqualTo(300);
        assertThat(live.rowsIn().perSecond()).isCloseTo(200, Offset.offset(0.001));
        assertThat(live.rowsOut().total()).isEqualTo(150);
        assertThat(live.lag()).hasValue(7);
        assertThat(live.out(PortRef.of("in", "out")).total()).isEqualTo(300);
        assertThat(live.out(PortRef.of("in", "rejected")).total()).isEqualTo(1);
    }

    @Test void aRestartOfTheJobGoesOnFromWhereItWas() {
        show(job, 1000);
        LiveMetrics live = show(job, 40);
        assertThat(live.rowsIn().total()).isEqualTo(1040);
        assertThat(live.out(PortRef.of("in", "out")).total()).isEqualTo(1040);
    }

    @Test void aCounterThatIsNotShownForAMomentIsNoRestart() {
        show(job, 1000);
        assertThat(show(job, 0).rowsIn().total()).isEqualTo(1000);
        assertThat(show(job, 1010).rowsIn().total()).isEqualTo(1010);
        LiveMetrics missing = totals.add(job, new JobMetrics(now.plusSeconds(1), Map.of(), Optional.empty()));
        assertThat(missing.rowsIn().total()).isEqualTo(1010);
    }

    @Test void aNewJobOfTheSameDeploymentAdds() {
        show(job, 1000);
        JobId next = JobId.random();
        assertThat(show(next, 1000).rowsIn().total()).isEqualTo(2000);
        assertThat(show(next, 1500).rowsIn().total()).isEqualTo(2500);
    }

    @Test void whatWasStoredGoesOnInTheNextProcess() {
        show(job, 1000);
        totals = RunningTotals.resumed(id, ends, totals.counters(), totals.job());
        assertThat(show(job, 1100).rowsIn().total()).isEqualTo(1100);
        totals = RunningTotals.resumed(id, ends, totals.counters(), totals.job());
        assertThat(show(JobId.random(), 5).rowsIn().total()).isEqualTo(1105);
    }
}
