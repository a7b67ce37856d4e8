package dev.millrace.server.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.millrace.pipeline.EditRefused;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.PipelineEdit;
import dev.millrace.pipeline.Position;
import dev.millrace.pipeline.Settings;
import dev.millrace.server.TestDatabase;
import dev.millrace.server.TestPipelines;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class NamedRevisionsTest {
    private static final Author ADA = new Author("ada", "tab-1");
    private static final Author BOB = new Author("bob", "tab-2");
    private static final NodeId OUT = new NodeId("out");
    private static Instance instance;

    @BeforeAll static void start() {
        instance = new Instance(TestDatabase.freshUrl());
    }

    @AfterAll static void stop() {
        instance.close();
    }

    private static PipelineEdit topic(String name) {
        return new PipelineEdit.SetSetting(OUT, "topic", Optional.of(name));
    }

    @Test void aRevisionIsNamedOtherwiseAndNoMore() {
        PipelineId id = instance.designs.create("Named", TestPipelines.demoTo("results"), ADA).id();
        instance.designs.edit(id, topic("others"), 1, ADA);

        instance.designs.name(id, 1, new RevisionName(" before the move ", "to <b>v2</b>'; drop table pipeline; --"), BOB);
        assertThat(instance.designs.revisions(id)).extracting(Revision::number, Revision::name, Revision::reason, Revision::namedBy, Revision::title).containsExactly(
                tuple(2L, "", "", "", "r2"), tuple(1L, "before the move", "to <b>v2</b>'; drop table pipeline; --", "bob", "r1 “before the move”"));
        instance.designs.name(id, 1, new RevisionName("as it began", null), ADA);
        instance.designs.name(id, 2, new RevisionName("as it began", ""), ADA);
        assertThat(instance.designs.names(id)).isEqualTo(Map.of(1L, "as it began", 2L, "as it began"));
        assertThat(instance.designs.revisions(id)).extracting(Revision::reason, Revision::namedBy).containsOnly(tuple("", "ada"));
        assertThat(instance.designs.open(id).revision()).as("a name makes no revision").isEqualTo(2);

        instance.designs.unname(id, 2);
        instance.designs.unname(id, 2);
        assertThat(instance.designs.names(id)).containsOnlyKeys(1L);
    }

    @Test void onlyWhatExistsCanBeNamed() {
        PipelineId id = instance.designs.create("Short", TestPipelines.demoTo("results"), ADA).id();
        var name = new RevisionName("mine", "");
        assertThatThrownBy(() -> instance.designs.name(id, 2, name, ADA)).isInstanceOf(UnknownPipeline.class).hasMessageContaining("has no revision 2");
        assertThatThrownBy(() -> instance.designs.name(id, 0, name, ADA)).isInstanceOf(UnknownPipeline.class);
        assertThatThrownBy(() -> instance.designs.unname(PipelineId.random(), 1)).isInstanceOf(UnknownPipeline.class);
        instance.designs.delete(id, ADA);
        assertThatThrownBy(() -> instance.designs.name(id, 1, name, ADA)).isInstanceOf(UnknownPipeline.class);
    }

    @Test void aNameIsOneLineOfText() {
        for (String text : List.of("two\nlines", "nothing\0", "turned \u202e round", "half " + "\ud83d\ude80".charAt(0))) {
            assertThatThrownBy(() -> new RevisionName(text, "")).isInstanceOf(EditRefused.class).hasMessageContaining("The name");
            assertThatThrownBy(() -> new RevisionName("fine", text)).isInstanceOf(EditRefused.class).hasMessageContaining("The reason");
        }
        assertThatThrownBy(() -> new RevisionName("  ", "fine")).isInstanceOf(EditRefused.class).hasMessageContaining("missing");
    }

    @Test void aNameHasAnEnd() {
        PipelineId id = instance.designs.create("Long", TestPipelines.demoTo("results"), ADA).id();
        assertThatThrownBy(() -> new RevisionName("x".repeat(81), "")).hasMessageContaining("at most 80");
        assertThatThrownBy(() -> new RevisionName("x", "y".repeat(501))).hasMessageContaining("at most 500");
        instance.designs.name(id, 1, new RevisionName("\ud83d\ude80".repeat(40), "y".repeat(500)), ADA);
        assertThat(instance.designs.names(id).get(1L)).hasSize(80);
    }

    @Test void anEarlierStateIsANewRevisionThatCanBeUndone() {
        Design created = instance.designs.create("Back", TestPipelines.demoTo("results"), ADA);
        PipelineId id = created.id();
        instance.designs.edit(id, topic("others"), 1, ADA);
        Edited removed = instance.designs.edit(id, new PipelineEdit.RemoveNode(OUT), 2, ADA);

        Edited restored = instance.designs.restore(id, 1, 3, BOB);
        assertThat(restored.revision()).isEqualTo(4);
        assertThat(restored.after()).isEqualTo(created.pipeline());
        assertThat(instance.designs.revisions(id).getFirst()).extracting(Revision::summary, Revision::author).containsExactly("Restored revision 1", "bob");

        var more = TestPipelines.node("more", "operator.filter", Settings.EMPTY);
        instance.designs.edit(id, new PipelineEdit.AddNode(more, new Position(0, 300)), 4, ADA);
        Edited undone = instance.designs.edit(id, restored.inverse(), 5, BOB);
        assertThat(undone.after().withoutNode(more.id())).as("what ada did in the meantime stays").isEqualTo(removed.after());
        assertThat(undone.after().nodes()).containsKey(more.id());
        assertThat(instance.designs.restore(id, 6, 6, BOB).revision()).as("as it is already").isEqualTo(6);
        assertThatThrownBy(() -> instance.designs.restore(id, 99, 6, BOB)).isInstanceOf(UnknownPipeline.class);
    }
}
