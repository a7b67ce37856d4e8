package dev.millrace.ui.canvas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What Java writes and TypeScript reads have the same names, and so have the commands that come back. */
class WireAgreementTest {
    private static final Path WIRE = Path.of("src", "main", "frontend", "canvas", "wire.ts");
    private static final Map<Class<? extends Record>, String> INTERFACES = Map.ofEntries(
            Map.entry(Wire.Kind.class, "WireKind"), Map.entry(Wire.Port.class, "WirePort"), Map.entry(Wire.Node.class, "WireNode"),
            Map.entry(Wire.End.class, "WireEnd"), Map.entry(Wire.Column.class, "WireColumn"), Map.entry(Wire.Edge.class, "WireEdge"),
            Map.entry(Wire.Graph.class, "WireGraph"), Map.entry(Wire.Load.class, "WireLoad"), Map.entry(Wire.Patch.class, "WirePatch"),
            Map.entry(Wire.Rates.class, "WireRates"), Map.entry(Wire.Fragment.class, "Fragment"), Map.entry(Wire.Answer.class, "Answer"));

    @Test
    void bothSidesNameTheSameFields() throws IOException {
        String typescript = Files.readString(WIRE);
        INTERFACES.forEach((record, name) -> {
            Matcher body = Pattern.compile("export interface " + name + " \\{\n(.*?)\n\\}", Pattern.DOTALL).matcher(typescript);
            assertThat(body.find()).as("interface " + name).isTrue();
            assertThat(found("(?m)^  (\\w+):", body.group(1))).as(name).isEqualTo(
                    Arrays.stream(record.getRecordComponents()).map(RecordComponent::getName).collect(Collectors.toCollection(TreeSet::new)));
        });
    }

    @Test
    void bothSidesKnowTheSameCommandsAndStates() throws IOException {
        String typescript = Files.readString(WIRE);
        Set<String> commands = Arrays.stream(CanvasCommand.class.getAnnotation(JsonSubTypes.class).value()).map(JsonSubTypes.Type::name)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(found("\\{ type: '(\\w+)'", typescript)).isEqualTo(commands);
        Matcher states = Pattern.compile("export type NodeState = (.*);").matcher(typescript);
        assertThat(states.find()).isTrue();
        assertThat(found("'(\\w+)'", states.group(1)))
                .isEqualTo(Arrays.stream(Wire.State.values()).map(Enum::name).collect(Collectors.toCollection(TreeSet::new)));
    }

    private static Set<String> found(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results().map(r -> r.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }
}
