package dev.millrace.server.trouble;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.document.PipelineDocument;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.NodeId;
import dev.millrace.server.Subscription;
import dev.millrace.server.TestPipelines;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.DeploymentId;
import dev.millrace.server.deployment.DeploymentStories;
import dev.millrace.server.deployment.JobMetrics;
import dev.millrace.server.deployment.ReadPartitions;
import dev.millrace.server.metrics.Count;
import dev.millrace.server.metrics.LiveMetrics;
import dev.millrace.server.metrics.Metrics;
import dev.millrace.server.metrics.NodeMoment;
import dev.millrace.server.metrics.NodeNumbers;
import dev.millrace.server.metrics.Sample;
import dev.millrace.server.metrics.Timeline;
import dev.millrace.server.metrics.Trend;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Made-up numbers, a look every two seconds. */
class LookAtNumbersTest {
    private static final NodeId READ = new NodeId("read");
    private static final NodeId PER = new NodeId("per");
    private static final Instant START = Instant.parse("2026-01-01T10:00:00Z");
    private static final String DRAWN = """
            millrace: 1
            name: Numbers
            nodes:
              read: {kind: source.kafka, label: read, settings: {topic: in, columns: [{name: k, type: STRING}, {name: ts, type: TIMESTAMP(3)}], eventTime: ts}}
              per: {kind: KIND}
              rest: {kind: sink.discard}
            edges:
              - {from: read.out, to: per.in}
              - {from: per.out, to: rest.in}
            """;
    private static final String WINDOW = "window.tumbling, settings: {time: ts, size: 10 s, keys: [k], aggregates: [{name: n, function: count}]}";
    private static final String GROUP = "operator.group, settings: {keys: [k], aggregates: [{name: n, function: count}], keepFor: KEEP}";

    private final DeploymentStories stories = new DeploymentStories();
    private final Newest newest = new Newest();
    private final LookAtNumbers look = new LookAtNumbers(stories.designs(), NodeKinds.shipped(), newest, Clock.systemUTC());

    @AfterEach void close() {
        stories.close();
    }

    private Deployment running(String kind) {
        stories.topic("in");
        return stories.running(new PipelineDocument(TestPipelines.KINDS).read(DRAWN.replace("KIND", kind)));
    }

    /** What the source and the node behind it show. */
    private record Shown(NodeNumbers read, NodeNumbers per) {}

    private static NodeNumbers read(long rows, long lag, Instant time) {
        return new NodeNumbers(new Count(rows, 0), Map.of("out", new Count(rows, 0)), Count.ZERO, Count.ZERO, OptionalLong.of(lag), Optional.ofNullable(time), 0.1, 0,
                OptionalLong.empty());
    }

    private static NodeNumbers per(double busy, double leastBusy, long state) {
        return new NodeNumbers(Count.ZERO, Map.of(), Count.ZERO, Count.ZERO, OptionalLong.empty(), Optional.empty(), busy, OptionalDouble.of(leastBusy), 0, OptionalLong.of(state),
                ReadPartitions.NONE, Optional.empty());
    }

    private static final NodeNumbers CALM = per(0.1, 0.1, 10);

    /** Looks so often, and gives what was found at the last look. */
    private List<Trouble> looks(Deployment deployment, int looks, IntFunction<Shown> at) {
        return looks(deployment, 0, looks, at);
    }

    private List<Trouble> looks(Deployment deployment, int from, int to, IntFunction<Shown> at) {
        List<Trouble> found = List.of();
        for (int i = from; i < to; i++) {
            Shown shown = at.apply(i);
            var checkpoint = new JobMetrics.Checkpoint(1 + i / 3, START, 10, 10, "");
            newest.now = new LiveMetrics(deployment.id(), START.plusSeconds(2L * i), shown.read().rowsIn(), Count.ZERO, shown.read().lag(), Map.of(READ, shown.read(), PER, shown.per()),
                    Optional.of(checkpoint));
            found = look.at(List.of(deployment)).get(deployment.id());
        }
        return found;
    }

