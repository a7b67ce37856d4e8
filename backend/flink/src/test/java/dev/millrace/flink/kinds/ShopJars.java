package dev.millrace.flink.kinds;

import dev.millrace.fixture.FunctionShelf;
import dev.millrace.flink.function.FunctionJars;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** The jars of the functions that fixtures call, compiled from their sources. */
public final class ShopJars {
    private static final List<String> FIRST = List.of("shop/WithTax.java", "shop/Label.java", "shop/Words.java");

    private ShopJars() {}

    /** As a planner takes them. */
    public static FunctionJars in(Path home) {
        return new FunctionJars(home.resolve("functions"), sha256 -> sha256.equals(FunctionShelf.FIRST) ? first() : jar("shop2", List.of("shop/WithTax.java")));
    }

    static byte[] first() {
        return jar("shop1", FIRST);
    }

    private static byte[] jar(String folder, List<String> sources) {
        try {
            Path work = Files.createTempDirectory("shop");
            Path classes = Files.createDirectories(work.resolve("classes"));
            var arguments = new ArrayList<>(List.of("-d", classes.toString(), "--release", "17", "-parameters", "-cp", System.getProperty("java.class.path")));
            for (String source : sources) {
                Path file = work.resolve(source);
                Files.createDirectories(file.getParent());
                try (InputStream text = FunctionShelf.class.getResourceAsStream("/functions/" + folder + "/" + source)) {
                    Files.write(file, text.readAllBytes());
                }
                arguments.add(file.toString());
            }
            if (ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)) != 0) {
                throw new IllegalStateException("The functions do not compile");
            }
            var bytes = new ByteArrayOutputStream();
            try (var jar = new JarOutputStream(bytes); Stream<Path> files = Files.walk(classes)) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    jar.putNextEntry(new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
                    Files.copy(file, jar);
                    jar.closeEntry();
                }
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
