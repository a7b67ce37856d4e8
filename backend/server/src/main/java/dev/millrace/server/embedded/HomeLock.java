package dev.millrace.server.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Holds the home folder for one application; the operating system lets go of it when the process ends, however it ends. */
final class HomeLock implements AutoCloseable {
    private final FileChannel file;

    private HomeLock(FileChannel file) {
        this.file = file;
    }

    static HomeLock take(Path home) {
        try {
            Files.createDirectories(home);
            FileChannel file = FileChannel.open(home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock;
            try {
                lock = file.tryLock();
            } catch (OverlappingFileLockException e) {
                lock = null;
            }
            if (lock == null) {
                file.close();
                throw new StartRefused("Another Millrace runs in " + home + ": stop it first, or give this one a folder of its own with MILLRACE_HOME.");
            }
            return new HomeLock(file);
        } catch (IOException e) {
            throw new StartRefused("The folder " + home + " cannot be written: choose another one with MILLRACE_HOME.", e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
