package dev.millrace.flink.whole;

import dev.millrace.compile.LogicalPlan;
import dev.millrace.flink.connect.KafkaConnectors;
import dev.millrace.flink.embedded.EmbeddedFlink;
import dev.millrace.flink.gateway.RestGateway;
import dev.millrace.flink.plan.JobPlanner;
import dev.millrace.flink.plan.JobSettings;
import dev.millrace.pipeline.RunSettings.StateBackend;
import dev.millrace.server.TestKafka;
import dev.millrace.server.TestPipelines;
import dev.millrace.server.deployment.FlinkGateway;
import dev.millrace.server.deployment.FlinkGatewayContract;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract that the fake cluster of the server's tests keeps is kept by the real one. */
class EmbeddedFlinkKeepsTheContractTest extends FlinkGatewayContract {
    private static final String TOPIC = "gateway-contract";

    @TempDir private static Path home;
    private static EmbeddedFlink flink;
    private static RestGateway gateway;

    @BeforeAll static void start() throws Exception {
        flink = new EmbeddedFlink(home, 0, 4);
        flink.start();
        var settings = new JobSettings(Optional.of(home.resolve("state").toUri()), StateBackend.HASHMAP, 2, Duration.ofMillis(100));
        gateway = new RestGateway(flink.address(), new JobPlanner(new KafkaConnectors(TestKafka.connection()), settings), settings, List.of());
        try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", TestKafka.connection().bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
    }

    @AfterAll static void stop() {
        gateway.close();
        flink.close();
    }

    @Override protected FlinkGateway gateway() {
        return gateway;
    }

    @Override protected LogicalPlan endless() {
        var pipeline = TestPipelines.demoTo(TOPIC);
        var often = new dev.millrace.pipeline.RunSettings(1, Duration.ofMillis(500));
        return TestPipelines.compiler().compile(pipeline.withRun(often)).plan().orElseThrow();
    }
}
