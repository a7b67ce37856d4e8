package dev.millrace.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.document.PipelineDocument;
import dev.millrace.kind.NodeKinds;
import dev.millrace.kind.ParameterValues;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Parameter;
import dev.millrace.pipeline.Pipeline;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpeningsTest {
    private static final NodeKinds KINDS = NodeKinds.shipped();
    private static final Pipeline DRAWING = new PipelineDocument(KINDS).read("""
            millrace: 1
            name: High bids
            nodes:
              bids: {kind: source.demo@1, settings: {dataset: bids, rowsPerSecond: 500}}
              high: {kind: operator.filter@1, settings: {condition: "price > 100000 AND channel = 'Bob''s' AND dateTime > TIMESTAMP '2026-01-01 00:00:00' AND CAST(`3 x` AS DECIMAL(10, 2)) < 2.5"}}
              out: {kind: sink.kafka@1, settings: {topic: high-bids}}
            edges:
              - {from: bids.out, to: high.in}
              - {from: high.matching, to: out.in}
            """);

    private static Opening opening(List<Opening> all, String node, String value) {
        return all.stream().filter(o -> o.node().value().equals(node) && o.value().equals(value)).findFirst().orElseThrow();
    }

    private static Opening.Chosen chosen(Opening opening) {
        return new Opening.Chosen(opening, opening.suggested());
    }

    @Test void settingsAndLiteralsAreOffered() {
        List<Opening> all = Openings.of(DRAWING, KINDS);
        assertThat(all.stream().filter(o -> o.node().value().equals("high")).map(Opening::value)).as("no part of a name, a type or another literal")
                .containsExactly("100000", "'Bob''s'", "2.5", (String) DRAWING.node(new NodeId("high")).orElseThrow().settings().get("condition").orElseThrow());
        assertThat(opening(all, "high", "100000").suggested()).satisfies(p -> {
            assertThat(p.name()).isEqualTo("price");
            assertThat(p.label()).isEqualTo("Price");
            assertThat(p.type()).isEqualTo(Parameter.Type.WHOLE_NUMBER);
            assertThat(p.value()).contains(100000L);
        });
        assertThat(opening(all, "high", "'Bob''s'").suggested().value()).contains("Bob's");
        assertThat(opening(all, "out", "high-bids").suggested().type()).isEqualTo(Parameter.Type.TOPIC);
        assertThat(opening(all, "bids", "500").suggested().min()).as("bounds of the setting").isPresent();
        assertThat(all.stream().map(o -> o.suggested().name())).doesNotHaveDuplicates();
    }

    @Test void whatIsOpenedAsksForItsValueAndMeansTheSameWithIt() {
        List<Opening> all = Openings.of(DRAWING, KINDS);
        Pipeline opened = Openings.open(DRAWING, List.of(chosen(opening(all, "high", "100000")), chosen(opening(all, "high", "2.5")), chosen(opening(all, "out", "high-bids"))));
        assertThat(opened.parameters()).extracting(Parameter::name).containsExactly("price", "condition", "topic");
        assertThat(opened.node(new NodeId("high")).orElseThrow().settings().get("condition").orElseThrow().toString()).startsWith("price > ${param:price} AND ").endsWith("< ${param:condition}");
        assertThat(opened.node(new NodeId("out")).orElseThrow().settings().get("topic")).contains("${param:topic}");

        // Another version of it is offered the same again, with what is drawn by then.
        Pipeline redrawn = new PipelineDocument(KINDS).read(new PipelineDocument(KINDS).write(DRAWING).replace("100000", "70"));
        assertThat(Openings.again(Openings.of(redrawn, KINDS), opened)).extracting(c -> c.parameter().name() + " " + c.parameter().value().orElseThrow())
                .containsExactly("price 70", "condition 2.5", "topic high-bids");
        assertThat(Openings.again(Openings.of(DRAWING, KINDS), DRAWING)).isEmpty();
    }

    @Test void whatMeetsIsRefused() {
        List<Opening> all = Openings.of(DRAWING, KINDS);
        Opening whole = all.stream().filter(o -> o.node().value().equals("high") && !o.isLiteral()).findFirst().orElseThrow();
        assertThatThrownBy(() -> Openings.open(DRAWING, List.of(chosen(whole), chosen(opening(all, "high", "2.5"))))).hasMessageContaining("as a whole and in parts");
        Opening topic = opening(all, "out", "high-bids");
        var same = new Opening.Chosen(opening(all, "high", "2.5"), topic.suggested());
        assertThat(Openings.open(DRAWING, List.of(chosen(topic), same)).parameters()).as("one parameter may stand at several places").hasSize(1);
        assertThatThrownBy(() -> Openings.open(DRAWING, List.of(chosen(topic), new Opening.Chosen(same.at(), topic.suggested().withValue("other")))))
                .hasMessageContaining("they differ");
    }

    @Test void valuesAreCheckedLikeThoseOfAFragment() {
        List<Opening> all = Openings.of(DRAWING, KINDS);
        Parameter price = opening(all, "high", "100000").suggested();
        var required = new Parameter("price", "Price", "", price.type(), true, price.value(), java.util.Optional.of(BigDecimal.ONE), java.util.Optional.empty(), List.of());
        Pipeline template = Openings.open(DRAWING, List.of(new Opening.Chosen(opening(all, "high", "100000"), required)));
        assertThat(ParameterValues.give(template, Map.of("price", 7)).drawing().parameters().getFirst().value()).contains(7L);
        assertThat(ParameterValues.give(template, Map.of("price", "7")).diagnostics().all()).isEmpty();
        assertThat(ParameterValues.give(template, Map.of()).diagnostics().all()).extracting("message").containsExactly("Price is not set");
        assertThat(ParameterValues.give(template, Map.of("price", "0")).diagnostics().all()).extracting("message").containsExactly("At least 1 is needed, not 0");
        assertThat(ParameterValues.give(template, Map.of("price", "1) OR (1=1")).diagnostics().hasErrors()).isTrue();
        assertThat(ParameterValues.give(template, Map.of("price", 7, "cost", 1)).diagnostics().all()).extracting("message").containsExactly("There is no parameter 'cost'");
    }

    @Test void changesAreToldInSentences() {
        List<Opening> all = Openings.of(DRAWING, KINDS);
        Pipeline opened = Openings.open(DRAWING, List.of(chosen(opening(all, "out", "high-bids"))));
        assertThat(TemplateChanges.between(DRAWING, DRAWING, KINDS)).isEmpty();
        assertThat(TemplateChanges.between(DRAWING, opened, KINDS)).containsExactly("It asks for 'Topic' too", "'Topic' of 'out' is “${param:topic}”, no longer “high-bids”");
        assertThat(TemplateChanges.between(DRAWING, DRAWING.withoutNode(new NodeId("out")), KINDS)).containsExactly("The node 'out' is gone");
    }

    @Test void valuesInListsAreOpenedOneByOne() {
        Pipeline drawing = new PipelineDocument(KINDS).read("""
                millrace: 1
                name: Totals
                nodes:
                  bids: {kind: source.demo@1, settings: {dataset: bids}}
                  totals: {kind: operator.group@1, settings: {keys: [channel], aggregates: [{name: n, function: count}, {name: highest, function: max, column: price}], keepFor: 1 day}}
                  more: {kind: operator.map@1, settings: {compute: [{name: taxed, expression: highest * 1.19}]}}
                edges:
                  - {from: bids.out, to: totals.in}
                  - {from: totals.out, to: more.in}
                """);
        List<Opening> all = Openings.of(drawing, KINDS);
        Opening column = opening(all, "totals", "price");
        assertThat(column.setting()).isEqualTo("aggregates[1].column");
        assertThat(column.label()).isEqualTo("Aggregates 2, Column");
        assertThat(column.suggested().type()).isEqualTo(Parameter.Type.COLUMN);
        Opening key = opening(all, "totals", "channel");
        assertThat(key.setting()).isEqualTo("keys[0]");
        assertThat(key.suggested().type()).isEqualTo(Parameter.Type.COLUMN);
        Opening tax = opening(all, "more", "1.19");
        Pipeline opened = Openings.open(drawing, List.of(chosen(column), chosen(key), chosen(tax)));
        assertThat(opened.node(new NodeId("totals")).orElseThrow().settings().values().toString()).contains("keys=[${param:keys}]").contains("column=${param:column}");
        assertThat(opened.node(new NodeId("more")).orElseThrow().settings().values().toString()).contains("highest * ${param:highest}");
        Pipeline mine = ParameterValues.give(opened, Map.of("column", "bidder")).drawing();
        assertThat(mine.parameters().stream().filter(p -> p.name().equals("column")).findFirst().orElseThrow().value()).contains("bidder");
        assertThat(Openings.again(all, opened)).extracting(c -> c.at().setting()).containsExactlyInAnyOrder("aggregates[1].column", "keys[0]", "compute[0].expression");
    }
}
