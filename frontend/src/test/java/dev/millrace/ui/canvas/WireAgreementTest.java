package dev.millrace.ui.canvas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import dev.millrace.pipeline.Room;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The wire format is written down twice, in Java and in TypeScript. Both say the same, name by name and type by type. */
class WireAgreementTest {
    private static final Path CANVAS = Path.of("src", "main", "frontend", "canvas");
    private static final Pattern INTERFACE = Pattern.compile("export interface Wire(\\w+) \\{(.*?)\\n}", Pattern.DOTALL);
    private static final Pattern UNION = Pattern.compile("export type (\\w+) = ((?:'\\w+'(?: \\| )?)+);");
    private static final Pattern FIELD = Pattern.compile("(\\w+): ([^;\\n]+?);?(?=\\n|$|; )");
    private static final Pattern COMMAND = Pattern.compile("\\| \\{ type: '(\\w+)'(?:; (.*?))? }");
    private static final Map<String, Class<?>> RECORDS = Map.ofEntries(Map.entry("Kind", Wire.Kind.class), Map.entry("Port", Wire.Port.class),
            Map.entry("Node", Wire.Node.class), Map.entry("End", Wire.End.class), Map.entry("Column", Wire.Column.class),
            Map.entry("Edge", Wire.Edge.class), Map.entry("Graph", Wire.Graph.class), Map.entry("Load", Wire.Load.class),
            Map.entry("Patch", Wire.Patch.class), Map.entry("Rates", Wire.FlatRates.class), Map.entry("Newest", Wire.Newest.class), Map.entry("Place", Wire.Place.class),
            Map.entry("Fragment", Wire.Fragment.class), Map.entry("FragmentNode", Wire.FragmentNode.class),
            Map.entry("Note", Wire.Note.class), Map.entry("Group", Wire.Group.class),
            Map.entry("FragmentEdge", Wire.FragmentEdge.class), Map.entry("Answer", Wire.Answer.class));

    private static String source(String file) throws IOException {
        return Files.readString(CANVAS.resolve(file)).replaceAll("(?s)/\\*\\*.*?\\*/", "");
    }

    @Test
    void messagesHaveTheSameFields() throws IOException {
        var written = new LinkedHashMap<String, Map<String, String>>();
        INTERFACE.matcher(source("wire.ts")).results().forEach(i -> written.put(i.group(1), fields(i.group(2))));
        assertThat(written.keySet()).containsExactlyInAnyOrderElementsOf(RECORDS.keySet());
        written.forEach((name, fields) -> assertThat(fields).as(name).isEqualTo(fields(RECORDS.get(name))));
    }

    @Test
    void commandsHaveTheSameFields() throws IOException {
        String commands = source("wire.ts").replaceAll("(?s).*export type Command =", "").replaceAll("(?s);\\n\\nexport.*", "");
        Map<String, Map<String, String>> written = COMMAND.matcher(commands).results()
                .collect(Collectors.toMap(c -> c.group(1), c -> c.group(2) == null ? Map.of() : fields(c.group(2))));
        Map<String, Map<String, String>> read = Arrays.stream(CanvasCommand.class.getAnnotation(JsonSubTypes.class).value())
                .collect(Collectors.toMap(JsonSubTypes.Type::name, t -> fields(t.value())));
        assertThat(written).isEqualTo(read);
        assertThat(Arrays.stream(CanvasCommand.class.getAnnotation(JsonSubTypes.class).value()).map(JsonSubTypes.Type::value))
                .containsExactlyInAnyOrderElementsOf(leaves(CanvasCommand.class));
    }

    private static List<Class<?>> leaves(Class<?> sealed) {
        return sealed.isSealed() ? Arrays.stream(sealed.getPermittedSubclasses()).<Class<?>>flatMap(s -> leaves(s).stream()).toList() : List.of(sealed);
    }

    @Test
    void choicesHaveTheSameWords() throws IOException {
        Map<String, List<String>> written = UNION.matcher(source("wire.ts")).results().collect(Collectors.toMap(u -> u.group(1),
                u -> Arrays.stream(u.group(2).split(" \\| ")).map(w -> w.replace("'", "")).toList()));
        assertThat(written.get("NodeState")).isEqualTo(names(Wire.State.values()));
        assertThat(written.get("NodeUse")).isEqualTo(names(Wire.Use.values()));
        assertThat(written.get("Kept")).isEqualTo(names(Wire.Kept.values()));
        assertThat(written.get("Differs")).isEqualTo(names(Wire.Differs.values()));
        assertThat(written.get("Changelog")).isEqualTo(names(Wire.Changelog.values()));
        assertThat(written.get("Role")).isEqualTo(names(dev.millrace.kind.NodeKind.Role.values()));
        assertThat(written.get("PortRole")).isEqualTo(names(dev.millrace.kind.Port.Role.values()));
    }

    @Test
    void nodesAreEquallyWide() throws IOException {
        assertThat(source("shape.ts")).contains("NODE_WIDTH = " + Room.NODE_WIDTH + ";").contains("GAP = " + Room.GAP + ";");
    }

    private static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values).map(Enum::name).toList();
    }

    private static Map<String, String> fields(String typescript) {
        return FIELD.matcher(typescript.replace("; ", "\n").strip()).results().collect(Collectors.toMap(f -> f.group(1),
                f -> f.group(2).replaceAll(" \\| null$", "").replaceAll("\\bWire(?=[A-Z])", "")
                        .replaceAll("^(NodeState|NodeUse|Kept|Differs|Changelog|Role|PortRole)$", "string").strip(), (a, b) -> a, LinkedHashMap::new));
    }

    private static Map<String, String> fields(Class<?> record) {
        return Arrays.stream(record.getRecordComponents()).collect(Collectors.toMap(RecordComponent::getName,
                c -> typescript(c.getGenericType()), (a, b) -> a, LinkedHashMap::new));
    }

    private static String typescript(Type type) {
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            Type element = list.getActualTypeArguments()[0];
            return element == Object.class ? "(string | number)[]" : typescript(element) + "[]";
        }
        if (type instanceof ParameterizedType map && map.getRawType() == Map.class) {
            return "Record<string, unknown>";
        }
        if (type == int.class || type == long.class || type == double.class) {
            return "number";
        }
        if (type == boolean.class) {
            return "boolean";
        }
        if (type == String.class || ((Class<?>) type).isEnum()) {
            return "string";
        }
        return ((Class<?>) type).getSimpleName();
    }
}
