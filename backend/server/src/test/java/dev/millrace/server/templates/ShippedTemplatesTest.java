package dev.millrace.server.templates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.document.PipelineDocument;
import dev.millrace.kind.NodeKinds;
import dev.millrace.server.TestDatabase;
import dev.millrace.server.design.Author;
import dev.millrace.server.design.Design;
import dev.millrace.server.design.Instance;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShippedTemplatesTest {
    @Test void theShippedOnesSayWhatTheyAreAndBecomePipelines() {
        try (var instance = new Instance(TestDatabase.freshUrl())) {
            Templates templates = TestTemplates.on(instance);
            assertThat(templates.list("ada")).hasSizeGreaterThanOrEqualTo(3).allSatisfy(t -> {
                assertThat(t.title()).isNotBlank();
                assertThat(t.description()).isNotBlank();
                assertThat(t.tags()).isNotEmpty();
                assertThat(t.pipeline().layout()).as("places of " + t.id()).hasSameSizeAs(t.pipeline().nodes().keySet());
            });
            assertThat(templates.first()).hasSize(3);
            Template first = templates.first().getFirst();
            assertThat(templates.needs(first)).as("needs of a demo stream").isEmpty();
            Design made = templates.createFrom(first.id(), "My copy", Map.of(), Author.of("ada"));
            assertThat(made.pipeline().name()).isEqualTo("My copy");
            // As documents: what is stored has every setting written out.
            var documents = new PipelineDocument(NodeKinds.shipped());
            assertThat(documents.write(made.pipeline())).isEqualTo(documents.write(first.pipeline().withName("My copy")));
            assertThat(made.owner()).isEqualTo("ada");
            assertThatThrownBy(() -> templates.createFrom("../secret", "x", Map.of(), Author.of("ada"))).isInstanceOf(UnknownTemplate.class);
        }
    }

    @Test void usesAreCountedAndRemembered() {
        try (var instance = new Instance(TestDatabase.freshUrl())) {
            Templates templates = TestTemplates.on(instance);
            Template first = templates.first().getFirst();
            Template second = templates.first().get(1);
            templates.createFrom(second.id(), "One", Map.of(), Author.of("ada"));
            Design made = templates.createFrom(second.id(), "Two", Map.of(), Author.of("bob"));
            instance.designs.delete(made.id(), Author.of("bob"));
            assertThat(templates.list("ada").getFirst().id()).as("used most").isEqualTo(second.id());
            assertThat(templates.get(second.id(), "ada").used()).isEqualTo(2);
            assertThat(templates.get(first.id(), "ada").used()).isZero();
            assertThat(templates.origin(made.id())).contains(new Templates.Origin(second.id(), second.version()));
            Design drawn = instance.designs.create("Drawn", first.pipeline(), Author.of("ada"));
            assertThat(templates.origin(drawn.id())).isEmpty();
        }
    }
}
