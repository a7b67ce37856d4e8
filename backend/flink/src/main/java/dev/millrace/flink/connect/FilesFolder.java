package dev.millrace.flink.connect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.Optional;
import org.apache.flink.core.fs.Path;

/**
 * The folder below which pipelines may read and write files. No pipeline gets out of it, not by a link either.
 *
 * @param root empty: pipelines may not use files
 */
public record FilesFolder(Optional<URI> root) {
    public static final FilesFolder NONE = new FilesFolder(Optional.empty());

    public static FilesFolder at(java.nio.file.Path folder) {
        return new FilesFolder(Optional.of(folder.toAbsolutePath().toUri()));
    }

    /** @throws IllegalArgumentException with a sentence for people */
    Path writing(String folder) {
        return isLocal() ? new Path(local(folder).toUri()) : remote(folder);
    }

    /** @throws IllegalArgumentException with a sentence for people */
    Path reading(String folder) {
        // With a cluster elsewhere, its machines may see a folder that this one does not.
        if (isLocal() && Files.isDirectory(java.nio.file.Path.of(root.orElseThrow())) && !Files.isDirectory(local(folder))) {
            throw new IllegalArgumentException("There is no folder '" + folder + "' below the folder for files");
        }
        return writing(folder);
    }

    private boolean isLocal() {
        return root.isPresent() && "file".equals(root.get().getScheme());
    }

    private Path remote(String folder) {
        if (root.isEmpty()) {
            throw new IllegalArgumentException("No folder is set up for files. Set millrace.flink.files-dir where Millrace is started");
        }
        Path base = new Path(root.get());
        Path wanted = new Path(base, folder);
        if (!wanted.toUri().normalize().getPath().startsWith(base.toUri().normalize().getPath())) {
            throw outside(folder);
        }
        return wanted;
    }

    /** The part of the folder that exists must be below the root with all links followed. */
    private java.nio.file.Path local(String folder) {
        java.nio.file.Path base = java.nio.file.Path.of(root.orElseThrow()).normalize();
        java.nio.file.Path wanted = base.resolve(folder).normalize();
        if (!wanted.startsWith(base) || wanted.equals(base)) {
            throw outside(folder);
        }
        if (!Files.exists(base)) {
            return wanted;
        }
        java.nio.file.Path existing = wanted;
        while (!Files.exists(existing)) {
            existing = existing.getParent();
        }
        try {
            if (!existing.toRealPath().startsWith(base.toRealPath())) {
                throw outside(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The folder '" + folder + "' cannot be looked at", e);
        }
        return wanted;
    }

    private static IllegalArgumentException outside(String folder) {
        return new IllegalArgumentException("'" + folder + "' leads out of the folder for files");
    }
}
