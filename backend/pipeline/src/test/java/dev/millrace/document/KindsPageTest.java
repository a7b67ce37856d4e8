package dev.millrace.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.kind.NodeKinds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class KindsPageTest {
    @Test
    void thePageSaysWhatTheKindsDeclare() throws IOException {
        assertThat(Files.readString(Path.of("../../docs/kinds.md"))).as("docs/kinds.md is out of date: run KindsPage with its path")
                .isEqualTo(KindsPage.write(NodeKinds.shipped()));
    }
}
