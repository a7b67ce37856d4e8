package dev.millrace.server.functions;

import dev.millrace.rel.UserFunction;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Finds the functions of a jar by reading the bytes of its classes; none of them is loaded. What a class loader would see is read: the jar's
 * table of contents, not what stands before it.
 */
final class JarReader {
    private static final int MOST_ENTRIES = 10_000;
    private static final long MOST_UNPACKED = 100_000_000;
    private static final List<String> RESERVED = List.of("org/apache/flink/", "java/", "dev/millrace/");
    private static final String VERSIONS = "META-INF/versions/";

    private final Map<String, ClassFile> classes = new HashMap<>();
    private long unpacked;

    private JarReader() {}

    /** By name; of version 0, since the version is not given yet. @throws LibraryRefused with what is wrong with the jar */
    static List<UserFunction> functions(byte[] jar, String library, String sha256) {
        try {
            Path file = Files.createTempFile("millrace-upload", ".jar");
            try {
                Files.write(file, jar);
                try (var zip = new ZipFile(file.toFile())) {
                    return new JarReader().read(zip, library, sha256);
                }
            } finally {
                Files.delete(file);
            }
        } catch (ZipException e) {
            throw new LibraryRefused("This is no jar: it cannot be read as one");
        } catch (IOException e) {
            throw new UncheckedIOException("The jar cannot be read", e);
        }
    }

    private List<UserFunction> read(ZipFile zip, String library, String sha256) throws IOException {
        int entries = 0;
        for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
            ZipEntry entry = all.nextElement();
            if (++entries > MOST_ENTRIES) {
                throw new LibraryRefused("The jar has more than " + MOST_ENTRIES + " entries. Leave out what the functions do not need");
            }
            if (entry.getName().toLowerCase(Locale.ROOT).endsWith(".jar")) {
                throw new LibraryRefused("The jar holds another jar, '" + entry.getName() + "', which Flink would not look into. Unpack it into this one");
            }
            byte[] bytes = bounded(zip, entry);
            if (entry.getName().endsWith(".class")) {
                add(entry.getName(), bytes);
            }
        }
        List<UserFunction> functions = classes.values().stream().filter(c -> c.isFunction(classes)).map(c -> c.function(classes, library, sha256))
                .sorted(Comparator.comparing(UserFunction::name)).toList();
        if (functions.isEmpty()) {
            throw new LibraryRefused("The jar has no function: no public class in it extends org.apache.flink.table.functions.ScalarFunction");
        }
        var seen = new HashSet<String>();
        for (UserFunction function : functions) {
            // SQL does not tell upper from lower case.
            if (!seen.add(function.name().toLowerCase(Locale.ROOT))) {
                throw new LibraryRefused("Two functions would be called '" + function.name() + "'. Rename one of the classes");
            }
        }
        return functions;
    }

    /** All of an entry, also where it is not needed: what a jar unpacks to is told by nothing that can be trusted. */
    private byte[] bounded(ZipFile zip, ZipEntry entry) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes((int) (MOST_UNPACKED - unpacked + 1));
            unpacked += bytes.length;
            if (unpacked > MOST_UNPACKED) {
                throw new LibraryRefused("The jar unpacks to more than " + MOST_UNPACKED / 1_000_000 + " MB. Leave out what the functions do not need");
            }
            return bytes;
        }
    }

    private void add(String entry, byte[] bytes) {
        String path = entry.startsWith(VERSIONS) ? entry.substring(entry.indexOf('/', VERSIONS.length()) + 1) : entry;
        ClassFile found = ClassFile.read(path, bytes);
        for (String reserved : RESERVED) {
            if (path.startsWith(reserved) || found.name().startsWith(reserved)) {
                throw new LibraryRefused("The jar holds the class " + found.name().replace('/', '.') + ". Classes in " + reserved.substring(0, reserved.length() - 1).replace('/', '.')
                        + " are not taken; build the jar without Flink in it");
            }
        }
        if (path.equals(entry)) {
            classes.put(found.name(), found);
        }
    }
}
