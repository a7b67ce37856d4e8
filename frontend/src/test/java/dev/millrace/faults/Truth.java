package dev.millrace.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** How long it takes until people are told the truth: measured, written to target/faults.txt, and judged. */
final class Truth {
    /** What people are promised. Wider only where a machine is known to be too slow for it. */
    static final Duration PROMISED = Duration.ofSeconds(Integer.getInteger("millrace.faults.truth", 15));
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Path FIGURES = Path.of("target", "faults.txt");

    private final String fault;

    Truth(String fault) {
        this.fault = fault;
    }

    /** Waits until it is said; fails where that took longer than promised. */
    void isToldSoon(String what, Supplier<String> told, String... words) {
        Duration took = wait(what, told, words);
        assertThat(took).as(fault + ": " + what).isLessThanOrEqualTo(PROMISED);
    }

    /** Waits until it is so, however long that takes within reason; the figure is kept. */
    Duration comesTrue(String what, Supplier<String> told, String... words) {
        return wait(what, told, words);
    }

    /** A figure beside those that were waited for. */
    void note(String what, Object figure) {
        String line = fault + " | " + what + " | " + figure;
        System.out.println(line);
        try {
            Files.writeString(FIGURES, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Duration wait(String what, Supplier<String> told, String... words) {
        long begin = System.nanoTime();
        String seen = "";
        while (System.nanoTime() - begin < PATIENCE.toNanos()) {
            seen = told.get();
            if (java.util.List.of(words).stream().allMatch(seen::contains)) {
                Duration took = Duration.ofNanos(System.nanoTime() - begin);
                note(what, String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0));
                return took;
            }
            // Not a busy wait, which would take the processor from what is waited for.
            LockSupport.parkNanos(100_000_000);
        }
        note(what, "not within " + PATIENCE.toSeconds() + " s; last: " + seen);
        throw new AssertionError(fault + ": " + what + " was not told within " + PATIENCE.toSeconds() + " s; the last that was told: " + seen);
    }
}
