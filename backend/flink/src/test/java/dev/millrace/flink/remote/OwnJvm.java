package dev.millrace.flink.remote;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A program in a JVM of its own. It is killed when it is closed, and dies with this JVM even if that one is killed. */
final class OwnJvm implements AutoCloseable {
    /** Ends the program as soon as the input ends, which it does when the parent is gone. */
    private static final String KEEPER = "\"$@\" & child=$!; cat > /dev/null; kill -9 $child; wait $child";
    private static final Duration PATIENCE = Duration.ofSeconds(180);

    private final String name;
    private final Process keeper;
    private final Path log;

    private OwnJvm(String name, Process keeper, Path log) {
        this.name = name;
        this.keeper = keeper;
        this.log = log;
    }

    /**
     * @param java home of the Java to run with
     * @param folder where the program runs and its log is written
     */
    static OwnJvm start(String name, Path java, Path folder, List<String> options, List<Path> classPath, String main, List<String> arguments) {
        try {
            Files.createDirectories(folder);
            Path logging = folder.resolve("logback.xml");
            Files.writeString(logging, """
                    <configuration>
                      <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
                        <encoder><pattern>%d{HH:mm:ss.SSS} %-5level %logger{30} %msg%n</pattern></encoder>
                      </appender>
                      <root level="INFO"><appender-ref ref="out"/></root>
                    </configuration>
                    """);
            Path log = folder.resolve(name + ".log");
            List<String> command = new ArrayList<>(List.of("sh", "-c", KEEPER, "sh", java.resolve("bin/java").toString()));
            command.addAll(List.of("-Duser.timezone=UTC", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dlogback.configurationFile=" + logging, "--enable-native-access=ALL-UNNAMED"));
            command.addAll(options);
            command.addAll(List.of("-cp", String.join(":", classPath.stream().map(Path::toString).toList()), main));
            command.addAll(arguments);
            return new OwnJvm(name, new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that this JVM's own class path holds. */
    static List<Path> classPath() {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return List.of(all.split(":")).stream().filter(entry -> !entry.isBlank()).map(Path::of).toList();
    }

    /** Waits until it does what it is for; says what it logged if it does not. */
    void await(BooleanSupplier ready) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        boolean begun = false;
        while (!ready.getAsBoolean()) {
            boolean alive = isAlive();
            if (begun && !alive || System.nanoTime() > end) {
                throw new AssertionError(name + (alive ? " did not come up within " + PATIENCE.toSeconds() + " s" : " is gone") + ". Its log:\n" + log());
            }
            begun |= alive;
            // A busy wait would take the processor away from what is waited for.
            LockSupport.parkNanos(50_000_000);
        }
    }

    private boolean isAlive() {
        return keeper.descendants().anyMatch(p -> p.info().command().orElse("").endsWith("/java"));
    }

    String log() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** At once, as by kill -9. */
    @Override
    public void close() {
        try {
            keeper.getOutputStream().close();
            if (!keeper.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException(name + " cannot be killed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            keeper.descendants().forEach(ProcessHandle::destroyForcibly);
            keeper.destroyForcibly();
        }
    }
}
