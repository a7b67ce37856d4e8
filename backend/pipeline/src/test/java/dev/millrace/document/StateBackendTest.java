package dev.millrace.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.RunSettings;
import dev.millrace.pipeline.RunSettings.StateBackend;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where a pipeline keeps its state stands in its document only where it says so. */
class StateBackendTest {
    private static final PipelineDocument DOCUMENTS = new PipelineDocument(NodeKinds.shipped());

    private static String document(String run) {
        return "millrace: 1\nname: p\nrun: {" + run + "}\n";
    }

    @Test void isWrittenWhereItIsSetAndReadBack() {
        for (StateBackend backend : StateBackend.values()) {
            var read = DOCUMENTS.read(document("stateBackend: " + backend.word()));
            assertThat(read.run()).isEqualTo(RunSettings.DEFAULT.withStateBackend(Optional.of(backend)));
            assertThat(DOCUMENTS.write(read)).contains("stateBackend: " + backend.word());
            assertThat(DOCUMENTS.read(DOCUMENTS.write(read))).isEqualTo(read);
            assertThat(read.run().withParallelism(3).withExactlyOnce(true).in(RunSettings.Mode.BATCH).stateBackend()).contains(backend);
        }
        assertThat(DOCUMENTS.write(DOCUMENTS.read(document("parallelism: 1")))).doesNotContain("stateBackend");
    }

    @Test void othersAreRefusedWithTheOnesThatThereAre() {
        assertThatThrownBy(() -> DOCUMENTS.read(document("stateBackend: disk"))).isInstanceOf(DocumentRefused.class).hasMessageContaining("rocksdb (state on disk)");
        assertThatThrownBy(() -> DOCUMENTS.read(document("parallelism: 129"))).isInstanceOf(DocumentRefused.class).hasMessageContaining("1 to 128");
    }
}
