package dev.millrace.flink.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobJarsTest {
    @Test
    void whatTravelsHasOurRuntimeAndTheConnectorAndNotFlinkItself(@TempDir Path temporary) throws IOException {
        List<String> entries = new ArrayList<>();
        for (Path jar : JobJars.onClassPath(temporary)) {
            assertThat(Files.isRegularFile(jar)).as(jar.toString()).isTrue();
            try (var file = new JarFile(jar.toFile())) {
                file.stream().forEach(entry -> entries.add(entry.getName()));
            }
        }
        assertThat(entries).contains("dev/millrace/runtime/count/PortCounter.class", "dev/millrace/runtime/source/KafkaRecords.class",
                "org/apache/flink/connector/kafka/source/KafkaSource.class", "org/apache/kafka/clients/producer/KafkaProducer.class");
        assertThat(entries).noneMatch(e -> e.startsWith("org/apache/flink/runtime/") || e.startsWith("org/springframework/")
                || e.startsWith("dev/millrace/server/") || e.startsWith("org/apache/flink/table/planner/"));
    }
}
