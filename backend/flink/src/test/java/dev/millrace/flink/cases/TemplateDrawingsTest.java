package dev.millrace.flink.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.compile.Compiler;
import dev.millrace.diagnostic.Severity;
import dev.millrace.document.PipelineDocument;
import dev.millrace.flink.expression.FlinkExpressions;
import dev.millrace.kind.NodeKinds;
import dev.millrace.kind.Port;
import dev.millrace.kind.Ports;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.Note;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.Position;
import dev.millrace.pipeline.Room;
import java.awt.Rectangle;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every shipped template can be read and run as it is: nothing to mend, described, and drawn so that nothing covers anything else.
 * -Dtemplates.write=true writes the documents as documents are written.
 */
class TemplateDrawingsTest {
    private static final NodeKinds KINDS = NodeKinds.shipped();
    private static final FlinkExpressions TYPER = new FlinkExpressions();
    /** As in canvas/shape.ts. */
    private static final int HEAD = 56;
    private static final int ROW = 22;
    /** So much is free between two nodes at least. */
    private static final int BETWEEN = 20;

    @ParameterizedTest
    @MethodSource("dev.millrace.flink.cases.TemplateFiles#ids")
    void nothingIsLeftToMend(String id) throws IOException {
        var found = new Compiler(KINDS, TYPER).compile(TemplateFiles.pipeline(id)).diagnostics().all();
        assertThat(found).noneMatch(d -> d.severity() == Severity.ERROR || d.severity() == Severity.WARNING);
    }

    @ParameterizedTest
    @MethodSource("dev.millrace.flink.cases.TemplateFiles#ids")
    void itSaysWhatItIsForAndWhatToChange(String id) throws IOException {
        Pipeline pipeline = TemplateFiles.pipeline(id);
        assertThat(pipeline.name()).isNotBlank();
        assertThat(pipeline.description()).isNotBlank().endsWith(".");
        assertThat(TemplateFiles.text(id).lines().takeWhile(l -> l.startsWith("#"))).anyMatch(l -> l.matches("# tags: \\S.*"));
        assertThat(pipeline.marks().notes().values()).extracting(Note::text).anyMatch(t -> t.contains("What to change"));
        assertThat(pipeline.nodes().values()).allSatisfy(n -> assertThat(n.label()).as(n.id().value()).isNotBlank());
    }

    @ParameterizedTest
    @MethodSource("dev.millrace.flink.cases.TemplateFiles#ids")
    void itIsWrittenAsDocumentsAreWritten(String id) throws IOException {
        String text = TemplateFiles.text(id);
        String written = new PipelineDocument(KINDS).write(TemplateFiles.pipeline(id));
        if (Boolean.getBoolean("templates.write")) {
            text = TemplateFiles.write(id, written);
        }
        assertThat(text.lines().dropWhile(l -> l.startsWith("#")).toList()).isEqualTo(written.lines().toList());
    }

    @ParameterizedTest
    @MethodSource("dev.millrace.flink.cases.TemplateFiles#ids")
    void nothingCoversAnythingAndRowsGoToTheRight(String id) throws IOException {
        Pipeline pipeline = TemplateFiles.pipeline(id);
        Map<String, Rectangle> places = places(pipeline);
        places.forEach((name, place) -> places.forEach((other, otherPlace) -> {
            if (name.compareTo(other) < 0) {
                assertThat(place.intersects(otherPlace)).as("%s covers %s", name, other).isFalse();
            }
        }));
        pipeline.edges().forEach(e -> assertThat(pipeline.layout().get(e.to().node()).x()).as(e.toString())
                .isGreaterThanOrEqualTo(pipeline.layout().get(e.from().node()).x() + Room.NODE_WIDTH + 40));
    }

    private static Map<String, Rectangle> places(Pipeline pipeline) {
        var places = new LinkedHashMap<String, Rectangle>();
        for (Node node : pipeline.nodes().values()) {
            Position at = pipeline.layout().get(node.id());
            assertThat(at).as(node.id() + " has no place").isNotNull();
            places.put(node.id().value(), new Rectangle(at.x(), at.y(), Room.NODE_WIDTH + BETWEEN, height(KINDS.ports(node)) + BETWEEN));
        }
        pipeline.marks().notes().values().forEach(n -> places.put("note " + n.id(), new Rectangle(n.at().x(), n.at().y(), n.width(), n.height())));
        return places;
    }

    private static int height(Ports ports) {
        long ordinary = ports.outputs().stream().filter(p -> p.role() == Port.Role.ROWS).count();
        boolean lone = ordinary == 1 && ports.outputs().stream().noneMatch(p -> p.role() == Port.Role.OTHERWISE);
        int lines = ports.outputs().size() - (lone ? 1 : 0);
        int below = HEAD / 2 + Math.max(0, ports.inputs().size() - 1) * ROW + 6;
        return Math.max(lines == 0 ? HEAD : HEAD + lines * ROW + 4, below);
    }
}
