package dev.millrace.server.templates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.template.OwnRows;
import dev.millrace.pipeline.PortRef;
import dev.millrace.kind.source.DemoDataset;
import dev.millrace.kind.ClusterName;
import dev.millrace.kind.TopicName;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PipelineEdit;
import dev.millrace.server.TestDatabase;
import dev.millrace.server.TestPipelines;
import dev.millrace.server.dashboards.Dashboard;
import dev.millrace.server.dashboards.DashboardDocument;
import dev.millrace.server.dashboards.EdgeRows;
import dev.millrace.server.dashboards.TestDashboards;
import dev.millrace.server.dashboards.Tile;
import dev.millrace.server.design.Author;
import dev.millrace.server.design.Design;
import dev.millrace.server.design.Instance;
import dev.millrace.server.design.StaleRevision;
import dev.millrace.server.security.AdministratorsOnly;
import dev.millrace.template.Opening;
import dev.millrace.template.Openings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PublishedTemplatesTest {
    private static final Author ADA = Author.of("ada");
    private static final Author BOB = Author.of("bob");
    private static final Author ADMIN = Author.of(TestTemplates.ADMINISTRATOR);

    private final Instance instance = new Instance(TestDatabase.freshUrl());
    private final Templates templates = TestTemplates.on(instance);
    private final Design flights = instance.designs.create("Flights", TestPipelines.demoTo("flights"), ADA);

    @AfterEach void close() {
        instance.close();
    }

    /** The topic of the sink is left open. */
    private Publication publication(Design of, Optional<String> template, Reach reach) {
        List<Opening.Chosen> open = Openings.of(of.pipeline(), TestPipelines.KINDS).stream().filter(o -> o.node().value().equals("out") && o.setting().equals("topic"))
                .map(o -> new Opening.Chosen(o, o.suggested())).toList();
        return new Publication(of.id(), of.revision(), template, "Flights to a topic", "Writes flights.", List.of("flights"), reach, "", Optional.empty(), open);
    }

    private static String topic(Pipeline pipeline) {
        return TestPipelines.compiler().compile(pipeline).plan().orElseThrow().toString();
    }

    @Test void aPipelineBecomesATemplateThatOthersUseWithTheirValues() {
        Template made = templates.publish(publication(flights, Optional.empty(), Reach.EVERYBODY), ADA);
        assertThat(made.version()).isEqualTo(1);
        assertThat(made.id()).matches("flights-to-a-topic-[a-z0-9]{6}");
        assertThat(instance.designs.open(flights.id()).revision()).as("the pipeline stays as it is").isEqualTo(flights.revision());
        assertThat(templates.list("bob")).extracting(Template::id).contains(made.id());
        assertThat(templates.needs(made)).as("a topic that is written is made").isEmpty();

        Design mine = templates.createFrom(made.id(), "Mine", Map.of("topic", "bobs-flights"), BOB);
        assertThat(mine.compilation().plan()).isPresent();
        assertThat(topic(mine.pipeline())).contains("bobs-flights");
        assertThat(topic(templates.createFrom(made.id(), "Preset", Map.of(), BOB).pipeline())).contains("flights").doesNotContain("bobs-flights");
        assertThatThrownBy(() -> templates.createFrom(made.id(), "Wrong", Map.of("topic", "no topic/name"), BOB)).isInstanceOf(ValuesRefused.class);
        assertThatThrownBy(() -> templates.createFrom(made.id(), "Wrong", Map.of("subject", "x"), BOB)).isInstanceOf(ValuesRefused.class)
                .hasMessageContaining("There is no parameter 'subject'");
        assertThat(templates.get(made.id(), "bob").used()).isEqualTo(2);
    }

    @Test void versionsStayAndNewerOnesAreToldOf() {
        Template first = templates.publish(publication(flights, Optional.empty(), Reach.EVERYBODY), ADA);
        assertThat(templates.madeOf(flights.id(), "ada")).map(Template::id).contains(first.id());
        assertThat(templates.madeOf(flights.id(), "bob")).as("of others only administrators").isEmpty();
        Design mine = templates.createFrom(first.id(), "Mine", Map.of("topic", "bobs-flights"), BOB);
        assertThat(templates.newer(mine.id(), "bob")).isEmpty();
        assertThatThrownBy(() -> templates.publish(publication(flights, Optional.of(first.id()), Reach.EVERYBODY), ADA)).isInstanceOf(TemplateRefused.class)
                .hasMessage("Nothing has changed since version 1");

        Design faster = instance.designs.edit(flights.id(), new PipelineEdit.SetSetting(new NodeId("flights"), "rowsPerSecond", Optional.of(7L)), flights.revision(), ADA).design();
        assertThatThrownBy(() -> templates.publish(publication(flights, Optional.of(first.id()), Reach.EVERYBODY), ADA)).isInstanceOf(StaleRevision.class);
        Template second = templates.publish(publication(faster, Optional.of(first.id()), Reach.EVERYBODY), ADA);
        assertThat(second.version()).isEqualTo(2);
        assertThat(templates.versions(first.id(), "bob")).extracting(Template::version).containsExactly(2, 1);
        assertThat(templates.newer(mine.id(), "bob")).hasValueSatisfying(newer -> {
            assertThat(newer.from()).isEqualTo(new Templates.Origin(first.id(), 1));
            assertThat(newer.newest().version()).isEqualTo(2);
            assertThat(newer.changes()).singleElement().asString().contains("of 'flights' is “7”, no longer “");
        });
        assertThat(templates.newer(templates.createFrom(first.id(), "Newer", Map.of(), BOB).id(), "bob")).isEmpty();
    }

    @Test void onlyAuthorsAndAdministratorsChangeThem() {
        Template kept = templates.publish(publication(flights, Optional.empty(), Reach.ONLY_ME), ADA);
        assertThat(templates.list("bob")).extracting(Template::id).doesNotContain(kept.id());
        assertThatThrownBy(() -> templates.get(kept.id(), "bob")).isInstanceOf(UnknownTemplate.class);
        assertThatThrownBy(() -> templates.createFrom(kept.id(), "Mine", Map.of(), BOB)).isInstanceOf(UnknownTemplate.class);
        assertThatThrownBy(() -> templates.withdraw(kept.id(), BOB)).isInstanceOf(UnknownTemplate.class);

        templates.publish(publication(flights, Optional.of(kept.id()), Reach.EVERYBODY), ADA);
        assertThat(templates.get(kept.id(), "bob").version()).isEqualTo(2);
        assertThat(templates.mayChange(kept, "bob")).isFalse();
        assertThatThrownBy(() -> templates.publish(publication(flights, Optional.of(kept.id()), Reach.ONLY_ME), BOB)).isInstanceOf(AdministratorsOnly.class);
        assertThatThrownBy(() -> templates.withdraw(kept.id(), BOB)).isInstanceOf(AdministratorsOnly.class);
        assertThat(templates.madeOf(flights.id(), ADMIN.name())).as("an administrator may add a version, or make one of their own").map(Template::id).contains(kept.id());
        String administrators = templates.publish(publication(flights, Optional.empty(), Reach.EVERYBODY), ADMIN).id();
        assertThat(templates.madeOf(flights.id(), ADMIN.name())).map(Template::id).contains(administrators);
        templates.withdraw(kept.id(), ADMIN);
        assertThatThrownBy(() -> templates.get(kept.id(), "ada")).isInstanceOf(UnknownTemplate.class);
        assertThat(templates.publish(publication(flights, Optional.of(kept.id()), Reach.EVERYBODY), ADA).version()).as("it comes back with its next version").isEqualTo(3);
        assertThat(templates.publish(publication(flights, Optional.empty(), Reach.EVERYBODY), BOB).id()).as("bob makes his own").isNotEqualTo(kept.id());
    }

    @Test void whatCannotRunIsNotPublished() {
        Design empty = instance.designs.create("Empty", Pipeline.empty("Empty"), ADA);
        assertThatThrownBy(() -> templates.publish(publication(empty, Optional.empty(), Reach.EVERYBODY), ADA)).hasMessage("There is nothing drawn yet");
        Design half = instance.designs.create("Half", flights.pipeline().withNode(TestPipelines.node("out", "sink.kafka", dev.millrace.pipeline.Settings.EMPTY)), ADA);
        assertThatThrownBy(() -> templates.publish(publication(half, Optional.empty(), Reach.EVERYBODY), ADA)).isInstanceOf(TemplateRefused.class)
                .satisfies(e -> assertThat(((TemplateRefused) e).diagnostics().hasErrors()).isTrue());
        var loud = new Publication(flights.id(), flights.revision(), Optional.empty(), "x", "", List.of("<script>"), Reach.EVERYBODY, "", Optional.empty(), List.of());
        assertThatThrownBy(() -> templates.publish(loud, ADA)).hasMessageContaining("cannot be a tag");
    }

    @Test void aFileTellsWhatItWouldDoBeforeItDoesIt() {
        Template made = templates.publish(publication(flights, Optional.empty(), Reach.EVERYBODY), ADA);
        String file = templates.file(made.id(), "bob");
        assertThat(file).startsWith("# template: " + made.id() + "\n# version: 1\n# author: ada\n# tags: flights\nmillrace: 1\n");
        assertThat(templates.look(file, "ada").outcome()).isInstanceOf(Arrival.Outcome.Same.class);
        assertThatThrownBy(() -> templates.take(file, Reach.EVERYBODY, ADA)).isInstanceOf(TemplateRefused.class).hasMessageContaining("here already");

        String changed = file.replace("name: Flights to a topic", "name: Flights to a better topic").replaceAll("rowsPerSecond: [0-9]+", "rowsPerSecond: 9");
        assertThat(templates.look(changed, "ada").outcome()).isInstanceOfSatisfying(Arrival.Outcome.Next.class, next -> assertThat(next.changes()).isNotEmpty());
        assertThat(templates.look(changed, "bob").outcome()).isInstanceOf(Arrival.Outcome.Copy.class);
        assertThat(templates.list("bob").stream().filter(t -> !t.isShipped())).as("a look does nothing").hasSize(1);
        Template copy = templates.take(changed, Reach.ONLY_ME, BOB);
        assertThat(copy.id()).isNotEqualTo(made.id());
        assertThat(copy.authorInWords()).isEqualTo("ada, brought by bob");
        assertThat(templates.take(changed, Reach.EVERYBODY, ADA).version()).isEqualTo(2);

        // Where it was never seen it keeps its id, so that the next file is known again.
        try (var elsewhere = new Instance(TestDatabase.freshUrl())) {
            Templates there = TestTemplates.on(elsewhere);
            assertThat(there.look(file, "carl").outcome()).isInstanceOf(Arrival.Outcome.New.class);
            assertThat(there.take(file, Reach.EVERYBODY, Author.of("carl")).id()).isEqualTo(made.id());
            assertThat(there.look(changed, "carl").outcome()).isInstanceOf(Arrival.Outcome.Next.class);
        }
        String broken = file.replace("kind: source.demo@1", "kind: source.nothing@1");
        assertThat(templates.look(broken, "ada").diagnostics().hasErrors()).isTrue();
        assertThatThrownBy(() -> templates.take(broken, Reach.EVERYBODY, ADA)).isInstanceOf(TemplateRefused.class).hasMessageContaining("has errors here");
    }

    /** A topic with other names takes the place of a demo stream; the rest of the template stays as it is, and the first revision has the demo stream. */
    @Test void aTopicOfOnesOwnTakesThePlaceOfTheRowsOfATemplate() {
        Template template = templates.get("flight-delays", "bob");
        NodeId source = OwnRows.sources(template.pipeline()).getFirst().id();
        Map<String, Optional<String>> names = Map.of("id", Optional.of("flight"), "ts", Optional.of("scheduled"), "delay", Optional.of("delay"), "distance", Optional.empty(),
                "origin", Optional.of("from"), "destination", Optional.of("to"));
        List<OwnRows.Taken> taken = DemoDataset.FLIGHTS.schema().columns().stream().map(c -> new OwnRows.Taken(c.name(), names.get(c.name()), c.type())).toList();
        Design mine = templates.createFrom("flight-delays", "My delays", Map.of(), List.of(new OwnRows(source, Optional.empty(), Optional.of(new TopicName("departures")), Optional.empty(), taken)), BOB);
        assertThat(mine.revision()).isEqualTo(2);
        assertThat(mine.compilation().diagnostics().hasErrors()).as(mine.compilation().diagnostics().toString()).isFalse();
        var schema = mine.compilation().schemas().get(PortRef.of(source + "-columns", "out"));
        assertThat(schema.names()).containsExactlyInAnyOrderElementsOf(DemoDataset.FLIGHTS.schema().names());
        assertThat(schema.eventTime()).contains("ts");
        assertThat(topic(mine.pipeline())).contains("departures", "scheduled");
        assertThat(templates.origin(mine.id())).isPresent();
        Design far = templates.createFrom("flight-delays", "Delays of the west", Map.of(), List.of(new OwnRows(source, Optional.of(new ClusterName("west")), Optional.of(new TopicName("departures")), Optional.empty(), taken)), BOB);
        assertThat(far.pipeline().node(source).orElseThrow().settings().get("cluster")).contains("west");
        Design avro = templates.createFrom("flight-delays", "Delays in Avro", Map.of(), List.of(new OwnRows(source, Optional.empty(), Optional.of(new TopicName("departures")), Optional.of("main"), taken)), BOB);
        assertThat(avro.compilation().diagnostics().hasErrors()).as(avro.compilation().diagnostics().toString()).isFalse();
        assertThat(avro.pipeline().node(source).orElseThrow().settings().get("format")).contains("avro");
        assertThat(avro.pipeline().node(source).orElseThrow().settings().get("registry")).contains("main");

        assertThatThrownBy(() -> templates.createFrom("flight-delays", "None", Map.of(), List.of(new OwnRows(source, Optional.empty(), Optional.of(new TopicName("departures")), Optional.empty(), taken.subList(0, 1))), BOB))
                .isInstanceOf(TemplateRefused.class).hasMessageContaining("or none");
        assertThatThrownBy(() -> templates.createFrom("flight-delays", "None", Map.of(), List.of(new OwnRows(source, Optional.empty(), Optional.empty(), Optional.empty(), taken)), BOB))
                .isInstanceOf(TemplateRefused.class).hasMessageContaining("choose a topic");
        List<OwnRows.Taken> timeless = taken.stream().map(t -> t.column().equals("ts") ? new OwnRows.Taken("ts", Optional.empty(), t.type()) : t).toList();
        assertThatThrownBy(() -> templates.createFrom("flight-delays", "None", Map.of(), List.of(new OwnRows(source, Optional.empty(), Optional.of(new TopicName("departures")), Optional.empty(), timeless)), BOB))
                .isInstanceOf(TemplateRefused.class).hasMessageContaining("is the event time");
        assertThatThrownBy(() -> templates.createFrom("flight-delays", "None", Map.of(), List.of(new OwnRows(new NodeId("nobody"), Optional.empty(), Optional.of(new TopicName("departures")), Optional.empty(), taken)), BOB))
                .isInstanceOf(TemplateRefused.class).hasMessageContaining("no source");
    }

    @Test void aDashboardGoesAlongWithItsTilesOfThePipeline() {
        Dashboard watched = DashboardDocument.read("""
                millrace-dashboard: 1
                title: Flights watched
                tiles:
                  - {id: in, type: line, title: Rows in, at: {x: 0, y: 0, w: 6, h: 4}, source: {metric: rows-in, pipeline: %s}}
                  - {id: out, type: number, title: Rows out, at: {x: 6, y: 0, w: 3, h: 2}, source: {rows-of: out, pipeline: %s}}
                  - {id: other, type: number, title: Lag, at: {x: 9, y: 0, w: 3, h: 2}, source: {metric: lag, pipeline: 00000000-0000-0000-0000-000000000000}}
                """.formatted(flights.id(), flights.id()));
        Publication without = publication(flights, Optional.empty(), Reach.EVERYBODY);
        Template made = templates.publish(new Publication(without.pipeline(), without.revision(), Optional.empty(), without.title(), without.description(), without.tags(), Reach.EVERYBODY, "",
                Optional.of(watched), without.open()), ADA);
        assertThat(made.dashboard().orElseThrow().tiles()).extracting(Tile::id).containsExactly("in", "out");

        // As a file, and back: the dashboard stands in its head.
        String file = templates.file(made.id(), "bob");
        assertThat(file).contains("# dashboard:\n#   millrace-dashboard: 1\n").doesNotContain(flights.id().toString());
        assertThat(templates.look(file, "bob").outcome()).isInstanceOf(Arrival.Outcome.Same.class);
        assertThatThrownBy(() -> templates.look(file.replace("#   title: Flights watched", "#   heading: Flights watched"), "bob")).isInstanceOf(TemplateRefused.class)
                .hasMessageStartingWith("The dashboard in its head cannot be read. ").hasMessageContaining("title: it is missing");
        assertThat(templates.look(file.replace("Flights watched", "Flights seen"), "bob").outcome()).isInstanceOf(Arrival.Outcome.Copy.class);
        Template copy = templates.take(file.replace("Flights watched", "Flights seen"), Reach.ONLY_ME, BOB);
        Design mine = templates.createFrom(copy.id(), "Mine", Map.of(), BOB);
        assertThat(TestDashboards.on(instance.database).of(mine.id(), "bob")).singleElement().satisfies(d -> assertThat(d.dashboard().tiles()).hasSize(2));
    }

    /** The source reads a topic by names of its own now, and a Map behind it has those that the template knows. */
    @Test void tilesOfASourceShowRowsOfOnesOwnByTheirNames() {
        NodeId source = OwnRows.sources(flights.pipeline()).getFirst().id();
        Publication without = publication(flights, Optional.empty(), Reach.EVERYBODY);
        Template made = templates.publish(new Publication(without.pipeline(), without.revision(), Optional.empty(), without.title(), without.description(), without.tags(), Reach.EVERYBODY, "",
                Optional.of(DashboardDocument.read("""
                        millrace-dashboard: 1
                        title: Flights watched
                        tiles:
                          - {id: late, type: top-n, title: Latest by airport, at: {x: 0, y: 0, w: 6, h: 4}, source: {rows-of: %1$s, pipeline: %2$s}, options: {aggregate: max, value: delay, key: origin}}
                          - {id: far, type: number, title: Furthest, at: {x: 6, y: 0, w: 3, h: 2}, source: {rows-of: %1$s, pipeline: %2$s}, options: {aggregate: max, value: distance}}
                          - {id: by-key, type: bar, title: By key, at: {x: 6, y: 2, w: 6, h: 4}, source: {rows-of: %1$s, pipeline: %2$s}, options: {aggregate: count, key: $key}}
                          - {id: out, type: number, title: Rows out, at: {x: 9, y: 0, w: 3, h: 2}, source: {rows-of: out, pipeline: %2$s}, options: {aggregate: max, value: delay}}
                        """.formatted(source, flights.id()))), List.of()), ADA);
        Map<String, Optional<String>> names = Map.of("delay", Optional.of("minutes"), "origin", Optional.of("from"), "distance", Optional.empty());
        List<OwnRows.Taken> taken = DemoDataset.FLIGHTS.schema().columns().stream()
                .map(c -> new OwnRows.Taken(c.name(), names.getOrDefault(c.name(), Optional.of(c.name())), c.type())).toList();
        Design mine = templates.createFrom(made.id(), "Mine", Map.of(), List.of(new OwnRows(source, Optional.empty(), Optional.of(new TopicName("departures")), Optional.empty(), taken)), BOB);
        Dashboard dashboard = TestDashboards.on(instance.database).of(mine.id(), "bob").getFirst().dashboard();
        assertThat(dashboard.tiles()).as("none of a column that there is not").extracting(Tile::id).containsExactly("late", "by-key", "out");
        assertThat(dashboard.tile("late").orElseThrow().options()).satisfies(o -> {
            assertThat(o.value()).contains("minutes");
            assertThat(o.key()).contains("from");
        });
        assertThat(dashboard.tile("by-key").orElseThrow().options().key()).contains("$key");
        assertThat(dashboard.tile("out").orElseThrow().options().value()).as("behind the Map all is called as it was").contains("delay");
        // Where the tile looks is where the rows are.
        assertThat(EdgeRows.offers(mine.pipeline(), TestPipelines.compiler())).filteredOn(o -> o.node().equals(Optional.of(source))).singleElement()
                .satisfies(o -> assertThat(o.how()).isEqualTo("in topic 'departures'"));
    }
}
