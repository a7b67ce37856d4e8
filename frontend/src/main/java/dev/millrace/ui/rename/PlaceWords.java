package dev.millrace.ui.rename;

import dev.millrace.kind.NodeKinds;
import dev.millrace.kind.SettingSpec;
import dev.millrace.kind.SettingType;
import dev.millrace.pipeline.Node;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A place inside settings as its form calls it: "aggregates[1].column" is "Aggregates 2, Column". */
public final class PlaceWords {
    private static final Pattern STEP = Pattern.compile("([A-Za-z][A-Za-z0-9]*)(?:\\[(\\d+)])?");

    private PlaceWords() {}

    /** The path itself where the form has no such field; empty for the whole node. */
    public static String of(NodeKinds kinds, Node node, String path) {
        return kinds.find(node.kind()).map(kind -> words(kind.settings(), path)).orElse(path);
    }

    private static String words(List<SettingSpec> specs, String path) {
        var words = new StringBuilder();
        Matcher step = STEP.matcher(path);
        List<SettingSpec> here = specs;
        while (step.find()) {
            Optional<SettingSpec> spec = here.stream().filter(s -> s.name().equals(step.group(1))).findFirst();
            if (spec.isEmpty()) {
                return path;
            }
            words.append(words.isEmpty() ? "" : ", ").append(spec.get().label()).append(step.group(2) == null ? "" : " " + (Integer.parseInt(step.group(2)) + 1));
            here = fields(spec.get().type());
        }
        return words.toString();
    }

    private static List<SettingSpec> fields(SettingType type) {
        return switch (type) {
            case SettingType.ListOf(SettingType element) -> fields(element);
            case SettingType.Fields(List<SettingSpec> fields) -> fields;
            default -> List.of();
        };
    }
}
