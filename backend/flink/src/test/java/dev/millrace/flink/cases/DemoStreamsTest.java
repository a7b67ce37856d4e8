package dev.millrace.flink.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.flink.type.FlinkTypes;
import dev.millrace.kind.source.DemoDataset;
import dev.millrace.runtime.demo.DemoRecords;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/**
 * The demo streams give what they gave when the expectations of the templates were worked out from them. -Dtemplates.write=true writes the
 * records anew, and then each expected.py has to be run again.
 */
class DemoStreamsTest {
    @Test
    void theyGiveTheSameRecordsAtEveryRun() throws IOException {
        for (Map.Entry<String, Long> dataset : TemplateFiles.datasets().entrySet()) {
            List<String> records = records(dataset.getKey(), dataset.getValue());
            Path file = TemplateFiles.INPUT.resolve(dataset.getKey() + ".jsonl.gz");
            if (Boolean.getBoolean("templates.write")) {
                write(file, records);
            }
            assertThat(records).as(dataset.getKey()).isEqualTo(read(file));
        }
    }

    /** Bids have an event time that goes by the rate; 1000 in a second is that of the template, and of a stream as fast as possible. */
    private static List<String> records(String dataset, long count) {
        return DemoRecords.first(count, dataset, FlinkTypes.row(DemoDataset.named(dataset).schema()), 0).map(r -> new String(r, StandardCharsets.UTF_8)).toList();
    }

    private static List<String> read(Path file) throws IOException {
        try (var reader = new BufferedReader(new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        }
    }

    private static void write(Path file, List<String> records) throws IOException {
        Files.createDirectories(file.getParent());
        try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write((String.join("\n", records) + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }
}
