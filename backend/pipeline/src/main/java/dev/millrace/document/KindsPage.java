package dev.millrace.document;

import dev.millrace.kind.NodeKind;
import dev.millrace.kind.NodeKinds;
import dev.millrace.kind.Port;
import dev.millrace.kind.Ports;
import dev.millrace.kind.SettingSpec;
import dev.millrace.kind.SettingType;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes docs/kinds.md, the page of all node kinds with their settings, from what the kinds declare. */
public final class KindsPage {
    private final NodeKinds kinds;
    private final StringBuilder page = new StringBuilder();

    private KindsPage(NodeKinds kinds) {
        this.kinds = kinds;
    }

    /** @param arguments the file to write */
    public static void main(String[] arguments) throws IOException {
        Files.writeString(Path.of(arguments[0]), write(NodeKinds.shipped()));
    }

    public static String write(NodeKinds kinds) {
        var writer = new KindsPage(kinds);
        writer.page.append("# Node kinds\n\nWritten from what the kinds declare; `KindsPage` makes it anew.\n");
        kinds.all().stream().collect(Collectors.groupingBy(NodeKind::group, TreeMap::new, Collectors.toList()))
                .forEach((group, members) -> {
                    writer.page.append("\n## ").append(group.title()).append('\n');
                    members.forEach(writer::kind);
                });
        return writer.page.toString();
    }

    private void kind(NodeKind kind) {
        page.append("\n### ").append(kind.title()).append("\n\n`").append(kind.id()).append('@').append(kind.version()).append("`. ")
                .append(kind.summary()).append(".\n\n");
        var node = new Node(NodeId.free(kind.title(), Set.of()), kind.id(), kind.version(), "", kind.example());
        Ports ports = kinds.ports(node);
        page.append("In: ").append(ports(ports.inputs())).append(". Out: ").append(ports(ports.outputs())).append(". [An example with rows, and in SQL](kinds/")
                .append(kind.id()).append(".md).\n");
        if (!kind.settings().isEmpty()) {
            page.append("\n| Setting | Takes | |\n|---|---|---|\n");
            rows("", kind.settings());
        }
        String document = new PipelineDocument(kinds).write(Pipeline.empty("Example").withNode(node).withPosition(node.id(), new Position(0, 0)));
        page.append("\n```yaml\n").append(document, document.indexOf("nodes:\n") + "nodes:\n".length(), document.indexOf("edges:")).append("```\n");
    }

    private static String ports(List<Port> ports) {
        return ports.isEmpty() ? "nothing" : ports.stream().map(p -> "`" + p.name() + "` (" + words(p.title()) + (p.many() ? ", from many edges)" : ")"))
                .collect(Collectors.joining(", "));
    }

    private static String words(String title) {
        return Character.toLowerCase(title.charAt(0)) + title.substring(1);
    }

    private void rows(String prefix, List<SettingSpec> settings) {
        for (SettingSpec spec : settings) {
            String needed = spec.required() ? "Needed. " : spec.preset().map(p -> "`" + p + "` where not set. ").orElse("");
            page.append("| `").append(prefix).append(spec.name()).append("` ").append(spec.label()).append(" | ").append(takes(spec.type()))
                    .append(" | ").append(cell((needed + spec.help()).strip())).append(" |\n");
            if (spec.type() instanceof SettingType.ListOf(SettingType.Fields(List<SettingSpec> fields))) {
                rows(prefix + spec.name() + "[].", fields);
            } else if (spec.type() instanceof SettingType.Fields(List<SettingSpec> fields)) {
                rows(prefix + spec.name() + ".", fields);
            }
        }
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }

    private static String takes(SettingType type) {
        return switch (type) {
            case SettingType.Text t -> "text";
            case SettingType.WholeNumber n -> n.max() == Long.MAX_VALUE ? "whole number, at least " + n.min()
                    : "whole number, " + n.min() + " to " + n.max();
            case SettingType.DecimalNumber n -> "number";
            case SettingType.YesNo y -> "true or false";
            case SettingType.DurationText d -> d.zeroAllowed() ? "duration, 0 allowed" : "duration";
            case SettingType.InstantText i -> "point in time";
            case SettingType.Choice c -> c.options().stream().map(o -> "`" + o.value() + "`").collect(Collectors.joining(", "));
            case SettingType.ColumnName c -> c.ownColumns() ? "one of its own columns" : "column of the input";
            case SettingType.ExpressionText e -> e.condition() ? "condition" : "expression";
            case SettingType.QueryText q -> "one query in SQL";
            case SettingType.TopicName t -> "topic";
            case SettingType.ClusterName c -> "name of a Kafka cluster";
            case SettingType.FunctionName f -> "function";
            case SettingType.TypeName t -> "type";
            case SettingType.ListOf(SettingType element) -> element instanceof SettingType.Fields ? "list" : "list of: " + takes(element);
            case SettingType.Fields f -> "group";
        };
    }
}
