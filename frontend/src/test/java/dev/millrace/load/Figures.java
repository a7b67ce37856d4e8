package dev.millrace.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** What was measured, written to target/load.txt as it comes, and which limits it exceeded. */
final class Figures {
    private static final Path FILE = Path.of("target", "load.txt");

    private final List<String> exceeded = new ArrayList<>();

    void line(String what, String figure) {
        String line = what + " | " + figure;
        System.out.println(line);
        try {
            Files.writeString(FILE, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A figure that may be so much at most. The run goes on where it is more, and fails at its end. */
    void limit(String what, double figure, double most) {
        boolean holds = figure <= most;
        line(what, "%.3f of at most %.3f%s".formatted(figure, most, holds ? "" : ", TOO MUCH"));
        if (!holds) {
            exceeded.add("%s: %.3f, and at most %.3f".formatted(what, figure, most));
        }
    }

    List<String> exceeded() {
        return List.copyOf(exceeded);
    }
}
