package dev.millrace.flink.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.flink.embedded.EmbeddedFlink;
import dev.millrace.rel.Rel;
import dev.millrace.server.deployment.JobId;
import dev.millrace.server.deployment.JobSpec;
import dev.millrace.server.deployment.Observation.State;
import dev.millrace.server.deployment.RestorePoint;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedGatewayTest extends GatewayContract {
    @TempDir
    private static Path home;
    private static EmbeddedFlink flink;

    @BeforeAll
    static void start() {
        flink = new EmbeddedFlink(home, 0, 4);
        flink.start();
    }

    @AfterAll
    static void stop() {
        flink.close();
    }

    @Override
    URI address() {
        return flink.address();
    }

    @Override
    Path state() {
        return home;
    }

    @Override
    List<Path> jars() {
        return List.of();
    }

    /** What a kill of the application leaves: checkpoints on disk, and a new cluster that knows no job. */
    @Test
    void aNewClusterGoesOnFromTheCheckpointsOfOneThatIsGone() {
        Rel.Scan demo = demo(5_000, 0);
        var spec = new JobSpec(JobId.random(), "lost", "lost");
        long counted;
        try (var lost = new EmbeddedFlink(home.resolve("lost"), 0, 2)) {
            lost.start();
            try (RestGateway gateway = open(lost.address())) {
                gateway.submit(gateway.plan(plan(demo, EVEN), spec), RestorePoint.FRESH);
                counted = await(() -> gateway.metrics(spec.id()).lastCheckpoint().filter(c -> c.number() > 2)).number();
            }
        }
        try (RestGateway gateway = open(flink.address())) {
            assertThat(gateway.observe(spec.id()).state()).isEqualTo(State.ABSENT);
            RestorePoint.FromState from = gateway.latestCheckpoint(spec.id()).orElseThrow();
            long number = Long.parseLong(from.path().substring(from.path().lastIndexOf('-') + 1));
            assertThat(number).isGreaterThanOrEqualTo(counted);
            var again = new JobSpec(JobId.random(), "lost", "lost");
            gateway.submit(gateway.plan(plan(demo, EVEN), again), from);
            awaitState(gateway, again.id(), State.RUNNING);
            gateway.cancel(again.id());
            awaitState(gateway, again.id(), State.CANCELLED);
        }
    }

    @Test
    void listensOnLoopbackOnly() {
        assertThat(flink.address().getHost()).isEqualTo("127.0.0.1");
    }
}
