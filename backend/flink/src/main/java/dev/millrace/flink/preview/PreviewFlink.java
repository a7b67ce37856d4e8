package dev.millrace.flink.preview;

import dev.millrace.flink.embedded.EmbeddedFlink;
import java.nio.file.Path;

/** A small Flink for previews beside a remote cluster; started when it is first needed. */
public final class PreviewFlink implements AutoCloseable {
    private static final int SLOTS = 4;

    private final Path home;
    private EmbeddedFlink flink;

    public PreviewFlink(Path home) {
        this.home = home;
    }

    public synchronized EmbeddedFlink started() {
        if (flink == null) {
            var starting = new EmbeddedFlink(home, 0, SLOTS);
            starting.start();
            flink = starting;
        }
        return flink;
    }

    @Override
    public synchronized void close() {
        if (flink != null) {
            flink.close();
            flink = null;
        }
    }
}
