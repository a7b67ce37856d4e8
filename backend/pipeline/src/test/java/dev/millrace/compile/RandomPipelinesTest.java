package dev.millrace.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.document.PipelineDocument;
import dev.millrace.fixture.RandomPipelines;
import dev.millrace.fixture.SmallExpressions;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.Node;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is drawn compiles to a plan or to words, and its document says the same. */
class RandomPipelinesTest {
    private static final NodeKinds KINDS = NodeKinds.shipped();
    private static final Compiler COMPILER = new Compiler(KINDS, new SmallExpressions());
    private static final PipelineDocument DOCUMENT = new PipelineDocument(KINDS);
    private static final Map<String, Integer> DRAWN = new HashMap<>();

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void compilesOrSaysWhyNot(long seed) {
        Compilation drawn = new RandomPipelines(seed, COMPILER, RandomPipelinesTest::judge).draw(12);
        assertThat(drawn.plan()).as(drawn.diagnostics().toString()).isPresent();
        assertThat(PlanText.write(drawn.plan().orElseThrow())).isNotBlank();
        drawn.pipeline().nodes().values().stream().map(Node::kind).forEach(k -> DRAWN.merge(k, 1, Integer::sum));
    }

    private static void judge(Compilation compiled) {
        assertThat(compiled.plan().isEmpty()).as("errors, or a plan").isEqualTo(compiled.diagnostics().hasErrors());
        String text = DOCUMENT.write(compiled.pipeline());
        assertThat(DOCUMENT.read(text)).isEqualTo(compiled.pipeline());
        assertThat(DOCUMENT.write(DOCUMENT.read(text))).isEqualTo(text);
    }

    /** A generator that draws nothing of a kind would let all its errors pass. */
    @AfterAll
    static void mostKindsWereDrawn() {
        long operators = KINDS.all().stream().filter(k -> k.id().matches("(operator|window|join|pattern)\\..*")).count();
        long drawn = DRAWN.keySet().stream().filter(k -> k.matches("(operator|window|join|pattern)\\..*")).count();
        assertThat(drawn).as(DRAWN.toString()).isGreaterThan(operators * 3 / 4);
    }
}
