package dev.millrace.server.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Files to try things with, in the folder {@code demo/orders} below the one for files: the first three hours of the demo stream of orders. */
public final class DemoFiles {
    private static final List<String> FILES = List.of("orders-00.csv", "orders-01.csv", "orders-02.csv");
    private static final String FOLDER = "demo/orders";

    private DemoFiles() {}

    /** Puts those that are not there. @param files the folder below which pipelines may read and write files */
    public static void put(Path files) {
        try {
            Path folder = Files.createDirectories(files.resolve(FOLDER));
            for (String name : FILES) {
                try (InputStream file = DemoFiles.class.getResourceAsStream("/" + FOLDER + "/" + name)) {
                    if (!Files.exists(folder.resolve(name))) {
                        Files.copy(file, folder.resolve(name));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The demo files cannot be written", e);
        }
    }
}
