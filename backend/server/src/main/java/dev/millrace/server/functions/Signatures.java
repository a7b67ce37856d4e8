package dev.millrace.server.functions;

import dev.millrace.rel.UserFunction;
import dev.millrace.rel.UserFunction.Parameter;
import dev.millrace.schema.TypeParser;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** What a jar's functions take and give, as it is stored beside the jar. */
final class Signatures {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Signatures() {}

    static String write(List<UserFunction> functions) {
        ArrayNode all = JSON.createArrayNode();
        for (UserFunction function : functions) {
            var entry = all.addObject().put("name", function.name()).put("class", function.className()).put("result", function.result().toString())
                    .put("givesNull", function.givesNull());
            ArrayNode parameters = entry.putArray("parameters");
            function.parameters().forEach(p -> parameters.addObject().put("name", p.name()).put("type", p.type().toString()).put("takesNull", p.takesNull()));
        }
        return JSON.writeValueAsString(all);
    }

    static List<UserFunction> read(String text, String library, int version, String sha256) {
        return each(JSON.readTree(text)).stream().map(f -> new UserFunction(library, version, f.get("name").stringValue(), f.get("class").stringValue(), sha256,
                each(f.get("parameters")).stream().map(p -> new Parameter(p.get("name").stringValue(), TypeParser.parse(p.get("type").stringValue()),
                        p.get("takesNull").booleanValue())).toList(),
                TypeParser.parse(f.get("result").stringValue()), f.get("givesNull").booleanValue())).toList();
    }

    private static List<JsonNode> each(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).toList();
    }
}
