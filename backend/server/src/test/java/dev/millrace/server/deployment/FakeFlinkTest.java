package dev.millrace.server.deployment;

import dev.millrace.compile.LogicalPlan;
import dev.millrace.server.TestPipelines;

class FakeFlinkTest extends FlinkGatewayContract {
    private final FakeFlink flink = new FakeFlink();

    @Override protected FlinkGateway gateway() {
        return flink;
    }

    @Override protected LogicalPlan endless() {
        return TestPipelines.compiler().compile(TestPipelines.demoTo("results")).plan().orElseThrow();
    }
}
