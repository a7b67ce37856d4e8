package dev.millrace.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.diagnostic.Severity;
import dev.millrace.document.PipelineDocument;
import dev.millrace.fixture.Fixture;
import dev.millrace.fixture.RandomPipelines;
import dev.millrace.fixture.SmallExpressions;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.Edge;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PortRef;
import dev.millrace.schema.Column;
import dev.millrace.schema.Schema;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A column under another name changes nothing but names, whatever stands behind it. */
class RenamingTest {
    private static final NodeKinds KINDS = NodeKinds.shipped();
    private static final Compiler COMPILER = new Compiler(KINDS, new SmallExpressions());
    private static final Renaming RENAMING = new Renaming(COMPILER);

    static LongStream seeds() {
        return LongStream.range(0, 15);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whateverIsDrawnStaysSoundUnderAnotherName(long seed) {
        everyColumn(new RandomPipelines(seed, COMPILER, c -> { }).draw(10), COMPILER, 5);
    }

    @TestFactory
    Stream<DynamicTest> everyKindFollows() {
        return Fixture.all().stream().map(f -> DynamicTest.dynamicTest(f.name(), () -> everyColumn(f.compile(new SmallExpressions()), new Compiler(f.kinds(), new SmallExpressions()), 9)));
    }

    /** @param step every how manieth column is renamed */
    private static void everyColumn(Compilation now, Compiler compiler, int step) {
        List<PortRef> outputs = now.schemas().keySet().stream().filter(p -> !p.port().equals("bad") && now.pipeline().nodes().containsKey(p.node())).sorted(Comparator.comparing(PortRef::toString)).toList();
        int number = 0;
        for (PortRef output : outputs) {
            for (Column column : now.schemas().get(output).columns()) {
                if (number++ % step == 0) {
                    renamed(now, compiler, output, column.name());
                }
            }
        }
    }

    private static void renamed(Compilation now, Compiler compiler, PortRef output, String column) {
        Renaming.Renamed renamed = new Renaming(compiler).rename(now, output, column, "renamed to", Set.of());
        Pipeline after = renamed.edit().apply(now.pipeline());
        Compilation then = compiler.compile(after);
        String what = output + " " + column + " made at " + renamed.made() + " " + renamed.setting() + "\n" + renamed.follow() + "\n"
                + new PipelineDocument(KINDS).write(now.pipeline()) + "\n" + new PipelineDocument(KINDS).write(after);
        assertThat(errors(then)).as(what).isSubsetOf(errors(now));
        PortRef named = renamed.setting().isPresent() ? output : new PortRef(renamed.made(), "out");
        assertThat(then.schemas().get(named).names()).as(what).contains("renamed to").doesNotContain(column);
        if (errors(now).isEmpty()) {
            now.schemas().forEach((port, schema) -> assertThat(then.schemas().get(port)).as(port + " of " + what).isNotNull()
                    .satisfies(s -> assertThat(types(s)).isEqualTo(types(schema))));
        }
        Pipeline undone = renamed.edit().inverse(now.pipeline()).apply(after);
        assertThat(undone).as(what).isEqualTo(placedAs(undone, now.pipeline()));
    }

    /** What stood nowhere stays where an edit has put it: see {@link dev.millrace.pipeline.Places}. */
    private static Pipeline placedAs(Pipeline other, Pipeline pipeline) {
        Pipeline placed = pipeline;
        for (var place : other.layout().entrySet()) {
            if (!pipeline.layout().containsKey(place.getKey())) {
                placed = placed.withPosition(place.getKey(), place.getValue());
            }
        }
        return placed;
    }

    private static List<String> errors(Compilation compilation) {
        return compilation.diagnostics().all().stream().filter(d -> d.severity() == Severity.ERROR).map(d -> d.at().nodeOf() + " " + d.code()).toList();
    }

    /** All but the names: types, which column is the time, which are the key. */
    private static List<String> types(Schema schema) {
        return Stream.concat(schema.columns().stream().map(c -> c.type() + " " + c.nullable() + schema.eventTime().filter(c.name()::equals).isPresent()
                + schema.key().contains(c.name())), Stream.of(schema.changelog().name())).toList();
    }

    private static Pipeline read(String nodes, String edges) {
        return new PipelineDocument(KINDS).read("""
                millrace: 1
                name: Flights
                nodes:
                  flights:
                    kind: source.kafka@1
                    settings:
                      topic: flights
                      columns: [{name: id, type: BIGINT}, {name: ts, type: TIMESTAMP(3)}, {name: delay, type: INT}, {name: origin, type: STRING}]
                      eventTime: ts
                %s
                edges:
                %s
                """.formatted(nodes.indent(2), edges.indent(2)));
    }

    /** What a person who renames a column of the source in its form is offered. */
    private static FollowThrough renamedInSource(Pipeline pipeline, String column, String name) {
        Node before = pipeline.node(new NodeId("flights")).orElseThrow();
        int index = COMPILER.compile(pipeline).schemas().get(PortRef.of("flights", "out")).names().indexOf(column);
        Node now = before.withSettings(SettingPath.write(before.settings(), "columns[" + index + "].name", name).orElseThrow());
        FollowThrough follow = RENAMING.after(pipeline.withNode(now), before, Set.of());
        Compilation then = COMPILER.compile(follow.edit().apply(pipeline.withNode(now)));
        assertThat(errors(then)).as(then.diagnostics().toString()).isSubsetOf(errors(COMPILER.compile(pipeline)));
        return follow;
    }

    private static List<String> words(FollowThrough follow) {
        return follow.places().stream().map(place -> switch (place) {
            case FollowThrough.Place.Rewritten(NodeId node, String path, String before, String after) -> node + "." + path + ": " + before + " -> " + after;
            case FollowThrough.Place.Moved(NodeId node, Edge before, Edge after) -> before + " is " + after;
            case FollowThrough.Place.Inserted(NodeId node, NodeId before, Map<String, String> names) -> node + " before " + before + " " + names;
        }).toList();
    }

    @Test
    void everythingThatNamesItIsWrittenAnewAndNothingElse() {
        FollowThrough follow = renamedInSource(read("""
                late: {kind: operator.filter@1, settings: {condition: "`delay` > 60 AND origin <> 'delay' OR delay IS NULL"}}
                parts: {kind: operator.router@1, settings: {branches: [{name: big, condition: delay > 100}]}}
                per: {kind: window.tumbling@1, settings: {time: ts, size: 1 min, keys: [origin], aggregates: [{name: delay, function: sum, column: delay}]}}
                shaped: {kind: operator.map@1, settings: {compute: [{name: delay, expression: delay + 1}]}}
                out: {kind: sink.kafka@1, settings: {topic: out, key: [delay]}}
                """, """
                - {from: flights.out, to: late.in}
                - {from: late.out, to: parts.in}
                - {from: parts.big, to: per.in}
                - {from: parts.else, to: shaped.in}
                - {from: shaped.out, to: out.in}
                """), "delay", "wait");
        assertThat(words(follow)).containsExactlyInAnyOrder(
                "late.condition: `delay` > 60 AND origin <> 'delay' OR delay IS NULL -> `wait` > 60 AND origin <> 'delay' OR wait IS NULL",
                "parts.branches[0].condition: delay > 100 -> wait > 100",
                "per.aggregates[0].column: delay -> wait",
                "shaped.compute[0].name: delay -> wait",
                "shaped.compute[0].expression: delay + 1 -> wait + 1",
                "out.key[0]: delay -> wait");
        assertThat(follow.outside()).containsExactly(new FollowThrough.Outside(new NodeId("out"), Map.of("delay", "wait")));
    }

    @Test
    void aMapThatRenamesItEndsTheMatter() {
        FollowThrough follow = renamedInSource(read("""
                shaped: {kind: operator.map@1, settings: {rename: [{column: delay, name: minutes}]}}
                late: {kind: operator.filter@1, settings: {condition: minutes > 60}}
                """, """
                - {from: flights.out, to: shaped.in}
                - {from: shaped.out, to: late.in}
                """), "delay", "wait");
        assertThat(words(follow)).containsExactly("shaped.rename[0].column: delay -> wait");
    }

    @Test
    void theSourcesOwnSettingsFollowToo() {
        assertThat(words(renamedInSource(read("", "[]"), "ts", "at time"))).containsExactly("flights.eventTime: ts -> at time");
    }

    @Test
    void whatTakesEqualColumnsGetsTheOldNameBack() {
        FollowThrough follow = renamedInSource(read("""
                demo: {kind: source.values@1, settings: {rows: '[{"id": 1}]', columns: [{name: id, type: BIGINT}, {name: ts, type: TIMESTAMP(3)}, {name: delay, type: INT}, {name: origin, type: STRING}]}}
                all: {kind: operator.union@1}
                late: {kind: operator.filter@1, settings: {condition: delay > 60}}
                """, """
                - {from: flights.out, to: all.in}
                - {from: demo.out, to: all.in}
                - {from: all.out, to: late.in}
                """), "delay", "wait");
        assertThat(words(follow)).containsExactly("map before all {wait=delay}");
    }

    @Test
    void aNameThatIsTakenBelowDoesNotTakeAColumnAway() {
        FollowThrough follow = renamedInSource(read("""
                shaped: {kind: operator.map@1, settings: {compute: [{name: wait, expression: delay + 1}]}}
                """, "- {from: flights.out, to: shaped.in}"), "delay", "wait");
        assertThat(words(follow)).containsExactly("map before shaped {wait=delay}");
    }

    @Test
    void aQueryIsWrittenAnewWithTheNameOfItsInput() {
        Pipeline pipeline = read("""
                query: {kind: operator.sql@1, settings: {inputTables: [{name: rows}], query: "SELECT id, delay FROM rows WHERE delay > 5"}}
                late: {kind: operator.filter@1, settings: {condition: delay > 60}}
                """, """
                - {from: flights.out, to: query.rows}
                - {from: query.out, to: late.in}
                """);
        assertThat(words(renamedInSource(pipeline, "delay", "wait"))).containsExactly(
                "query.query: SELECT id, delay FROM rows WHERE delay > 5 -> SELECT id, wait FROM rows WHERE wait > 5", "late.condition: delay > 60 -> wait > 60");
        Node before = pipeline.node(new NodeId("query")).orElseThrow();
        Pipeline after = pipeline.withNode(before.withSettings(SettingPath.write(before.settings(), "inputTables[0].name", "flights").orElseThrow()));
        FollowThrough follow = RENAMING.after(after, before, Set.of());
        assertThat(words(follow)).containsExactly("flights.out->query.rows is flights.out->query.flights",
                "query.query: SELECT id, delay FROM rows WHERE delay > 5 -> SELECT id, delay FROM flights WHERE delay > 5");
        assertThat(errors(COMPILER.compile(follow.edit().apply(after)))).isEqualTo(errors(COMPILER.compile(pipeline)));
    }

    @Test
    void edgesFollowABranchOfAnotherName() {
        Pipeline pipeline = read("parts: {kind: operator.router@1, settings: {branches: [{name: big, condition: delay > 100}]}}\nlate: {kind: operator.filter@1, settings: {condition: delay > 60}}", """
                - {from: flights.out, to: parts.in}
                - {from: parts.big, to: late.in}
                """);
        Node before = pipeline.node(new NodeId("parts")).orElseThrow();
        Pipeline after = pipeline.withNode(before.withSettings(SettingPath.write(before.settings(), "branches[0].name", "huge").orElseThrow()));
        FollowThrough follow = RENAMING.after(after, before, Set.of());
        assertThat(words(follow)).containsExactly("parts.big->late.in is parts.huge->late.in");
        assertThat(errors(COMPILER.compile(follow.edit().apply(after)))).isEqualTo(errors(COMPILER.compile(pipeline)));
    }

    @Test
    void aSinkCanKeepTheOldName() {
        Pipeline pipeline = read("out: {kind: sink.kafka@1, settings: {topic: out}}", "- {from: flights.out, to: out.in}");
        Renaming.Renamed renamed = RENAMING.rename(COMPILER.compile(pipeline), PortRef.of("flights", "out"), "delay", "wait", Set.of(new NodeId("out")));
        // Its name is that of a field of the records, so it is another name from a Map on.
        assertThat(renamed.setting()).isEmpty();
        assertThat(renamed.follow().outside()).isEmpty();
        assertThat(words(renamed.follow())).containsExactly("map-2 before out {wait=delay}");
    }

    @Test
    void whatCannotBeReadIsSaidAndLeft() {
        FollowThrough follow = renamedInSource(read("late: {kind: operator.filter@1, settings: {condition: delay > }}", "- {from: flights.out, to: late.in}"), "delay", "wait");
        assertThat(follow.places()).isEmpty();
        assertThat(follow.left()).containsExactly(new FollowThrough.Left(new NodeId("late"), "condition", "delay >"));
    }

    @Test
    void moreThanNamesIsNoRename() {
        Pipeline pipeline = read("late: {kind: operator.filter@1, settings: {condition: delay > 60}}", "- {from: flights.out, to: late.in}");
        Node before = pipeline.node(new NodeId("flights")).orElseThrow();
        Node retyped = before.withSettings(SettingPath.write(before.settings(), "columns[2].type", "STRING").flatMap(s -> SettingPath.write(s, "columns[2].name", "wait")).orElseThrow());
        assertThat(RENAMING.after(pipeline.withNode(retyped), before, Set.of()).isEmpty()).isTrue();
    }
}
