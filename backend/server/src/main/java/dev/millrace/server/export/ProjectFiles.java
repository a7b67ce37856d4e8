package dev.millrace.server.export;

import dev.millrace.pipeline.NodeId;
import dev.millrace.server.preview.Preview;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The files of an exported project.
 *
 * @param preview rows of each output, for sources and sinks
 * @param madeUp sources whose rows were generated, since there were none to take
 */
record ProjectFiles(String name, String description, Portable portable, Preview preview, Set<NodeId> madeUp) {
    private static final Pattern GAP = Pattern.compile("\\{\\{(\\w+)}}");

    byte[] zip() {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
            for (var file : files().entrySet()) {
                zip.putNextEntry(new ZipEntry(artifact() + "/" + file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        Properties versions = versions();
        Map<String, String> gaps = new LinkedHashMap<>();
        versions.stringPropertyNames().forEach(v -> gaps.put(v, versions.getProperty(v)));
        gaps.put("artifact", artifact());
        gaps.put("name", oneLine(name));
        gaps.put("description", description.isBlank() ? "" : description.strip() + "\n\n");
        gaps.put("libraries", portable.libraries().stream().sorted().map(l -> library(l, versions)).collect(Collectors.joining("\n")));
        gaps.put("settings", settings());
        gaps.put("arguments", portable.settings().stream().map(s -> "--" + s.name() + " " + s.example()).collect(Collectors.joining(" ")));
        gaps.put("places", portable.settings().stream().map(s -> ", " + java("--" + s.name()) + ", " + java(s.example()))
                .collect(Collectors.joining()));
        gaps.put("names", portable.settings().isEmpty() ? "NONE" : portable.settings().stream().map(Portable.Setting::name).collect(Collectors.joining("|")));
        gaps.put("differences", differences());
        Map<String, String> samples = samples();
        Map<String, String> expected = samples.isEmpty() ? Map.of() : expected();
        gaps.put("tables", tables("SAMPLES", "samples", samples.keySet()) + tables("EXPECTED", "expected", expected.keySet()));
        gaps.put("tests", tests(expected));
        files.put("pom.xml", filled("pom.xml", gaps));
        files.put("README.md", filled("README.md", gaps));
        files.put("src/main/resources/pipeline.sql", portable.script());
        for (String source : List.of("Main", "Settings", "Script")) {
            files.put("src/main/java/pipeline/" + source + ".java", filled(source + ".java", gaps));
        }
        if (!expected.isEmpty()) {
            files.put("src/test/java/pipeline/PipelineTest.java", filled("PipelineTest.java", gaps));
            samples.forEach((table, rows) -> files.put("src/test/resources/samples/" + file(table), rows));
            expected.forEach((table, rows) -> files.put("src/test/resources/expected/" + file(table), rows));
        }
        return files;
    }

    /** Rows of each source by its table; none where one of them changes rows, which no file of rows can say. */
    private Map<String, String> samples() {
        Map<String, String> samples = new LinkedHashMap<>();
        for (Portable.Table source : portable.sources()) {
            Preview.Rows rows = preview.ports().getOrDefault(source.rows(), Preview.Rows.NONE);
            if (!source.appending() || rows.count() != rows.first().size() || preview.failure().isPresent()) {
                return Map.of();
            }
            samples.put(source.name(), lines(rows.first().stream().map(Preview.Row::json).toList()));
        }
        return samples;
    }

    private Map<String, String> expected() {
        Map<String, String> expected = new LinkedHashMap<>();
        for (Portable.Table sink : portable.sinks()) {
            Preview.Rows rows = preview.ports().getOrDefault(sink.rows(), Preview.Rows.NONE);
            if (rows.count() == rows.first().size()) {
                expected.put(sink.name(), lines(left(rows.first())));
            }
        }
        return expected;
    }

    /** The rows that hold in the end. */
    private static List<String> left(List<Preview.Row> changes) {
        var rows = new ArrayList<String>();
        for (Preview.Row change : changes) {
            if (change.kind().equals("+I") || change.kind().equals("+U")) {
                rows.add(change.json());
            } else {
                rows.remove(change.json());
            }
        }
        return rows;
    }

    private static String lines(List<String> rows) {
        return rows.stream().map(r -> r + "\n").collect(Collectors.joining());
    }

    private static String tables(String into, String folder, Set<String> tables) {
        return tables.stream().map(t -> "        " + into + ".put(" + java(t) + ", \"/" + folder + "/" + file(t) + "\");\n").collect(Collectors.joining());
    }

    private String tests(Map<String, String> expected) {
        if (expected.isEmpty()) {
            return "There are no tests: " + (preview.failure().isPresent() ? "the drawing gave no rows for a sample (" + oneLine(preview.failure().get().message()) + ")."
                    : "a source changes rows that it gave before, or gave more than a sample holds.");
        }
        return "The rows of " + (madeUp.isEmpty() ? "the samples are the newest of each source at the time of the export."
                : "the samples are the newest of each source at the time of the export; those of " + madeUp.stream().map(NodeId::value).sorted().collect(Collectors.joining(", "))
                        + " are made up, for there were none.") + " What depends on the clock or on chance gives other rows with each run, and fails here.";
    }

    private String settings() {
        return portable.settings().isEmpty() ? "It asks for nothing from its surroundings."
                : "Set these in the environment, or as arguments (`--NAME value`):\n\n| | | |\n|---|---|---|\n"
                        + portable.settings().stream().map(s -> "| `" + s.name() + "` | " + s.meaning() + " | `" + s.example() + "` |").collect(Collectors.joining("\n"));
    }

    private String differences() {
        var lines = new ArrayList<String>();
        lines.add("Records that cannot be read are skipped, and a record without event time ends the job; in the drawing both leave by an output of their own.");
        lines.add("Rows of all steps are counted together by Flink; in the drawing each step has its own counts and keeps its own state over edits.");
        portable.leftOut().forEach(l -> lines.add(l + "."));
        return lines.stream().map(l -> "- " + l).collect(Collectors.joining("\n"));
    }

    private static String library(Portable.Library library, Properties versions) {
        return switch (library) {
            case KAFKA -> dependency("org.apache.flink", "flink-connector-kafka", versions.getProperty("kafka"), "compile") + "\n"
                    + dependency("org.apache.kafka", "kafka-clients", versions.getProperty("clients"), "compile");
            case JDBC -> dependency("org.apache.flink", "flink-connector-jdbc-core", versions.getProperty("jdbc"), "compile") + "\n"
                    + dependency("org.apache.flink", "flink-connector-jdbc-postgres", versions.getProperty("jdbc"), "compile") + "\n"
                    + dependency("org.postgresql", "postgresql", versions.getProperty("postgresql"), "compile");
            case CSV -> dependency("org.apache.flink", "flink-csv", "${flink.version}", "provided");
            case DATAGEN -> dependency("org.apache.flink", "flink-connector-datagen", "${flink.version}", "compile");
        };
    }

    private static String dependency(String group, String artifact, String version, String scope) {
        return "    <dependency><groupId>" + group + "</groupId><artifactId>" + artifact + "</artifactId><version>" + version + "</version><scope>" + scope
                + "</scope></dependency>";
    }

    /** The name as a folder and an artifact: letters, digits and dashes. */
    private String artifact() {
        String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return plain.isEmpty() ? "pipeline" : plain;
    }

    /** Tables are called after nodes and ports, whose names are letters, digits and dashes. */
    private static String file(String table) {
        return table.replaceAll("[^A-Za-z0-9.-]", "_") + ".jsonl";
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
    }

    private static String java(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static String filled(String template, Map<String, String> gaps) {
        return GAP.matcher(text(template + ".txt")).replaceAll(m -> Matcher.quoteReplacement(gaps.get(m.group(1))));
    }

    private static Properties versions() {
        var versions = new Properties();
        try (InputStream in = ProjectFiles.class.getResourceAsStream("/export/versions.properties")) {
            versions.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return versions;
    }

    private static String text(String file) {
        try (InputStream in = ProjectFiles.class.getResourceAsStream("/export/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
