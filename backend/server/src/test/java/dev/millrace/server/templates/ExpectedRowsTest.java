package dev.millrace.server.templates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.compile.Compilation;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.PortRef;
import dev.millrace.schema.Schema;
import dev.millrace.server.TestDatabase;
import dev.millrace.server.TestPipelines;
import dev.millrace.server.design.Author;
import dev.millrace.server.design.Design;
import dev.millrace.server.design.Instance;
import dev.millrace.server.preview.Preview;
import dev.millrace.server.preview.RowFates;
import dev.millrace.server.sample.SampleChoice;
import dev.millrace.server.sample.Sampling;
import dev.millrace.server.sample.TakenSample;
import dev.millrace.server.security.AdministratorsOnly;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Rows are kept by who may change the template, and any other row is a difference. Previews themselves are tested on Flink. */
class ExpectedRowsTest {
    private static final Author ADA = Author.of("ada");
    private static final PortRef OUT = PortRef.of("flights", "out");

    private final Instance instance = new Instance(TestDatabase.freshUrl());
    private final Templates templates = TestTemplates.on(instance);
    private List<Preview.Row> gives = List.of(row(1), row(2), row(2));
    private int runs;
    private final Expectations expectations = new Expectations(JdbcClient.create(instance.database), new TransactionTemplate(new JdbcTransactionManager(instance.database)), templates, (compiled, sample, timing) -> {
        runs++;
        return new Preview(Map.of(OUT, new Preview.Rows(gives.size(), gives, Optional.empty(), Optional.empty(), true)), Set.of(), List.of(), Optional.empty(), Duration.ZERO, RowFates.NONE);
    }, new NoTopics(), TestPipelines.compiler());

    /** Demo streams need none. */
    private static final class NoTopics implements Sampling {
        @Override public TakenSample take(Compilation compiled, SampleChoice choice, TakenSample before) {
            return TakenSample.NONE;
        }

        @Override public Map<NodeId, Schema> sources(Compilation compiled) {
            return Map.of();
        }

        @Override public boolean readsTopics(Compilation compiled, NodeId source) {
            return false;
        }
    }

    private static Preview.Row row(int id) {
        return new Preview.Row("+I", "{\"id\":" + id + "}");
    }

    @AfterEach void close() {
        instance.close();
    }

    private Template template() {
        return templates.publish(publication("Flights to a topic", Optional.empty()), ADA);
    }

    private Publication publication(String title, Optional<Template> before) {
        Design flights = before.map(t -> instance.designs.open(((Template.Kind.Made) t.kind()).pipeline().orElseThrow()))
                .orElseGet(() -> instance.designs.create("Flights", TestPipelines.demoTo("flights"), ADA));
        return new Publication(flights.id(), flights.revision(), before.map(Template::id), title, "Writes flights.", List.of(), Reach.EVERYBODY, "", Optional.empty(), List.of());
    }

    @Test void whereItsRowsCannotBeKeptAVersionIsNotPublishedEither() {
        var tooMuch = new ExpectedRows("x".repeat(ExpectedRows.LARGEST + 1), Map.of(OUT, List.of(row(1))));
        Publication publication = publication("Flights to a topic", Optional.empty());
        assertThatThrownBy(() -> expectations.publish(publication, new Expected.Rows(tooMuch), ADA)).isInstanceOf(TemplateRefused.class).hasMessageContaining("longer than");
        assertThat(templates.list("ada")).extracting(Template::title).doesNotContain("Flights to a topic");
    }

    @Test void whatItGivesIsKeptByItsAuthorAndEveryOtherRowIsADifference() {
        Template template = template();
        assertThat(expectations.of(template)).isEmpty();
        assertThatThrownBy(() -> expectations.check(template)).isInstanceOf(TemplateRefused.class);
        assertThatThrownBy(() -> expectations.keep(template, Author.of("bob"))).isInstanceOf(AdministratorsOnly.class);
        assertThat(runs).isZero();
        assertThat(expectations.keep(template, ADA)).satisfies(k -> {
            assertThat(k.rows()).isEqualTo(3);
            assertThat(k.by()).isEqualTo("ada");
        });
        gives = List.of(row(2), row(1), row(2));
        assertThat(expectations.check(template).isAsExpected()).as("in any order").isTrue();
        gives = List.of(row(2), row(1), row(3));
        RowCheck check = expectations.check(template);
        assertThat(check.isAsExpected()).isFalse();
        assertThat(check.outputs()).singleElement().satisfies(o -> {
            assertThat(o.output()).isEqualTo("flights.out");
            assertThat(o.missing()).containsExactly(row(2));
            assertThat(o.more()).containsExactly(row(3));
            assertThat(o.differences()).isEqualTo(2);
        });
        assertThat(expectations.keep(template, ADA).rows()).as("what it gives now takes the place").isEqualTo(3);
        assertThat(expectations.check(template).isAsExpected()).isTrue();
        gives = List.of();
        assertThatThrownBy(() -> expectations.keep(template, ADA)).isInstanceOf(TemplateRefused.class).hasMessageContaining("nothing to expect");
        assertThat(expectations.check(template).outputs().getFirst().differences()).isEqualTo(3);
    }

