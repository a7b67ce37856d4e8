package dev.millrace.server.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A PostgreSQL of its own, with its data kept in the home folder. */
final class PostgresServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final EmbeddedPostgres postgres;
    private final Path data;

    private PostgresServer(EmbeddedPostgres postgres, Path data) {
        this.postgres = postgres;
        this.data = data;
    }

    static PostgresServer start(Path home, int port) {
        Path data = home.resolve("postgres");
        stopLeftOver(data);
        try {
            removeUnfinished(data);
            Files.createDirectories(home.resolve("bin"));
            return new PostgresServer(EmbeddedPostgres.builder().setDataDirectory(data).setCleanDataDirectory(false)
                    .setOverrideWorkingDirectory(home.resolve("bin").toFile()).setPort(port).setPGStartupWait(PATIENCE)
                    .setRegisterShutdownHook(false).setServerConfig("listen_addresses", "127.0.0.1")
                    .setOutputRedirector(ProcessBuilder.Redirect.appendTo(home.resolve("postgres.log").toFile()))
                    .setErrorRedirector(ProcessBuilder.Redirect.appendTo(home.resolve("postgres.log").toFile())).start(), data);
        } catch (IOException e) {
            throw new StartRefused("PostgreSQL did not start; " + home.resolve("postgres.log") + " says why.", e);
        }
    }

    static String url(int port) {
        return url(port, "postgres");
    }

    static String url(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /**
     * The first start may have been killed while the data folder was being filled; PostgreSQL then refuses it for ever. Once a
     * server has run in a folder it holds postmaster.opts, so without that file there is nothing in it to lose.
     */
    private static void removeUnfinished(Path data) throws IOException {
        if (!Files.exists(data) || Files.exists(data.resolve("postmaster.opts"))) {
            return;
        }
        try (var files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** After a kill of the application its PostgreSQL lives on and holds the data folder; it is asked to end before a new one starts. */
    static void stopLeftOver(Path data) {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        try {
            long pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
            var left = ProcessHandle.of(pid).filter(p -> p.info().command().map(c -> c.contains("postgres")).orElse(false));
            if (left.isPresent()) {
                LOG.info("Waiting for the PostgreSQL in {} to end", data);
                left.get().destroy();
                try {
                    left.get().onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                } catch (TimeoutException e) {
                    left.get().destroyForcibly();
                    left.get().onExit().get(10, TimeUnit.SECONDS);
                }
            }
            Files.deleteIfExists(pidFile);
        } catch (IOException | NumberFormatException | ExecutionException | TimeoutException e) {
            throw new StartRefused("PostgreSQL in " + data + " was left running and cannot be stopped: end the process named in " + pidFile + ".", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        postgres.close();
        // That gives up after 5 s; a PostgreSQL that writes for longer is waited for.
        stopLeftOver(data);
    }
}
