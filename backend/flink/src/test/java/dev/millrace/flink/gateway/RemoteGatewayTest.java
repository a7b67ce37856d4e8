package dev.millrace.flink.gateway;

import dev.millrace.flink.remote.RemoteFlink;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The same on a cluster in JVMs of its own, which knows nothing of us but what travels with a job. */
class RemoteGatewayTest extends GatewayContract {
    @TempDir
    private static Path folder;
    private static RemoteFlink flink;

    @BeforeAll
    static void start() {
        flink = RemoteFlink.start(folder, 4);
    }

    @AfterAll
    static void stop() {
        if (flink != null) {
            flink.close();
        }
    }

    @Override
    URI address() {
        return flink.address();
    }

    @Override
    Path state() {
        return folder.resolve("state");
    }

    @Override
    List<Path> jars() {
        return JobJars.onClassPath(folder.resolve("jars"));
    }
}
