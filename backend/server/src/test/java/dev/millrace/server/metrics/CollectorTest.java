package dev.millrace.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.pipeline.NodeId;
import dev.millrace.server.TestPipelines;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.DeploymentId;
import dev.millrace.server.deployment.DeploymentStories;
import dev.millrace.server.deployment.FakeFlink;
import dev.millrace.server.deployment.FlinkClusters;
import dev.millrace.server.deployment.JobId;
import dev.millrace.server.deployment.PipelineTopics;
import dev.millrace.server.deployment.PrintedRow;
import dev.millrace.server.instance.Leadership;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

class CollectorTest {
    private static final PipelineTopics NO_KAFKA = SourceLagsTest.saying(Map.of());

    private final DeploymentStories stories = new DeploymentStories();
    private final FakeFlink flink = stories.flink();
    private final MetricsStore store = new MetricsStore(JdbcClient.create(stories.database()), JsonMapper.builder().build());
    private final Leadership leadership = new Leadership(stories.database());

    @AfterEach void close() {
        leadership.destroy();
        stories.close();
    }

    private Collector collector() {
        return collector(leadership);
    }

    private Collector collector(Leadership leadership) {
        var history = new History(new HistoryStore(JdbcClient.create(stories.database())), new NodeHistory(JdbcClient.create(stories.database()), MetricsProperties.byDefault()),
                MetricsProperties.byDefault(), Clock.systemUTC());
        return new Collector(FlinkClusters.only(flink), new SourceLags(stories.designs(), NO_KAFKA), stories.deployments(), stories.designs(), leadership, store, history);
    }

    @Test void numbersArePushedStoredAndGoOnAfterTheClusterLostTheJob() {
        Deployment running = stories.running(TestPipelines.demoTo("results"));
        Collector collector = collector();
        var heard = new CopyOnWriteArrayList<LiveMetrics>();
        try (var listening = collector.listen(running.id(), heard::add)) {
            collector.collect(running, running.job().orElseThrow());
            collector.collect(running, running.job().orElseThrow());
        }
        assertThat(heard).extracting(m -> m.rowsIn().total()).containsExactly(10L, 20L);
        assertThat(heard).extracting(m -> m.rowsOut().total()).containsExactly(10L, 20L);
        // Another process reads the numbers, and goes on counting with the next job.
        Collector next = collector();
        assertThat(next.latest(running.id()).orElseThrow()).isEqualTo(heard.getLast());
        Deployment again = stories.resumed(running);
        assertThat(again.job()).isNotEqualTo(running.job());
        next.collect(again, again.job().orElseThrow());
        assertThat(next.latest(running.id()).orElseThrow().rowsIn().total()).isEqualTo(30);
    }

