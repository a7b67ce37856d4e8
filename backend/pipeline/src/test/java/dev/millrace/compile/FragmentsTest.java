package dev.millrace.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.diagnostic.Location;
import dev.millrace.diagnostic.Severity;
import dev.millrace.document.PipelineDocument;
import dev.millrace.fixture.FragmentShelf;
import dev.millrace.fixture.SmallExpressions;
import dev.millrace.kind.NodeKinds;
import dev.millrace.kind.fragment.Fragment;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PortRef;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Drawings that other drawings use as one node. */
class FragmentsTest {
    private static final String LARGE = """
            millrace: 1
            name: Large orders
            parameters:
              limit: {type: number, value: 100, min: 0}
            nodes:
              in: {kind: fragment.input, settings: {name: orders, columns: [{name: amount, type: BIGINT}], rows: '[{"amount": 5}]'}}
              keep: {kind: operator.filter, settings: {condition: 'amount > ${param:limit}'}}
              large: {kind: fragment.output, settings: {name: large}}
              small: {kind: fragment.output, settings: {name: small}}
            edges:
              - {from: in.out, to: keep.in}
              - {from: keep.out, to: large.in}
              - {from: keep.rest, to: small.in}
            layout: {large: {x: 0, y: 0}, small: {x: 0, y: 100}}
            """;
    private static final String USING = """
            millrace: 1
            name: Using it
            nodes:
              orders: {kind: source.values, settings: {columns: [{name: amount, type: BIGINT}, {name: note, type: STRING}], rows: '[{"amount": 7}]'}}
              sieve: {kind: fragment.large-orders, settings: {limit: 6}}
              end: {kind: sink.discard}
            edges:
              - {from: orders.out, to: sieve.orders}
              - {from: sieve.large, to: end.in}
            """;

    private final FragmentShelf shelf = new FragmentShelf();
    private final NodeKinds kinds = NodeKinds.with(shelf);
    private final Compiler compiler = new Compiler(kinds, new SmallExpressions());

    private Pipeline read(String document) {
        return new PipelineDocument(kinds).read(document);
    }

    private void publish(String name, int version, String document) {
        shelf.publish(Fragment.of(name, version, name, read(document), kinds));
    }

    private Compilation using(String document) {
        return compiler.compile(read(document));
    }

    private static List<String> errors(Compilation compiled) {
        return compiled.diagnostics().all().stream().filter(d -> d.severity() == Severity.ERROR).map(d -> d.code() + " " + d.at().nodeOf().map(NodeId::value).orElse("")).toList();
    }

    @Test
    void itsNodesHaveTheCopiesOfItsUse() {
        publish("large-orders", 1, LARGE);
        String using = USING.replace("kind: fragment.large-orders, ", "kind: fragment.large-orders, parallelism: 3, ");
        assertThat(using(using).plan().orElseThrow().copies()).containsOnly(entry(new NodeId("sieve--in"), 3), entry(new NodeId("sieve--keep"), 3));
        publish("large-orders", 2, LARGE.replace("kind: operator.filter, ", "kind: operator.filter, parallelism: 2, "));
        assertThat(using(using.replace("large-orders,", "large-orders@2,")).plan().orElseThrow().copies()).containsEntry(new NodeId("sieve--keep"), 2);
    }

    @Test
    void isDrawnLikeAnyPipelineWithTheValuesOfItsOwn() {
        Compilation compiled = using(LARGE);
        assertThat(compiled.diagnostics().all()).filteredOn(d -> d.severity() != Severity.INFO).isEmpty();
        assertThat(compiled.glimpses()).containsEntry(new NodeId("keep"), "amount > 100");
        assertThat(PlanText.write(compiled.plan().orElseThrow())).contains("`amount` > 100");
    }

    @Test
    void itsPortsAndSettingsAreThoseOfAKind() {
        publish("large-orders", 1, LARGE);
        var kind = kinds.find("fragment.large-orders").orElseThrow();
        assertThat(kind.settings()).singleElement().satisfies(s -> assertThat(s.preset()).contains(100L));
        var node = read(USING).node(new NodeId("sieve")).orElseThrow();
        assertThat(kinds.ports(node).inputs()).extracting("name").containsExactly("orders");
        assertThat(kinds.ports(node).outputs()).extracting("name").containsExactly("large", "small");
    }

