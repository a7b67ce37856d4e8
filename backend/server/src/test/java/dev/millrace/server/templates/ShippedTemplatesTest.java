package dev.millrace.server.templates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.document.PipelineDocument;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.NodeId;
import dev.millrace.server.TestDatabase;
import dev.millrace.server.TestPipelines;
import dev.millrace.server.dashboards.Dashboard;
import dev.millrace.server.dashboards.Dashboards;
import dev.millrace.server.dashboards.EdgeRows;
import dev.millrace.server.dashboards.Source;
import dev.millrace.server.dashboards.TestDashboards;
import dev.millrace.server.dashboards.Tile;
import dev.millrace.server.design.Author;
import dev.millrace.server.design.Design;
import dev.millrace.server.design.Instance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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

    /** What its tiles show is there: nodes, and edges whose rows can be had. That their columns are, is seen where the templates are compiled for Flink. */
    @Test void eachBringsADashboardOfWhatItsSinksHold() {
        try (var instance = new Instance(TestDatabase.freshUrl())) {
            TestTemplates.on(instance).list("ada").forEach(t -> {
                Dashboard dashboard = t.dashboard().orElseThrow(() -> new AssertionError(t.id() + " has no dashboard"));
                assertThat(dashboard.tiles()).as(t.id()).hasSizeGreaterThanOrEqualTo(5);
                assertThat(dashboard.tiles()).as(t.id()).anyMatch(tile -> tile.source() instanceof Source.Rows);
                assertThat(overlapping(dashboard)).as("tiles of " + t.id() + " that lie on each other").isEmpty();
                List<NodeId> shown = EdgeRows.offers(t.pipeline(), TestPipelines.compiler()).stream().flatMap(o -> o.node().stream()).toList();
                for (Tile tile : dashboard.tiles()) {
                    String what = t.id() + ", tile " + tile.id();
                    assertThat(tile.source().pipeline()).as(what).isEmpty();
                    switch (tile.source()) {
                        case Source.Metric m -> m.node().ifPresent(n -> assertThat(t.pipeline().nodes()).as(what).containsKey(n));
                        case Source.Rows r -> assertThat(shown).as(what).contains(r.node());
                        case Source.OfTopic topic -> throw new AssertionError(what + ": the topic may be called otherwise in what is made of it");
                    }
                }
            });
        }
    }

    private static List<String> overlapping(Dashboard dashboard) {
        var taken = new HashMap<List<Integer>, String>();
        var met = new ArrayList<String>();
        dashboard.tiles().forEach(t -> {
            for (int x = t.place().x(); x < t.place().x() + t.place().w(); x++) {
                for (int y = t.place().y(); y < t.place().y() + t.place().h(); y++) {
                    String other = taken.put(List.of(x, y), t.id());
                    if (other != null) {
                        met.add(t.id() + " and " + other);
                    }
                }
            }
        });
        return met;
    }

    @Test void whoUsesATemplateIsGivenItsDashboardOfTheNewPipeline() {
        try (var instance = new Instance(TestDatabase.freshUrl())) {
            Design made = TestTemplates.on(instance).createFrom("top-products", "My shop", Map.of(), Author.of("ada"));
            Dashboards dashboards = TestDashboards.on(instance.database);
            assertThat(dashboards.of(made.id(), "ada")).singleElement().satisfies(d -> {
                assertThat(d.dashboard().title()).isEqualTo("My shop");
                assertThat(d.everybody()).isFalse();
                assertThat(d.dashboard().tiles()).allSatisfy(t -> assertThat(t.source().pipeline()).contains(made.id()));
            });
            assertThat(dashboards.list("bob")).isEmpty();
        }
    }
}
