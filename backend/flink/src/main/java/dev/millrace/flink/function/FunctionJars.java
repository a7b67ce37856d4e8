package dev.millrace.flink.function;

import dev.millrace.rel.UserFunction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.functions.ScalarFunction;
import org.apache.flink.util.FlinkUserCodeClassLoaders;

/**
 * Uploaded jars as files, each written once under its hash, and classes loaded from them. Planning runs their code: the planner makes a
 * function, asks it for its types and may call it with constants.
 */
public final class FunctionJars {
    /** Knows no jar. */
    public static final FunctionJars NONE = new FunctionJars(Path.of("."), sha256 -> {
        throw new IllegalStateException("There are no uploaded functions here");
    });
    /** Loaders are kept, since a function's classes should be loaded once; those not used for long are let go. */
    private static final int MOST_LOADERS = 20;

    private final Path folder;
    private final Function<String, byte[]> stored;
    private final Map<SortedSet<String>, ClassLoader> loaders = new LinkedHashMap<>(16, 0.75f, true) {
        @Override protected boolean removeEldestEntry(Map.Entry<SortedSet<String>, ClassLoader> eldest) {
            return size() > MOST_LOADERS;
        }
    };

    /**
     * @param folder where files are written
     * @param stored gives a jar's bytes for their hash; throws where there is none
     */
    public FunctionJars(Path folder, Function<String, byte[]> stored) {
        this.folder = folder;
        this.stored = stored;
    }

    /** The classes of one job, and the jars that must travel with it. */
    public record Loaded(ClassLoader classes, List<Path> jars) {
        /** A function, ready to be called. @throws IllegalStateException where it cannot be made, with the reason */
        public ScalarFunction make(UserFunction function) {
            try {
                return (ScalarFunction) Class.forName(function.className(), true, classes).getDeclaredConstructor().newInstance();
            } catch (NoClassDefFoundError missing) {
                throw new IllegalStateException("the function " + function.reference() + " needs the class " + missing.getMessage().replace('/', '.')
                        + ", which is not in its jar", missing);
            } catch (ReflectiveOperationException | LinkageError | ClassCastException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                throw new IllegalStateException("the function " + function.reference() + " cannot be made: " + cause, e);
            }
        }

        /** Flink's planner copies functions by the classes of the thread it runs on. */
        public <T> T whilePresent(Supplier<T> planning) {
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            thread.setContextClassLoader(classes);
            try {
                return planning.get();
            } finally {
                thread.setContextClassLoader(before);
            }
        }
    }

    /** @param called may be empty */
    public Loaded load(Collection<UserFunction> called) {
        if (called.isEmpty()) {
            return new Loaded(Thread.currentThread().getContextClassLoader(), List.of());
        }
        var hashes = new TreeSet<String>();
        called.forEach(f -> hashes.add(f.sha256()));
        List<Path> files = hashes.stream().map(this::file).toList();
        synchronized (loaders) {
            return new Loaded(loaders.computeIfAbsent(hashes, h -> loader(files)), files);
        }
    }

    /** As Flink loads a job's own classes: its jars first, except for what is Flink's. */
    private static ClassLoader loader(List<Path> files) {
        URL[] places = files.stream().map(FunctionJars::url).toArray(URL[]::new);
        return FlinkUserCodeClassLoaders.create(places, FunctionJars.class.getClassLoader(), new Configuration());
    }

    private static URL url(Path file) {
        try {
            return file.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    private synchronized Path file(String sha256) {
        Path file = folder.resolve(sha256 + ".jar").toAbsolutePath();
        if (!Files.exists(file)) {
            byte[] bytes = stored.apply(sha256);
            try {
                Files.createDirectories(folder);
                Path part = Files.createTempFile(folder, "jar", ".part");
                Files.write(part, bytes);
                // Whole or not at all: another instance may share the folder.
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw new UncheckedIOException("The jar of a function cannot be written to " + folder, e);
            }
        }
        return file;
    }
}