    private static Instant moving(int i) {
        return START.plusSeconds(2L * i - 5);
    }

    @Test void nothingIsSaidOfWhatRunsWell() {
        assertThat(looks(running(WINDOW), 30, i -> new Shown(read(100L * i, 2_000 - i, moving(i)), CALM))).isEmpty();
    }

    @Test void aSourceThatFallsBehindIsNamedWithinHalfAMinute() {
        Deployment running = running(WINDOW);
        assertThat(looks(running, 5, i -> new Shown(read(100L * i, 500L * i, moving(i)), CALM))).as("too early to say").isEmpty();
        assertThat(looks(running, 14, i -> new Shown(read(100L * i, 500L * i, moving(i)), CALM))).singleElement().satisfies(trouble -> {
            assertThat(trouble.kind()).isEqualTo(Trouble.Kind.FALLS_BEHIND);
            assertThat(trouble.node()).contains(READ);
            assertThat(trouble.message()).isEqualTo("'read' falls behind: records come faster than they are read");
        });
    }

    @Test void aBurstThatIsReadAgainIsNoTrouble() {
        assertThat(looks(running(WINDOW), 14, i -> new Shown(read(100L * i, i < 7 ? 5_000L * i : 35_000L - 4_000L * (i - 7), moving(i)), CALM))).isEmpty();
        assertThat(looks(running(WINDOW), 14, i -> new Shown(read(10_000L * i, 1_000 + 50L * i, moving(i)), CALM))).as("little beside what is read").isEmpty();
    }

    @Test void eventTimeThatStandsStillIsSaidWhereWindowsWaitForIt() {
        IntFunction<Shown> still = i -> new Shown(read(100L * i, 0, START), CALM);
        assertThat(looks(running(WINDOW), 14, still)).singleElement().satisfies(trouble -> {
            assertThat(trouble.message()).isEqualTo("Event time stands still at 'read' though records come in, so windows behind it stay open");
            assertThat(trouble.wayOut()).contains("Idle after");
        });
        assertThat(looks(running(WINDOW), 14, i -> new Shown(read(100L * i, 0, null), CALM))).as("it has not even begun").hasSize(1);
        assertThat(looks(running(WINDOW), 14, i -> new Shown(read(100, 0, START), CALM))).as("no records come").isEmpty();
        assertThat(looks(running(GROUP.replace("KEEP", "1 day")), 14, still)).as("nobody waits for it").isEmpty();
    }

    @Test void thePartitionThatGetsNoRecordsIsNamed() {
        Deployment running = running(WINDOW);
        assertThat(looks(running, 14, i -> new Shown(partitions(read(100L * i, 0, START), 100L * i, 40), CALM))).singleElement()
                .satisfies(trouble -> {
                    assertThat(trouble.message()).isEqualTo("Event time stands still at 'read': partition 1 of 'in' gets no records, so windows behind it stay open");
                    assertThat(trouble.wayOut()).contains("Idle after");
                });
        assertThat(looks(running, 14, 28, i -> new Shown(partitions(read(100L * i, 0, START), 100L * i, 40L * i), CALM))).singleElement()
                .satisfies(trouble -> assertThat(trouble.message()).contains("though records come in"));
    }

    private static NodeNumbers partitions(NodeNumbers read, long first, long second) {
        List<ReadPartitions.Partition> partitions = List.of(partition(0, first), partition(1, second));
        return new NodeNumbers(read.rowsIn(), read.rowsOut(), read.rejected(), read.late(), read.lag(), read.watermark(), read.busy(), read.leastBusy(), read.backPressured(),
                read.stateBytes(), new ReadPartitions(2, partitions, ""), read.latency());
    }

    private static ReadPartitions.Partition partition(int number, long end) {
        return new ReadPartitions.Partition("in", number, OptionalLong.of(end), OptionalLong.of(end), OptionalLong.of(0), Optional.empty(), false);
    }

