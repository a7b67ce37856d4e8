package dev.millrace.flink.gateway;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.runtime.count.PortCounter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.flink.connector.base.source.reader.SourceReaderBase;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * The jars that have to travel with a job to a cluster that has only Flink itself: our runtime, the Kafka connector and what
 * they stand on. Found where this application has them, so that both sides always run the same versions.
 */
public final class JobJars {
    private static final List<Class<?>> NEEDED = List.of(PortCounter.class, KafkaSource.class, KafkaConsumer.class,
            SourceReaderBase.class, DataGeneratorSource.class, JsonFactory.class, ObjectMapper.class, JsonAutoDetect.class, Schema.class,
            org.postgresql.Driver.class);
    /** Loaded by the Kafka client only for compressed records. */
    private static final List<String> CODECS =
            List.of("net.jpountz.lz4.LZ4Factory", "org.xerial.snappy.Snappy", "com.github.luben.zstd.Zstd");

    private JobJars() {}

    /** @param temporary folder for classes that are not in a jar, as while developing */
    public static List<Path> onClassPath(Path temporary) {
        Set<Path> jars = new LinkedHashSet<>();
        for (Class<?> needed : NEEDED) {
            jars.add(jar(needed, temporary));
        }
        for (String codec : CODECS) {
            try {
                jars.add(jar(Class.forName(codec, false, JobJars.class.getClassLoader()), temporary));
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException("The Kafka client lacks the codec " + codec, e);
            }
        }
        return List.copyOf(jars);
    }

    private static Path jar(Class<?> of, Path temporary) {
        try {
            Path place = Path.of(of.getProtectionDomain().getCodeSource().getLocation().toURI());
            return Files.isDirectory(place) ? packed(place, temporary.resolve("millrace-runtime.jar")) : place;
        } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
            throw new IllegalStateException("The jar of " + of.getName() + " cannot be sent to Flink. Start Millrace from its extracted folder, "
                    + "not from a single jar", e);
        }
    }

    private static Path packed(Path classes, Path jar) {
        try {
            Files.createDirectories(jar.getParent());
            try (OutputStream out = Files.newOutputStream(jar); var packing = new JarOutputStream(out); Stream<Path> files = Files.walk(classes)) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    packing.putNextEntry(new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
                    Files.copy(file, packing);
                    packing.closeEntry();
                }
            }
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException("The classes that travel with a job cannot be packed to " + jar, e);
        }
    }
}
