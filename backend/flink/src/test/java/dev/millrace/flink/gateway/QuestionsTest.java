package dev.millrace.flink.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.flink.plan.Wiring;
import dev.millrace.flink.simulated.SimulatedFlink;
import dev.millrace.pipeline.NodeId;
import dev.millrace.server.deployment.FlinkGateway;
import dev.millrace.server.deployment.JobId;
import dev.millrace.server.deployment.JobMetrics;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How many questions Flink is asked: what was answered is not asked again, and what has changed is. */
class QuestionsTest {
    /** Its clock stands: jobs that grew older, on a machine that stood still, would have checkpoints, which are asked for too. */
    private final SimulatedFlink flink = SimulatedFlink.start(() -> 1_764_000_000_000L);
    private final FlinkApi api = new FlinkApi(flink.address());
    private final AtomicLong nanos = new AtomicLong(1_000_000_000_000L);

    @AfterEach
    void close() {
        api.close();
        flink.close();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private JobId job() throws Exception {
        var id = JobId.random();
        var graph = new JobGraph(JobID.fromHexString(id.value()), "job");
        Stream.of("Source: orders/source#1 -> orders/out-out#1", "results/arrivals#1 -> results/sink#1: Writer").forEach(name -> graph.addVertex(new JobVertex(name)));
        var config = new ExecutionConfig();
        config.setGlobalJobParameters(Configuration.fromMap(Map.of(Wiring.PARAMETER, "{\"orders\":{\"out\":[\"out\"],\"in\":[]},\"results\":{\"out\":[],\"in\":[{\"node\":\"orders\",\"port\":\"out\"}]}}")));
        graph.setExecutionConfig(config);
        flink.run(graph);
        return id;
    }

    private long questions(Runnable work) {
        long before = flink.requests();
        work.run();
        return flink.requests() - before;
    }

    @Test
    void oneAnswerTellsOfAllJobsForAMoment() throws Exception {
        var jobs = new JobsOverview(api, nanos::get);
        JobId one = job();
        JobId other = job();
        assertThat(questions(() -> {
            assertThat(jobs.lately(one)).isPresent();
            assertThat(jobs.lately(other)).isPresent();
        })).isEqualTo(1);
        // A job that is not in it may have come since.
        JobId third = job();
        assertThat(jobs.lately(third)).isPresent();
        assertThat(jobs.lately(JobId.random())).isEmpty();
        assertThat(questions(() -> jobs.now(one))).isEqualTo(1);
        pass(Duration.ofMillis(500));
        assertThat(questions(() -> jobs.lately(one))).isEqualTo(1);
        jobs.forget();
        assertThat(questions(() -> jobs.lately(one))).isEqualTo(1);
    }

    @Test
    void oneThatDoesNotAnswerIsWaitedForOnceByAllWhoAskAtThatMoment() {
        try (var nobody = new FlinkApi(URI.create("http://127.0.0.1:1"))) {
            var jobs = new JobsOverview(nobody, nanos::get);
            assertThatThrownBy(() -> jobs.lately(JobId.random())).isInstanceOf(FlinkGateway.Unreachable.class).isSameAs(catchIt(() -> jobs.lately(JobId.random())));
        }
    }

    private static Throwable catchIt(Runnable work) {
        try {
            work.run();
            return null;
        } catch (RuntimeException thrown) {
            return thrown;
        }
    }

    @Test
    void restartsAreAskedForOnlyWhileSomethingHasJustChanged() {
        var quiet = new QuietJobs<Integer>(nanos::get);
        var asked = new AtomicInteger();
        JobId job = JobId.random();
        JsonNode calm = new JsonMapper().readTree("{\"state\": \"RUNNING\", \"last-modification\": 5, \"tasks\": {\"running\": 2}}");
        JsonNode restarted = new JsonMapper().readTree("{\"state\": \"RUNNING\", \"last-modification\": 9, \"tasks\": {\"running\": 2}}");
        Runnable look = () -> quiet.of(job, calm, asked::incrementAndGet);
        look.run();
        // Flink counts a restart some seconds after it.
        pass(Duration.ofSeconds(20));
        look.run();
        assertThat(asked).hasValue(2);
        pass(Duration.ofSeconds(11));
        look.run();
        assertThat(asked).hasValue(2);
        assertThat(quiet.of(job, restarted, asked::incrementAndGet)).isEqualTo(3);
    }

    @Test
    void theNumbersOfAJobTakeAQuestionForEachVertexAndOneOrTwoMore() throws Exception {
        var reader = new MetricsReader(api, new JobsOverview(api, nanos::get), nanos::get, true);
        JobId job = job();
        JobMetrics first = reader.read(job);
        assertThat(first.nodes()).containsOnlyKeys(new NodeId("orders"), new NodeId("results"));
        pass(Duration.ofSeconds(61));
        reader.read(job);
        // The overview tells of all jobs; that of one is asked once.
        pass(Duration.ofSeconds(9));
        assertThat(questions(() -> assertThat(reader.read(job).nodes()).containsOnlyKeys(new NodeId("orders"), new NodeId("results")))).as("overview, checkpoints, two vertices").isEqualTo(4);
        pass(Duration.ofSeconds(5));
        assertThat(questions(() -> reader.read(job))).as("checkpoints every second time where nobody looks").isEqualTo(3);
        pass(Duration.ofSeconds(1));
        assertThat(questions(() -> reader.read(job))).as("and each time where somebody does").isEqualTo(4);
        JobMetrics last = reader.read(job);
        assertThat(last.nodes().get(new NodeId("results")).latency()).as("is in the answers too").isPresent();
        assertThat(last.nodes().get(new NodeId("orders")).latency()).isEmpty();
        // How checkpoints go came with them, for those who ask soon after.
        assertThat(questions(() -> assertThat(reader.checkpointing(job)).isPresent())).isZero();
        pass(Duration.ofSeconds(12));
        assertThat(questions(() -> assertThat(reader.checkpointing(job)).isPresent())).isEqualTo(1);
    }

    @Test
    void namesAreAskedForAgainWhereOneHasNoValueAnyMore() {
        var names = new KnownNames(nanos::get);
        var asked = new AtomicInteger();
        Runnable look = () -> names.of("vertex", () -> new KnownNames.Names(Set.of("name " + asked.incrementAndGet()), Set.of()));
        look.run();
        look.run();
        assertThat(asked).hasValue(2);
        pass(Duration.ofSeconds(61));
        look.run();
        look.run();
        assertThat(asked).hasValue(3);
        names.forget("vertex");
        look.run();
        assertThat(asked).hasValue(4);
        pass(Duration.ofSeconds(59));
        look.run();
        assertThat(asked).hasValue(4);
        pass(Duration.ofSeconds(2));
        look.run();
        assertThat(asked).hasValue(5);
    }
}
