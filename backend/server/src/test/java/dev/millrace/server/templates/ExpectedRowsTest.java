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

/** Rows are kept by who may change the template, and any other row is a difference. Previews themselves are tested on Flink. */
class ExpectedRowsTest {
    private static final Author ADA = Author.of("ada");
    private static final PortRef OUT = PortRef.of("flights", "out");

    private final Instance instance = new Instance(TestDatabase.freshUrl());
    private final Templates templates = TestTemplates.on(instance);
    private List<Preview.Row> gives = List.of(row(1), row(2), row(2));
    private int runs;
    private final Expectations expectations = new Expectations(JdbcClient.create(instance.database), templates, (compiled, sample, timing) -> {
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
        Design flights = instance.designs.create("Flights", TestPipelines.demoTo("flights"), ADA);
        return templates.publish(new Publication(flights.id(), flights.revision(), Optional.empty(), "Flights to a topic", "Writes flights.", List.of(), true, "", Optional.empty(), List.of()), ADA);
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

    @Test void expectedRowsAreInTheFile() {
        Template template = template();
        expectations.keep(template, ADA);
        String file = templates.file(template.id(), "ada").replace("name: Flights to a topic", "name: Brought");
        Template brought = templates.take(file, false, Author.of("bob"));
        assertThat(expectations.of(brought).orElseThrow().rows()).isEqualTo(3);
        assertThat(expectations.check(brought).isAsExpected()).isTrue();
        assertThatThrownBy(() -> templates.take(file.replace("# expected: {", "# expected: "), false, Author.of("carl"))).isInstanceOf(TemplateRefused.class);
    }

    @Test void whatIsNoExpectationIsRefusedInWords() {
        for (String wrong : List.of("", "[]x", "{\"rows\": {\"no port\": []}}", "x".repeat(ExpectedRows.LARGEST + 1))) {
            assertThatThrownBy(() -> ExpectedRows.read(wrong)).isInstanceOf(TemplateRefused.class);
        }
        var rows = new ExpectedRows("{}", Map.of(OUT, List.of(row(1))));
        assertThat(ExpectedRows.read(rows.write())).isEqualTo(rows);
    }
}