    @Test void theClockCollectsWhatRuns() {
        Deployment running = stories.running(TestPipelines.demoTo("results"));
        Collector collector = collector();
        collector.start();
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> collector.latest(running.id()).filter(m -> m.rowsIn().total() >= 20).isPresent());
            await().atMost(Duration.ofSeconds(60)).until(() -> !collector.history(running.id(), Instant.now().minusSeconds(60), Instant.now()).isEmpty());
        } finally {
            collector.stop();
        }
        assertThat(collector().nodes(running.id(), Instant.now().minusSeconds(600), Instant.now())).as("the minute that was under way").isNotEmpty();
    }

    @Test void whatAJobEndedWithIsKnownThoughNobodySawItRunAndTheClusterTellsItLate() {
        Deployment running = stories.running(TestPipelines.demoTo("results"));
        await().atMost(Duration.ofSeconds(60)).until(leadership::held);
        flink.metrics(running.job().orElseThrow());
        // Before anybody looks each second: a look at it while it runs would count on.
        flink.finishJob(running.job().orElseThrow());
        flink.tellLate(2);
        Collector collector = collector();
        var heard = new CopyOnWriteArrayList<LiveMetrics>();
        collector.start();
        try (var listening = collector.listen(running.id(), heard::add)) {
            stories.finished(running);
            await().atMost(Duration.ofSeconds(60)).until(() -> !heard.isEmpty() && heard.getLast().rowsIn().total() == 10);
            await().atMost(Duration.ofSeconds(60)).until(() -> store.load(running.id()).filter(s -> s.live().rowsOut().total() == 10).isPresent());
        } finally {
            collector.stop();
        }
    }

    @Test void whatEndedIsLookedAtUntilNothingMoreIsToComeOrForAWhile() {
        Deployment running = stories.running(TestPipelines.demoTo("results"));
        JobId job = running.job().orElseThrow();
        Deployment finished = stories.finished(running);
        InstantSource clock = InstantSource.fixed(finished.endedAt().orElseThrow());
        var ended = new EndedJobs(clock);
        ended.heard(running);
        assertThat(ended.waiting()).isEmpty();
        ended.heard(finished);
        assertThat(ended.job(running.id())).contains(job);
        ended.done(running.id());
        ended.heard(finished);
        assertThat(ended.waiting()).as("told again").isEmpty();

        var patient = new EndedJobs(clock);
        patient.heard(finished);
        for (int look = 1; look < EndedJobs.LOOKS; look++) {
            patient.looked();
        }
        assertThat(patient.waiting()).containsExactly(running.id());
        patient.looked();
        assertThat(patient.waiting()).isEmpty();

        var later = new EndedJobs(InstantSource.offset(clock, Duration.ofMinutes(2)));
        later.heard(finished);
        assertThat(later.waiting()).as("ended long ago").isEmpty();
    }

    @Test void ofManyJobsOnlyThoseThatSomebodyLooksAtAreAskedForEachSecond() {
        List<Deployment> running = IntStream.rangeClosed(0, Collector.FEW).mapToObj(i -> stories.running(TestPipelines.demoTo("results"))).toList();
        await().atMost(Duration.ofSeconds(60)).until(leadership::held);
        Collector collector = collector();
        collector.tick();
        Map<DeploymentId, Long> first = rows(collector, running);
        assertThat(first.values()).containsOnly(10L);
        DeploymentId looked = running.getFirst().id();
        try (var listening = collector.listen(looked, numbers -> { })) {
            // A round: each of the others is asked for once in it.
            for (int second = 0; second < 5; second++) {
                collector.tick();
            }
        }
        Map<DeploymentId, Long> then = rows(collector, running);
        assertThat(then.remove(looked)).isEqualTo(60);
        assertThat(then.values()).containsOnly(20L);
    }

    private static Map<DeploymentId, Long> rows(Collector collector, List<Deployment> of) {
        return new HashMap<>(of.stream().collect(Collectors.toMap(Deployment::id, d -> collector.latest(d.id()).orElseThrow().rowsIn().total())));
    }

    @Test void anInstanceThatDoesNotLeadReadsAllNumbersTogetherAndTellsWhatIsNew() {
        Deployment one = stories.running(TestPipelines.demoTo("results"));
        Deployment other = stories.running(TestPipelines.demoTo("results"));
        await().atMost(Duration.ofSeconds(60)).until(leadership::held);
        var second = new Leadership(stories.database());
        try {
            Collector following = collector(second);
            var heard = new CopyOnWriteArrayList<LiveMetrics>();
            try (var listening = following.listen(one.id(), heard::add)) {
                collector().collect(one, one.job().orElseThrow());
                collector().collect(other, other.job().orElseThrow());
                following.tick();
                following.tick();
                following.tick();
                following.tick();
            }
            assertThat(heard).extracting(m -> m.rowsIn().total()).containsExactly(10L);
            // What was read answers for all who ask: the database is not asked for each of them.
            JdbcClient.create(stories.database()).sql("delete from deployment_numbers").update();
            assertThat(following.latest(other.id()).orElseThrow().rowsIn().total()).isEqualTo(10);
        } finally {
            second.destroy();
        }
    }

    @Test void historyIsThinned() {
        Deployment running = stories.running(TestPipelines.demoTo("results"));
        Instant begin = Instant.now().minusSeconds(6_000);
        var history = new History(new HistoryStore(JdbcClient.create(stories.database())), new NodeHistory(JdbcClient.create(stories.database()), MetricsProperties.byDefault()),
                MetricsProperties.byDefault(), Clock.systemUTC());
        for (int i = 0; i < 1000; i++) {
            history.take(List.of(new History.Taken(new LiveMetrics(running.id(), begin.plusSeconds(5L * i), new Count(50L * i, 0), new Count(10L * i, 0),
                    i % 2 == 0 ? java.util.OptionalLong.of(i) : java.util.OptionalLong.empty(), java.util.Map.of(), java.util.Optional.empty()), 0)));
        }
        List<Sample> samples = collector().history(running.id(), begin, begin.plusSeconds(5_000));
        assertThat(samples).hasSizeBetween(400, 501);
        assertThat(samples).extracting(Sample::at).isSorted();
        assertThat(samples.getLast().rowsInPerSecond()).isEqualTo(10);
        assertThat(samples.getLast().rowsOutPerSecond()).isEqualTo(2);
    }

    @Test void printedRowsAreAskedForOnceForAllWhoLookAndOnlyWhileTheyDo() {
        Deployment running = stories.running(TestPipelines.demoTo("results"));
        var node = new NodeId("results");
        var one = new CopyOnWriteArrayList<PrintedRow>();
        var other = new CopyOnWriteArrayList<PrintedRow>();
        // Without its clock, so that it asks when it is told to and never in between.
        var printed = new PrintedRows(FlinkClusters.only(flink), stories.deployments());
        printed.close();
        var first = printed.listen(running.id(), node, one::addAll);
        var second = printed.listen(running.id(), node, other::addAll);
        printed.ask();
        assertThat(one).isNotEmpty().isEqualTo(other);
        // Who comes later sees at once what is known.
        var third = new CopyOnWriteArrayList<PrintedRow>();
        var late = printed.listen(running.id(), node, third::addAll);
        assertThat(third).isNotEmpty();
        first.close();
        second.close();
        late.close();
        int before = one.size();
        printed.ask();
        assertThat(one).hasSize(before);
    }
}