    @Test void nodesAreCalledByTheirLabels() {
        Deployment running = running(WINDOW + ", label: Per key");
        assertThat(looks(running, 14, i -> new Shown(read(100L * i, 0, moving(i)), per(0.97, 0.05, 10)))).singleElement()
                .satisfies(trouble -> assertThat(trouble.message()).startsWith("One copy of 'Per key' works all the time"));
    }

    @Test void eventTimeAheadOfTheClockIsSaid() {
        assertThat(looks(running(WINDOW), 14, i -> new Shown(read(100L * i, 0, moving(i).plus(Duration.ofHours(3))), CALM))).singleElement()
                .satisfies(trouble -> assertThat(trouble.message()).isEqualTo("Event time at 'read' is more than an hour ahead of the clock"));
        assertThat(looks(running(WINDOW), 14, i -> new Shown(read(100L * i, 0, moving(i).plus(Duration.ofMinutes(2))), CALM))).as("clocks differ a little").isEmpty();
    }

    @Test void workThatIsDealtOutUnevenlyIsSaid() {
        assertThat(looks(running(WINDOW), 14, i -> new Shown(read(100L * i, 0, moving(i)), per(0.97, 0.05, 10)))).singleElement().satisfies(trouble -> {
            assertThat(trouble.node()).contains(PER);
            assertThat(trouble.message()).contains("most rows have the same key");
        });
        assertThat(looks(running(WINDOW), 14, i -> new Shown(read(100L * i, 0, moving(i)), per(i % 5 == 0 ? 0.5 : 0.97, 0.05, 10)))).as("not all the time").isEmpty();
        assertThat(looks(running(WINDOW), 14, i -> new Shown(read(100L * i, 0, moving(i)), per(0.97, 0.9, 10)))).as("all are busy").isEmpty();
    }

    @Test void stateThatGrowsIsSaidOfANodeThatForgetsNothing() {
        IntFunction<Shown> growing = i -> new Shown(read(100L * i, 0, moving(i)), per(0.1, 0.1, 1_000_000L * (1 + i / 3)));
        assertThat(looks(running(GROUP.replace(", keepFor: KEEP", "")), 14, growing)).singleElement().satisfies(trouble -> {
            assertThat(trouble.kind()).isEqualTo(Trouble.Kind.STATE);
            assertThat(trouble.message()).isEqualTo("What 'Group' keeps grows with every checkpoint, and it forgets nothing");
        });
        assertThat(looks(running(GROUP.replace("KEEP", "1 day")), 14, growing)).as("it forgets").isEmpty();
    }

    @Test void aRestartBeginsAnew() {
        Deployment running = running(WINDOW);
        IntFunction<Shown> behind = i -> new Shown(read(1_000 + 100L * i, 500L * i, moving(i)), CALM);
        assertThat(looks(running, 14, behind)).hasSize(1);
        // Rows are taken back, and what is yet to be read is more than ever.
        assertThat(looks(running, 14, 20, i -> new Shown(read(i, 500L * i, moving(i)), CALM))).isEmpty();
    }

    private static final class Newest implements Metrics {
        private LiveMetrics now;

        @Override public Optional<LiveMetrics> latest(DeploymentId deployment) {
            return Optional.ofNullable(now).filter(n -> n.deployment().equals(deployment));
        }

        @Override public List<Sample> history(DeploymentId deployment, Instant from, Instant to) {
            return List.of();
        }

        @Override public Timeline timeline(DeploymentId deployment, Instant from, Instant to) {
            throw new AssertionError("Whoever looks does not look back");
        }

        @Override public List<NodeMoment> nodes(DeploymentId deployment, Instant from, Instant to) {
            throw new AssertionError("Whoever looks does not look back");
        }

        @Override public Map<DeploymentId, Trend> trends() {
            return Map.of();
        }

        @Override public Subscription listen(DeploymentId deployment, Consumer<LiveMetrics> listener) {
            throw new AssertionError("Whoever looks asks by himself");
        }
    }
}
