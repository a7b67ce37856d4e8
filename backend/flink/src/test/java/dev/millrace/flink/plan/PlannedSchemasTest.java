package dev.millrace.flink.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.compile.Compiler;
import dev.millrace.compile.LogicalPlan;
import dev.millrace.compile.PlanText;
import dev.millrace.compile.Segment;
import dev.millrace.fixture.Fixture;
import dev.millrace.fixture.RandomPipelines;
import dev.millrace.flink.connect.Databases;
import dev.millrace.flink.connect.FilesFolder;
import dev.millrace.flink.connect.HttpServices;
import dev.millrace.flink.connect.KafkaConnectors;
import dev.millrace.flink.connect.Registries;
import dev.millrace.flink.expression.FlinkExpressions;
import dev.millrace.flink.kinds.BatchRows;
import dev.millrace.flink.kinds.ShopJars;
import dev.millrace.flink.segment.RowShape;
import dev.millrace.flink.type.FlinkTypes;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PortRef;
import dev.millrace.runtime.avro.AvroFormat;
import dev.millrace.runtime.http.HttpAddress;
import dev.millrace.runtime.jdbc.JdbcTable;
import dev.millrace.server.deployment.FlinkGateway;
import dev.millrace.server.deployment.JobId;
import dev.millrace.server.deployment.JobSpec;
import dev.millrace.server.deployment.KafkaConnection;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.flink.types.RowKind;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What is shown on an edge while drawing is what the planner makes of it: NULLs, event time, key, and whether rows change. */
class PlannedSchemasTest {
    private static final FlinkExpressions TYPER = new FlinkExpressions();

    @TempDir
    private static Path home;

    private static JobPlanner planner;

    @BeforeAll
    static void start() {
        planner = new JobPlanner(
                new KafkaConnectors(new KafkaConnection("127.0.0.1:1", Map.of()), FilesFolder.at(home.resolve("files")),
                        new Databases(Map.of("warehouse", new JdbcTable.Address("jdbc:postgresql://127.0.0.1:1/warehouse", "warehouse", ""))),
                        new HttpServices(Map.of("hook", new HttpAddress("http://127.0.0.1:1", Map.of()), "crm", new HttpAddress("http://127.0.0.1:1", Map.of()))),
                        new Registries(Map.of("main", new AvroFormat.Registry("main", "http://127.0.0.1:1", "", "")))), JobSettings.keepingStateIn(home.toUri()),
                ShopJars.in(home));
    }

    @TestFactory
    Stream<DynamicTest> fixtures() {
        return Fixture.all().stream().filter(f -> f.file("expected.plan").isPresent())
                .map(f -> DynamicTest.dynamicTest(f.name(), () -> assertShown(f.compile(TYPER).plan().orElseThrow())));
    }

    @TestFactory
    Stream<DynamicTest> drawnAtRandom() {
        var compiler = new Compiler(NodeKinds.shipped(), TYPER);
        return LongStream.range(0, 40).mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed,
                () -> assertShown(new RandomPipelines(seed, compiler, c -> { }).draw(10).plan().orElseThrow())));
    }

    /** The same drawings in batch mode: what is shown and not refused must plan there too. */
    @TestFactory
    Stream<DynamicTest> inBatchMode() {
        var compiler = new Compiler(NodeKinds.shipped(), TYPER);
        Stream<Pipeline> fixtures = Fixture.all().stream().filter(f -> f.file("expected.plan").isPresent()).map(Fixture::pipeline);
        Stream<Pipeline> random = LongStream.range(100, 115).mapToObj(seed -> new RandomPipelines(seed, compiler, c -> { }).draw(10).pipeline());
        return Stream.concat(fixtures, random).map(p -> DynamicTest.dynamicTest(p.name(),
                () -> compiler.compile(BatchRows.switched(p, compiler)).plan().ifPresent(PlannedSchemasTest::assertShown)));
    }

    private static void assertShown(LogicalPlan plan) {
        Map<PortRef, RowShape> shapes;
        try {
            shapes = planner.shapes(plan, new JobSpec(JobId.random(), plan.name(), "planned"));
        } catch (FlinkGateway.Refused refused) {
            throw new AssertionError("What was not refused while drawing cannot be planned, at " + refused.diagnostics().all() + " of\n" + PlanText.write(plan), refused);
        }
        for (Segment segment : plan.segments()) {
            if (segment instanceof Segment.Producing producing) {
                producing.outputs().forEach((port, rel) -> {
                    RowShape shape = shapes.get(new PortRef(producing.node(), port));
                    String place = producing.node() + "." + port + " of\n" + PlanText.write(plan);
                    assertThat(shape.type()).as(place).isEqualTo(FlinkTypes.row(rel.schema()));
                    assertThat(shape.eventTime()).as(place).isEqualTo(rel.schema().eventTime());
                    assertThat(shape.key()).as(place).isEqualTo(rel.schema().key());
                    assertThat(!shape.changes().containsOnly(RowKind.INSERT)).as(place + " changes rows: " + shape.changes()).isEqualTo(!plan.run().isBatch() && rel.schema().isUpdating());
                });
            }
        }
    }
}