    @Test
    void itsNodesRunInThePlaceOfTheNode() {
        publish("large-orders", 1, LARGE);
        Compilation compiled = using(USING);
        assertThat(errors(compiled)).isEmpty();
        assertThat(compiled.running().nodes().keySet()).extracting(NodeId::value).containsExactly("end", "orders", "sieve--in", "sieve--keep");
        assertThat(PlanText.write(compiled.plan().orElseThrow())).contains("`amount` > 6");
        // Columns that it does not ask for pass.
        assertThat(compiled.schemas().get(PortRef.of("sieve", "large")).names()).containsExactly("amount", "note");
        assertThat(compiled.origin(PortRef.of("sieve", "large"))).isEqualTo(PortRef.of("sieve--keep", "out"));
        assertThat(compiled.pipeline().edges()).allMatch(compiled::carries);
        assertThat(compiled.isLeftOut(new NodeId("sieve"))).isFalse();
        assertThat(compiled.drawn(new NodeId("sieve--keep"))).isEqualTo(new NodeId("sieve"));
        assertThat(compiled.diagnostics().all()).filteredOn(d -> d.code() == Code.UNUSED_OUTPUT && d.at().equals(new Location.OfNode(new NodeId("sieve")))).hasSize(1);
    }

    @Test
    void whatDoesNotFitIsSaidWhereItIsUsed() {
        publish("large-orders", 1, LARGE);
        assertThat(errors(using(USING.replace("limit: 6", "limit: -1")))).containsExactly("BAD_SETTING sieve");
        assertThat(errors(using(USING.replace("limit: 6", "limit: many")))).containsExactly("BAD_SETTING sieve");
        assertThat(errors(using(USING.replace("- {from: orders.out, to: sieve.orders}", "")))).containsExactly("MISSING_INPUT sieve");
        assertThat(errors(using(USING.replace("name: amount, type: BIGINT", "name: amount, type: STRING")))).contains("SCHEMA_MISMATCH sieve");
        assertThat(errors(using(USING.replace("sieve.large, to", "sieve.huge, to")))).contains("UNKNOWN_PORT end");
        assertThat(errors(using(USING.replace("sieve: {kind: fragment.large-orders", "sieve: {kind: fragment.large-orders@9")))).contains("UNKNOWN_KIND sieve");
        assertThat(errors(using(USING.replace("fragment.large-orders", "fragment.largeorders")))).contains("UNKNOWN_KIND sieve");
        Diagnostic edge = using(USING.replace("name: amount, type: BIGINT", "name: price, type: BIGINT").replace("\"amount\"", "\"price\"")).diagnostics().all().stream()
                .filter(d -> d.code() == Code.SCHEMA_MISMATCH).findFirst().orElseThrow();
        assertThat(edge.at()).isEqualTo(new Location.OfEdge(read(USING).edges().first()));
        assertThat(edge.message()).isEqualTo("The input 'orders' needs a column 'amount' of type BIGINT");
    }

    @Test
    void whatIsWrongInsideIsSaidAtTheNode() {
        publish("large-orders", 1, LARGE.replace("amount > ${param:limit}", "nonsense > ${param:limit}"));
        Compilation compiled = using(USING);
        assertThat(compiled.diagnostics().all()).filteredOn(d -> d.code() == Code.IN_FRAGMENT).singleElement().satisfies(d -> {
            assertThat(d.at()).isEqualTo(new Location.OfNode(new NodeId("sieve")));
            assertThat(d.message()).startsWith("Inside the fragment, at 'keep': ");
        });
        assertThat(compiler.soundPart(compiled).orElseThrow().segments()).extracting(s -> s.node().value()).containsExactly("orders");
    }

    @Test
    void fragmentsUseFragments() {
        publish("large-orders", 1, LARGE);
        publish("twice", 1, """
                millrace: 1
                name: Twice
                parameters: {least: {type: whole-number, value: 1}}
                nodes:
                  a: {kind: fragment.input, settings: {name: in, columns: [{name: amount, type: BIGINT}], others: drop, rows: '[{"amount": 5}]'}}
                  first: {kind: fragment.large-orders, settings: {limit: '${param:least}'}}
                  second: {kind: fragment.large-orders, settings: {limit: 20}}
                  z: {kind: fragment.output, settings: {name: out}}
                edges:
                  - {from: a.out, to: first.orders}
                  - {from: first.large, to: second.orders}
                  - {from: second.large, to: z.in}
                """);
        Compilation compiled = using(USING.replace("fragment.large-orders, settings: {limit: 6}", "fragment.twice, settings: {least: 3}").replace("sieve.orders", "sieve.in")
                .replace("sieve.large", "sieve.out"));
        assertThat(errors(compiled)).isEmpty();
        assertThat(compiled.running().nodes().keySet()).extracting(NodeId::value).contains("sieve--first--keep", "sieve--second--keep");
        assertThat(compiled.schemas().get(PortRef.of("sieve", "out")).names()).containsExactly("amount");
        assertThat(PlanText.write(compiled.plan().orElseThrow())).contains("`amount` > 3", "`amount` > 20");
        assertThat(compiled.running(new NodeId("sieve"))).hasSize(5);
    }

