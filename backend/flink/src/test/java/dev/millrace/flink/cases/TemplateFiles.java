package dev.millrace.flink.cases;

import dev.millrace.document.PipelineDocument;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.Pipeline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The shipped templates, and what they are tested with:
 *
 * <pre>
 *   templates/input/DATASET.jsonl.gz              the first records of a demo stream
 *   templates/ID/expected.py                      works out from them what the template must give, without Millrace and Flink
 *   templates/ID/expected-TOPIC.jsonl             what it gives into a topic
 *   templates/ID/expected-table.NAME.jsonl        what it gives into a table
 * </pre>
 *
 * {@code expected.py} was run in its folder, with the number of records that {@link #records} says. Where a value is "*", any will do.
 */
final class TemplateFiles {
    static final Path INPUT = Path.of("src/test/resources/templates/input");
    private static final Path SHIPPED = Path.of("../server/src/main/resources/templates");
    private static final Path TESTED = Path.of("src/test/resources/templates");
    private static final NodeKinds KINDS = NodeKinds.shipped();

    private TemplateFiles() {}

    static List<String> ids() {
        try (Stream<Path> files = Files.list(SHIPPED)) {
            return files.map(f -> f.getFileName().toString()).filter(f -> f.endsWith(".yaml")).map(f -> f.substring(0, f.length() - 5)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(String id) throws IOException {
        return Files.readString(SHIPPED.resolve(id + ".yaml"));
    }

    /** Puts a document in the place of the one below the head. */
    static String write(String id, String document) throws IOException {
        String text = text(id).lines().takeWhile(l -> l.startsWith("#")).map(l -> l + "\n").collect(Collectors.joining()) + document;
        Files.writeString(SHIPPED.resolve(id + ".yaml"), text);
        return text;
    }

    static Pipeline pipeline(String id) throws IOException {
        return new PipelineDocument(KINDS).read(text(id));
    }

    /** How many records of each demo stream a template is tested with. */
    static long records(String id) {
        return switch (id) {
            case "nexmark-bids" -> 12_000;
            case "sensor-monitoring" -> 2_500;
            // So few that no reading of the device that is cut off comes late.
            case "rolling-anomaly" -> 1_000;
            // So many that some customers are gone at the end.
            case "customers-with-orders" -> 1_800;
            default -> 2_000;
        };
    }

    /** Rows by topic, or by {@code table.NAME}. */
    static Map<String, List<String>> expected(String id) throws IOException {
        var expected = new TreeMap<String, List<String>>();
        try (Stream<Path> files = Files.list(TESTED.resolve(id))) {
            for (Path file : files.filter(f -> f.getFileName().toString().endsWith(".jsonl")).toList()) {
                String name = file.getFileName().toString();
                expected.put(name.substring("expected-".length(), name.length() - ".jsonl".length()), Files.readAllLines(file));
            }
        }
        return expected;
    }

    /** The streams that some template plays, with the most records that are needed of each. */
    static Map<String, Long> datasets() throws IOException {
        var datasets = new TreeMap<String, Long>();
        for (String id : ids()) {
            pipeline(id).nodes().values().stream().filter(n -> n.kind().equals("source.demo"))
                    .map(n -> (String) n.settings().get("dataset").orElseThrow()).collect(Collectors.toSet())
                    .forEach(d -> datasets.merge(d, records(id), Math::max));
        }
        return datasets;
    }
}