    @Test void whatAVersionIsExpectedToGiveIsSaidWhenItIsPublished() {
        Publication first = publication("Flights to a topic", Optional.empty());
        Template one = expectations.publish(first, new Expected.Rows(expectations.given(first)), ADA);
        assertThat(expectations.of(one).orElseThrow().rows()).isEqualTo(3);
        assertThat(runs).as("to see that rows come again").isEqualTo(2);

        // Those before hold on, if they are meant to; whether they still come is known before.
        Publication second = publication("Flights, renamed", Optional.of(one));
        Expectations.Kept kept = expectations.of(one).orElseThrow();
        assertThat(expectations.compare(kept, second).isAsExpected()).isTrue();
        gives = List.of(row(1), row(4));
        assertThat(expectations.compare(kept, second).outputs().getFirst().differences()).isEqualTo(3);
        assertThat(templates.versions(one.id(), "ada")).as("nothing is published by that").hasSize(1);
        Template two = expectations.publish(second, Expected.AS_BEFORE, ADA);
        assertThat(expectations.of(two)).hasValueSatisfying(k -> {
            assertThat(k.expected()).isEqualTo(kept.expected());
            assertThat(k.at()).isEqualTo(kept.at());
        });

        Publication third = publication("Flights again", Optional.of(two));
        Template three = expectations.publish(third, new Expected.Rows(expectations.given(third)), ADA);
        assertThat(expectations.of(three).orElseThrow().rows()).isEqualTo(2);
        assertThat(expectations.of(two).orElseThrow().rows()).as("of an older version nothing changes").isEqualTo(3);
        Template four = expectations.publish(publication("Flights at last", Optional.of(three)), Expected.NOTHING, ADA);
        assertThat(expectations.of(four)).isEmpty();
        Template five = expectations.publish(publication("Flights for good", Optional.of(four)), Expected.AS_BEFORE, ADA);
        assertThat(expectations.of(five)).as("nothing was expected of the one before").isEmpty();

        gives = List.of();
        assertThatThrownBy(() -> expectations.given(publication("No flights", Optional.of(five)))).isInstanceOf(TemplateRefused.class).hasMessageContaining("nothing to expect");
        assertThatThrownBy(() -> expectations.forget(three, Author.of("bob"))).isInstanceOf(AdministratorsOnly.class);
        assertThat(expectations.forget(three, ADA)).isTrue();
        assertThat(expectations.forget(three, ADA)).isFalse();
        assertThat(expectations.of(three)).isEmpty();
    }

    @Test void expectedRowsAreInTheFile() {
        Template template = template();
        expectations.keep(template, ADA);
        String file = templates.file(template.id(), "ada").replace("name: Flights to a topic", "name: Brought");
        Template brought = templates.take(file, Reach.ONLY_ME, Author.of("bob"));
        assertThat(expectations.of(brought).orElseThrow().rows()).isEqualTo(3);
        assertThat(expectations.check(brought).isAsExpected()).isTrue();
        assertThatThrownBy(() -> templates.take(file.replace("# expected: {", "# expected: "), Reach.ONLY_ME, Author.of("carl"))).isInstanceOf(TemplateRefused.class);
    }

    @Test void whatIsNoExpectationIsRefusedInWords() {
        for (String wrong : List.of("", "[]x", "{\"rows\": {\"no port\": []}}", "x".repeat(ExpectedRows.LARGEST + 1))) {
            assertThatThrownBy(() -> ExpectedRows.read(wrong)).isInstanceOf(TemplateRefused.class);
        }
        var rows = new ExpectedRows("{}", Map.of(OUT, List.of(row(1))));
        assertThat(ExpectedRows.read(rows.write())).isEqualTo(rows);
    }
}