    @Test
    void aNewerVersionIsOfferedAndTheOldOneStays() {
        publish("large-orders", 1, LARGE);
        publish("large-orders", 2, LARGE.replace("amount >", "amount >="));
        Compilation compiled = using(USING);
        assertThat(PlanText.write(compiled.plan().orElseThrow())).contains("`amount` > 6");
        Diagnostic newer = compiled.diagnostics().all().stream().filter(d -> d.code() == Code.NEWER_VERSION).findFirst().orElseThrow();
        Fix fix = new Fixes(compiler).of(newer, compiled).getFirst();
        Compilation now = compiler.compile(fix.edit().apply(compiled.pipeline()));
        assertThat(PlanText.write(now.plan().orElseThrow())).contains("`amount` >= 6");
        assertThat(now.diagnostics().all()).extracting(Diagnostic::code).doesNotContain(Code.NEWER_VERSION);
    }

    @Test
    void canBeBypassedOnlyBetweenOnePortAndOne() {
        publish("large-orders", 1, LARGE);
        assertThat(errors(using(USING.replace("sieve: {kind", "sieve: {disabled: bypass, kind")))).contains("NOT_BYPASSABLE sieve");
        publish("large-orders", 2, LARGE.replace("small: {kind: fragment.output, settings: {name: small}}", "small: {kind: sink.discard}"));
        Compilation compiled = using(USING.replace("sieve: {kind: fragment.large-orders", "sieve: {disabled: bypass, kind: fragment.large-orders@2"));
        assertThat(errors(compiled)).isEmpty();
        assertThat(compiled.running().nodes().keySet()).extracting(NodeId::value).containsExactly("end", "orders");
    }

    @Test
    void aValueIsNothingButAValue() {
        String texts = """
                millrace: 1
                name: Names
                parameters:
                  who: {type: text, value: "x' OR 'a' = 'a"}
                  column: {type: column, value: "amo`unt"}
                  less: {type: whole-number, value: -5}
                nodes:
                  in: {kind: source.values, settings: {columns: [{name: amount, type: BIGINT}], rows: '[{"amount": 5}]'}}
                  keep: {kind: operator.filter, settings: {condition: "note = ${param:who} AND ${param:column} > 3-${param:less}"}}
                """;
        var filled = Fill.own(kinds, read(texts)).pipeline().node(new NodeId("keep")).orElseThrow().settings().get("condition");
        assertThat(filled).contains("note = 'x'' OR ''a'' = ''a' AND `amo``unt` > 3-(-5)");
    }

    @Test
    void positionsAreThoseOfWhatWasWritten() {
        String wrong = LARGE.replace("amount > ${param:limit}", "${param:limit} < amuont");
        Diagnostic error = using(wrong).diagnostics().all().stream().filter(d -> d.code() == Code.BAD_EXPRESSION).findFirst().orElseThrow();
        var span = (Location.OfSpan) error.at();
        assertThat("${param:limit} < amuont".substring(span.from(), span.to())).isEqualTo("amuont");
    }

    @Test
    void aColumnThatIsRenamedBeforeItGetsItsNameBack() {
        publish("large-orders", 1, LARGE);
        Compilation before = using(USING);
        var renamed = new Renaming(compiler).rename(before, PortRef.of("orders", "out"), "amount", "price", Set.of());
        Compilation after = compiler.compile(renamed.edit().apply(before.pipeline()));
        assertThat(errors(after)).isEmpty();
        assertThat(after.schemas().get(PortRef.of("orders", "out")).names()).containsExactly("price", "note");
        assertThat(after.schemas().get(PortRef.of("sieve", "large")).names()).containsExactly("amount", "note");
    }

    @Test
    void anUnknownParameterIsSaid() {
        assertThat(errors(using(LARGE.replace("${param:limit}", "${param:limits}")))).contains("UNKNOWN_PARAMETER keep");
        assertThat(errors(using(LARGE.replace("value: 100, ", "")))).contains("UNKNOWN_PARAMETER keep");
    }

    @Test
    void aBoundThatCannotBeWrittenOutIsRefused() {
        assertThatThrownBy(() -> read(LARGE.replace("min: 0", "min: '1e999999999'"))).hasMessageContaining("fewer digits");
        assertThatThrownBy(() -> read(LARGE.replace("min: 0", "min: low"))).hasMessageContaining("number is needed, not 'low'");
    }

    @Test
    void documentsKeepParametersAndCannotNameWhatIsInside() {
        var documents = new PipelineDocument(kinds);
        String canonical = documents.write(read(LARGE));
        assertThat(documents.write(documents.read(canonical))).isEqualTo(canonical);
        assertThat(documents.read(canonical).parameters()).isEqualTo(read(LARGE).parameters());
        assertThatThrownBy(() -> read(USING.replace("sieve.large", "sieve--keep.out"))).hasMessageContaining("names no port");
        assertThatThrownBy(() -> read(USING.replace("  sieve:", "  sieve--keep:"))).hasMessageContaining("cannot be a node's id");
    }
}
