package dev.millrace.faults;

import dev.millrace.server.embedded.FreePorts;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A PostgreSQL of its own that can be killed and started where it was. */
final class Postgres implements AutoCloseable {
    private final Path folder;
    private final int port;
    private EmbeddedPostgres server;

    Postgres(Path folder) {
        this.folder = folder;
        port = FreePorts.one();
        startAgain();
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    void startAgain() {
        try {
            server = EmbeddedPostgres.builder().setDataDirectory(folder.resolve("data")).setCleanDataDirectory(false).setPort(port)
                    .setOverrideWorkingDirectory(folder.resolve("bin").toFile()).setRegisterShutdownHook(false).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As by kill -9 of its first process; the others end when they notice. */
    void kill() {
        try {
            long pid = Long.parseLong(Files.readAllLines(folder.resolve("data/postmaster.pid")).getFirst().strip());
            ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
            var children = process.descendants().toList();
            process.destroyForcibly();
            // Its start is refused as long as one of them has the shared memory.
            children.forEach(child -> {
                child.destroyForcibly();
                child.onExit().join();
            });
            process.onExit().join();
            // Finds nothing left to stop, and gives up the lock that a second start in this folder needs.
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
