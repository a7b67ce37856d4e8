package dev.millrace.server.functions;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;

/** Jars of classes that are compiled where they are needed, against a ScalarFunction that is not in them. */
public final class TestJars {
    private static final String FUNCTION = "org/apache/flink/table/functions/ScalarFunction";

    private TestJars() {}

    /** @param sources by the names of their classes */
    public static byte[] of(Map<String, String> sources) {
        try {
            Path work = Files.createTempDirectory("jar");
            Path classes = Files.createDirectories(work.resolve("classes"));
            var arguments = new ArrayList<>(List.of("-d", classes.toString(), "--release", "17", "-g"));
            arguments.add(source(work, FUNCTION, "package org.apache.flink.table.functions; public abstract class ScalarFunction {}"));
            for (var source : sources.entrySet()) {
                arguments.add(source(work, source.getKey().replace('.', '/'), source.getValue()));
            }
            if (ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)) != 0) {
                throw new IllegalArgumentException("The sources do not compile");
            }
            var bytes = new ByteArrayOutputStream();
            try (var zip = new ZipOutputStream(bytes); Stream<Path> files = Files.walk(classes)) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    String name = classes.relativize(file).toString().replace('\\', '/');
                    if (!name.equals(FUNCTION + ".class")) {
                        var entry = new ZipEntry(name);
                        // The same classes are the same bytes, whenever they are packed.
                        entry.setTime(0);
                        zip.putNextEntry(entry);
                        Files.copy(file, zip);
                    }
                }
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String source(Path work, String path, String text) throws IOException {
        Path file = work.resolve(path + ".java");
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text).toString();
    }
}
