package dev.millrace.server.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.millrace.document.DocumentRefused;
import dev.millrace.pipeline.EditRefused;
import dev.millrace.pipeline.MarkId;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.NodeGroup;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Note;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PipelineEdit;
import dev.millrace.pipeline.Position;
import dev.millrace.pipeline.Settings;
import dev.millrace.server.TestDatabase;
import dev.millrace.server.TestPipelines;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class DesignServiceTest {
    private static final Author ADA = new Author("ada", "tab-1");
    private static final Author BOB = new Author("bob", "tab-2");
    private static final NodeId OUT = new NodeId("out");
    private static Instance one;
    private static Instance two;

    @BeforeAll static void start() {
        String url = TestDatabase.freshUrl();
        one = new Instance(url);
        two = new Instance(url);
    }

    @AfterAll static void stop() {
        one.close();
        two.close();
    }

    private static PipelineEdit set(String setting, Object value) {
        return new PipelineEdit.SetSetting(OUT, setting, Optional.of(value));
    }

    @Test void anEditIsARevisionThatAnotherInstanceSees() {
        Design created = one.designs.create("Mine", TestPipelines.demoTo("results"), ADA);
        Edited edited = one.designs.edit(created.id(), set("topic", "others"), created.revision(), ADA);

        Design seen = two.designs.open(created.id());
        assertThat(seen.revision()).isEqualTo(2).isEqualTo(edited.revision());
        assertThat(seen.pipeline()).isEqualTo(edited.after());
        assertThat(seen.pipeline().node(OUT).orElseThrow().settings().get("topic")).contains("others");
        assertThat(seen.compilation().plan()).isPresent();
        assertThat(two.designs.open(created.id(), 1).pipeline().node(OUT).orElseThrow().settings().get("topic")).contains("results");
        assertThat(two.designs.revisions(created.id())).extracting(Revision::summary).containsExactly("Set topic of out", "Created");
        assertThat(two.designs.list()).anySatisfy(s -> {
            assertThat(s.id()).isEqualTo(created.id());
            assertThat(s.name()).isEqualTo("Mine");
            assertThat(s.owner()).isEqualTo("ada");
        });
    }

    @Test void theInverseUndoes() {
        Design created = one.designs.create("Undo", TestPipelines.demoTo("results"), ADA);
        Edited removed = one.designs.edit(created.id(), new PipelineEdit.RemoveNode(OUT), 1, ADA);
        assertThat(removed.after().nodes()).hasSize(1);
        Edited back = one.designs.edit(created.id(), removed.inverse(), removed.revision(), ADA);
        assertThat(back.after()).isEqualTo(created.pipeline());
    }

    @Test void anEditThatChangesNothingMakesNoRevision() {
        Design created = one.designs.create("Same", TestPipelines.demoTo("results"), ADA);
        Edited edited = one.designs.edit(created.id(), set("topic", "results"), 1, ADA);
        assertThat(edited.revision()).isEqualTo(1);
        assertThat(one.designs.revisions(created.id())).hasSize(1);
    }

    @Test void editsOfTwoPeopleMergeAndNoneIsLost() throws Exception {
        Design created = one.designs.create("Both", TestPipelines.demoTo("results"), ADA);
        int each = 25;
        var start = new CountDownLatch(1);
        var jobs = new ArrayList<Callable<Void>>();
        for (Instance instance : List.of(one, two)) {
            Author author = instance == one ? ADA : BOB;
            for (int i = 0; i < each; i++) {
                var node = TestPipelines.node(author.name() + "-" + i, "operator.filter", Settings.EMPTY);
                int y = i;
                jobs.add(() -> {
                    start.await();
                    instance.designs.edit(created.id(), new PipelineEdit.AddNode(node, new Position(0, y)), 1, author);
                    return null;
                });
            }
        }
        try (var threads = Executors.newFixedThreadPool(jobs.size())) {
            var running = jobs.stream().map(threads::submit).toList();
            start.countDown();
            for (var job : running) {
                job.get();
            }
        }
        Design merged = two.designs.open(created.id());
        assertThat(merged.revision()).isEqualTo(1 + 2 * each);
        assertThat(merged.pipeline().nodes()).hasSize(2 + 2 * each);
        assertThat(one.designs.revisions(created.id())).extracting(Revision::number)
                .containsExactlyElementsOf(java.util.stream.LongStream.iterate(1 + 2 * each, n -> n >= 1, n -> n - 1).boxed().toList());
    }

    @Test void overwritingWhatOneHadNotSeenIsNotedForBoth() {
        Design created = one.designs.create("Met", TestPipelines.demoTo("results"), ADA);
        var heard = new CopyOnWriteArrayList<Change>();
        try (var listening = one.designs.listen(created.id(), heard::add)) {
            one.designs.edit(created.id(), set("topic", "of-ada"), 1, ADA);
            Edited bobs = two.designs.edit(created.id(), set("topic", "of-bob"), 1, BOB);

            Overwrite note = new Overwrite("the setting 'topic' of 'out'", ADA, BOB, "of-ada", 2);
            assertThat(bobs.overwritten()).containsExactly(note);
            assertThat(note.sentence()).contains("bob replaced").contains("ada").contains("of-ada").contains("revision 2");
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(heard).anySatisfy(change ->
                    assertThat(change).isInstanceOfSatisfying(Change.Revised.class,
                            revised -> assertThat(revised.overwritten()).containsExactly(note))));
        }
        assertThat(one.designs.open(created.id(), 2).pipeline().node(OUT).orElseThrow().settings().get("topic")).contains("of-ada");
    }

    @Test void removingANodeThatAnotherIsSettingUpIsNoted() {
        Design created = one.designs.create("Gone", TestPipelines.demoTo("results"), ADA);
        one.designs.edit(created.id(), set("topic", "of-ada"), 1, ADA);
        Edited removed = two.designs.edit(created.id(), new PipelineEdit.RemoveNode(OUT), 1, BOB);
        assertThat(removed.overwritten()).extracting(Overwrite::lost).containsExactly("of-ada");
        assertThatThrownBy(() -> one.designs.edit(created.id(), set("topic", "again"), 2, ADA)).isInstanceOf(EditRefused.class)
                .hasMessageContaining("no longer there");
    }

    @Test void whatGivesTheDrawingStructureIsKeptAndMerges() {
        Design created = one.designs.create("Structure", TestPipelines.demoTo("results"), ADA);
        var note = new Note(new MarkId("note-1"), "", Note.Color.BLUE, new Position(1, 2), 200, 100);
        Edited noted = one.designs.edit(created.id(), new PipelineEdit.AddNote(note), 1, ADA);
        one.designs.edit(created.id(), new PipelineEdit.PutGroup(new NodeGroup(new MarkId("group-1"), "All", new TreeSet<>(Set.of(OUT)), true)), 2, ADA);
        Edited cut = two.designs.edit(created.id(), new PipelineEdit.SetUse(OUT, Node.Use.CUT), 1, BOB);
        assertThat(cut.overwritten()).isEmpty();
        Design seen = one.designs.open(created.id());
        assertThat(seen.pipeline().marks().notes().values()).containsExactly(note);
        assertThat(seen.pipeline().marks().groups().get(new MarkId("group-1")).folded()).isTrue();
        assertThat(seen.pipeline().node(OUT).orElseThrow().use()).isEqualTo(Node.Use.CUT);
        assertThat(seen.compilation().plan()).as("it has no sink").isEmpty();
        assertThat(one.designs.revisions(created.id())).extracting(Revision::summary).startsWith("Cut out out", "Grouped 1 node", "Added a note");

        one.designs.edit(created.id(), new PipelineEdit.WriteNote(note.id(), "of ada", Note.Color.BLUE), seen.revision(), ADA);
        Edited bobs = two.designs.edit(created.id(), new PipelineEdit.WriteNote(note.id(), "of bob", Note.Color.BLUE), noted.revision(), BOB);
        assertThat(bobs.overwritten()).extracting(Overwrite::place, Overwrite::lost).contains(tuple("the text of a note", "of ada"));
    }

    @Test void differentSettingsOfOneNodeMergeWithoutNotes() {
        Design created = one.designs.create("Merge", TestPipelines.demoTo("results"), ADA);
        one.designs.edit(created.id(), set("topic", "of-ada"), 1, ADA);
        Edited bobs = two.designs.edit(created.id(), set("delivery", "exactly-once"), 1, BOB);
        assertThat(bobs.overwritten()).isEmpty();
        var settings = bobs.after().node(OUT).orElseThrow().settings();
        assertThat(settings.get("topic")).contains("of-ada");
        assertThat(settings.get("delivery")).contains("exactly-once");
    }

    @Test void listenersHearEveryInstanceAndTheRemoval() {
        Design created = one.designs.create("Heard", TestPipelines.demoTo("results"), ADA);
        var heard = new CopyOnWriteArrayList<Change>();
        try (var listening = one.designs.listen(created.id(), heard::add)) {
            two.designs.edit(created.id(), new PipelineEdit.Rename("Heard now"), 1, BOB);
            await().atMost(Duration.ofSeconds(60)).until(() -> heard.size() == 1);
            assertThat(heard.getFirst()).isInstanceOfSatisfying(Change.Revised.class, revised -> {
                assertThat(revised.design().pipeline().name()).isEqualTo("Heard now");
                assertThat(revised.design().savedBy()).isEqualTo(BOB);
            });
            two.designs.delete(created.id(), BOB);
            await().atMost(Duration.ofSeconds(60)).until(() -> heard.getLast() instanceof Change.Removed);
        }
        assertThatThrownBy(() -> one.designs.open(created.id())).isInstanceOf(UnknownPipeline.class);
        assertThat(one.designs.open(created.id(), 1).revision()).isEqualTo(1);
    }

    @Test void replacingNeedsTheNewestRevision() {
        Design created = one.designs.create("Replace", TestPipelines.demoTo("results"), ADA);
        Pipeline other = created.pipeline().withDescription("New");
        assertThat(one.designs.replace(created.id(), 1, other, ADA).revision()).isEqualTo(2);
        assertThatThrownBy(() -> two.designs.replace(created.id(), 1, created.pipeline(), BOB))
                .isInstanceOfSatisfying(StaleRevision.class, stale -> assertThat(stale.current()).isEqualTo(2));
    }

    @Test void exportAndImportGiveTheSameDocument() {
        Design created = one.designs.create("Out and in", TestPipelines.demoTo("results"), ADA);
        String yaml = one.designs.exportYaml(created.id());
        Design imported = one.designs.importYaml(yaml, BOB);
        assertThat(imported.id()).isNotEqualTo(created.id());
        assertThat(one.designs.exportYaml(imported.id())).isEqualTo(yaml);
        assertThatThrownBy(() -> one.designs.importYaml("millrace: 1\nnodes: [", ADA)).isInstanceOf(DocumentRefused.class);
    }

    @Test void aNamelessPipelineIsRefused() {
        assertThatThrownBy(() -> one.designs.create(" ", Pipeline.empty("x"), ADA)).isInstanceOf(EditRefused.class);
        Design created = one.designs.create("Named", Pipeline.empty("x"), ADA);
        assertThatThrownBy(() -> one.designs.edit(created.id(), new PipelineEdit.Rename(""), 1, ADA)).isInstanceOf(EditRefused.class);
    }

    @Test void theDatabaseKeepsRevisionsAsTheyAre() {
        Design created = one.designs.create("Immutable", TestPipelines.demoTo("results"), ADA);
        var jdbc = JdbcClient.create(one.database);
        assertThatThrownBy(() -> jdbc.sql("update pipeline_revision set document = 'x' where pipeline = ?").param(created.id().value()).update())
                .hasMessageContaining("immutable");
    }
}
