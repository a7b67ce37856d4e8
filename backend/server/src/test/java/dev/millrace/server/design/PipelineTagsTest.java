package dev.millrace.server.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.millrace.server.TestDatabase;
import dev.millrace.server.TestPipelines;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class PipelineTagsTest {
    private static final Author ADA = new Author("ada", "tab-1");
    private static Instance instance;
    private static PipelineTags tags;

    @BeforeAll static void start() {
        instance = new Instance(TestDatabase.freshUrl());
        tags = new StoredTags(JdbcClient.create(instance.database), new TransactionTemplate(new JdbcTransactionManager(instance.database)), instance.notices);
    }

    @AfterAll static void stop() {
        instance.close();
    }

    @Test void tagsAreSetChangedAndToldAndMakeNoRevision() {
        PipelineId one = instance.designs.create("One", TestPipelines.demoTo("results"), ADA).id();
        PipelineId other = instance.designs.create("Other", TestPipelines.demoTo("results"), ADA).id();
        var told = new AtomicInteger();
        try (var listening = tags.listen(told::incrementAndGet)) {
            tags.set(one, Tags.of(List.of(" Payments ", "nightly", "payments", "größe-2", "支払")));
            await().atMost(Duration.ofSeconds(60)).until(() -> told.get() == 1);
            tags.set(one, tags.of(one));
            tags.change(other, Set.of("payments"), Set.of("never-there"));
            await().atMost(Duration.ofSeconds(60)).until(() -> told.get() == 2);
        }
        assertThat(tags.of(one).list()).containsExactly("größe-2", "nightly", "payments", "支払");
        tags.change(one, Set.of("eu"), Set.of("nightly", "größe-2"));
        assertThat(tags.all()).containsEntry(one, Tags.of(List.of("eu", "payments", "支払"))).containsEntry(other, Tags.of(List.of("payments")));
        assertThat(instance.designs.open(one).revision()).isEqualTo(1);
        tags.set(one, Tags.NONE);
        assertThat(tags.all()).doesNotContainKey(one);
    }

    @Test void onlyShortWordsAreTagsAndNotManyOfThem() {
        for (String bad : List.of("", " ", "two words", "-x", "<b>", "a'b", "a,b", "x".repeat(25), "a\u202eb", "a\nb")) {
            assertThatThrownBy(() -> Tags.of(List.of(bad))).as(bad).isInstanceOf(TagRefused.class).hasMessageContaining("one word of at most 24");
        }
        assertThatThrownBy(() -> Tags.of(Collections.singletonList(null))).isInstanceOf(TagRefused.class);
        assertThatThrownBy(() -> Tags.of(List.of("a\u202e\u0007b"))).hasMessageStartingWith("'a??b'");
        List<String> eleven = IntStream.range(0, 11).mapToObj(i -> "t" + i).toList();
        assertThatThrownBy(() -> Tags.of(eleven)).isInstanceOf(TagRefused.class).hasMessageContaining("at most 10");
        assertThatThrownBy(() -> Tags.of(Collections.nCopies(1_000, "same"))).isInstanceOf(TagRefused.class);
        PipelineId id = instance.designs.create("Full", TestPipelines.demoTo("results"), ADA).id();
        tags.set(id, Tags.of(eleven.subList(0, 10)));
        assertThatThrownBy(() -> tags.change(id, Set.of("t10"), Set.of())).isInstanceOf(TagRefused.class);
        tags.change(id, Set.of("t10"), Set.of("t0"));
        assertThat(tags.of(id).words()).hasSize(10).contains("t10");
    }

    @Test void whatIsNotThereHasNoTags() {
        assertThatThrownBy(() -> tags.of(PipelineId.random())).isInstanceOf(UnknownPipeline.class);
        assertThatThrownBy(() -> tags.set(PipelineId.random(), Tags.NONE)).isInstanceOf(UnknownPipeline.class);
        PipelineId gone = instance.designs.create("Gone", TestPipelines.demoTo("results"), ADA).id();
        instance.designs.delete(gone, ADA);
        assertThatThrownBy(() -> tags.change(gone, Set.of("x"), Set.of())).isInstanceOf(UnknownPipeline.class);
    }
}
