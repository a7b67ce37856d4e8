package dev.millrace.server.templates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.document.PipelineDocument;
import dev.millrace.server.TestDatabase;
import dev.millrace.server.TestPipelines;
import dev.millrace.kind.NodeKinds;
import dev.millrace.server.design.Author;
import dev.millrace.server.design.Design;
import dev.millrace.server.design.Instance;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

class ShippedTemplatesTest {
    @Test void theShippedOnesSayWhatTheyAreAndBecomePipelines() {
        try (var instance = new Instance(TestDatabase.freshUrl())) {
            Templates templates = ShippedTemplates.read(new PathMatchingResourcePatternResolver(), new PipelineDocument(TestPipelines.KINDS),
                    instance.designs);
            assertThat(templates.list()).hasSizeGreaterThanOrEqualTo(3).allSatisfy(t -> {
                assertThat(t.title()).isNotBlank();
                assertThat(t.description()).isNotBlank();
                assertThat(t.tags()).isNotEmpty();
                assertThat(t.pipeline().layout()).as("places of " + t.id()).hasSameSizeAs(t.pipeline().nodes().keySet());
            });
            Template first = templates.list().getFirst();
            Design made = templates.createFrom(first.id(), "My copy", Author.of("ada"));
            assertThat(made.pipeline().name()).isEqualTo("My copy");
            // As documents: what is stored has every setting written out.
            var documents = new PipelineDocument(NodeKinds.shipped());
            assertThat(documents.write(made.pipeline())).isEqualTo(documents.write(first.pipeline().withName("My copy")));
            assertThat(made.owner()).isEqualTo("ada");
            assertThatThrownBy(() -> templates.createFrom("../secret", "x", Author.of("ada"))).isInstanceOf(UnknownTemplate.class);
        }
    }
}
