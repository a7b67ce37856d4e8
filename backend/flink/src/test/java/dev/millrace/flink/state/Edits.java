package dev.millrace.flink.state;

import static dev.millrace.state.StateVerdict.Outcome.INCOMPATIBLE;
import static dev.millrace.state.StateVerdict.Outcome.LOST;
import static dev.millrace.state.StateVerdict.Outcome.NEW;

import dev.millrace.state.StateVerdict.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Edits of three pipelines. */
final class Edits {
    /**
     * @param base the pipeline that is edited
     * @param what in words
     * @param change of the document
     * @param expected what is said of nodes; of all others that keep something: kept
     */
    record Edit(String base, String what, UnaryOperator<String> change, Map<String, Outcome> expected) {
        @Override public String toString() {
            return what;
        }
    }

    private static final String COLUMNS = "[{name: id, type: BIGINT}, {name: k, type: STRING}, {name: c, type: STRING}, {name: v, type: BIGINT}, "
            + "{name: w, type: BIGINT}, {name: ts, type: TIMESTAMP(3)}]";

    /** a -> m (a Map) -> groups, first rows, the last two by number; and a group on its own. */
    static final String TABLES = """
            millrace: 1
            name: Tables
            run: {parallelism: 1, checkpointInterval: 10 s}
            nodes:
              a: {kind: source.kafka@1, label: Rows, settings: {topic: a, columns: COLUMNS, eventTime: ts}}
              m: {kind: operator.map@1, settings: {compute: [{name: u, expression: v + 1}]}}
              g: {kind: operator.group@1, label: Groups, settings: {keys: [k], aggregates: [{name: n, function: count}, {name: total, function: sum, column: v}], keepFor: 1 day}}
              two: {kind: operator.group@1, settings: {keys: [k, c], aggregates: [{name: best, function: max, column: u}], keepFor: 1 day}}
              d: {kind: operator.deduplicate@1, settings: {keys: [k], keepFor: 1 day}}
              t: {kind: operator.top-n@1, settings: {rows: 2, order: [{column: v, direction: smallest-first}], keys: [k], keepFor: 1 day}}
              alone: {kind: operator.group@1, settings: {keys: [c], aggregates: [{name: n, function: count}], keepFor: 1 day}}
              to-g: {kind: sink.kafka-upsert@1, settings: {topic: to-g, key: [k]}}
              to-two: {kind: sink.kafka-upsert@1, settings: {topic: to-two, key: [k, c]}}
              to-d: {kind: sink.kafka@1, settings: {topic: to-d}}
              changes: {kind: operator.to-append@1, settings: {keep: all-changes}}
              to-t: {kind: sink.kafka@1, settings: {topic: to-t}}
              to-alone: {kind: sink.kafka-upsert@1, settings: {topic: to-alone, key: [c]}}
            edges:
              - {from: a.out, to: m.in}
              - {from: m.out, to: g.in}
              - {from: m.out, to: two.in}
              - {from: m.out, to: d.in}
              - {from: m.out, to: t.in}
              - {from: a.out, to: alone.in}
              - {from: g.out, to: to-g.in}
              - {from: two.out, to: to-two.in}
              - {from: d.out, to: to-d.in}
              - {from: t.out, to: changes.in}
              - {from: changes.out, to: to-t.in}
              - {from: alone.out, to: to-alone.in}
            """.replace("COLUMNS", COLUMNS);

    /** a -> m -> windows of three kinds, rows before, a pattern. */
    static final String TIMES = """
            millrace: 1
            name: Times
            run: {parallelism: 1, checkpointInterval: 10 s}
            nodes:
              a: {kind: source.kafka@1, settings: {topic: a, columns: COLUMNS, eventTime: ts}}
              m: {kind: operator.filter@1, settings: {condition: v > 0}}
              tw: {kind: window.tumbling@1, settings: {time: ts, size: 15 s, keys: [k], aggregates: [{name: n, function: count}, {name: total, function: sum, column: v}]}}
              hw: {kind: window.hopping@1, settings: {time: ts, size: 10 s, slide: 5 s, keys: [c], aggregates: [{name: n, function: count}]}}
              se: {kind: window.session@1, settings: {time: ts, gap: 4 s, keys: [k], aggregates: [{name: n, function: count}]}}
              ov: {kind: operator.over@1, settings: {keys: [k], frame: everything, aggregates: [{name: sum_v, function: sum, column: v}]}}
              rg: {kind: operator.over@1, settings: {keys: [c], frame: time, time: 6 s, aggregates: [{name: sum_r, function: sum, column: v}]}}
              pv: {kind: operator.previous@1, settings: {keys: [k], values: [{column: v, name: before}], keepFor: 1 day}}
              pm: {kind: pattern.match@1, settings: {keys: [k], steps: [{name: small, condition: v = 100}, {name: big, condition: v = 120, later: true}], within: 1 min, measures: [{name: x, value: small.v}, {name: y, value: big.v}]}}
              to-tw: {kind: sink.kafka@1, settings: {topic: to-tw}}
              to-hw: {kind: sink.kafka@1, settings: {topic: to-hw}}
              to-se: {kind: sink.kafka@1, settings: {topic: to-se}}
              to-ov: {kind: sink.kafka@1, settings: {topic: to-ov}}
              to-rg: {kind: sink.kafka@1, settings: {topic: to-rg}}
              to-pv: {kind: sink.kafka@1, settings: {topic: to-pv}}
              to-pm: {kind: sink.kafka@1, settings: {topic: to-pm}}
            edges:
              - {from: a.out, to: m.in}
              - {from: m.out, to: tw.in}
              - {from: m.out, to: hw.in}
              - {from: m.out, to: se.in}
              - {from: m.out, to: ov.in}
              - {from: m.out, to: rg.in}
              - {from: m.out, to: pv.in}
              - {from: m.out, to: pm.in}
              - {from: tw.out, to: to-tw.in}
              - {from: hw.out, to: to-hw.in}
              - {from: se.out, to: to-se.in}
              - {from: ov.out, to: to-ov.in}
              - {from: rg.out, to: to-rg.in}
              - {from: pv.out, to: to-pv.in}
              - {from: pm.out, to: to-pm.in}
            """.replace("COLUMNS", COLUMNS);

    /** a and b -> joins; one of them behind a Map, with few columns read. */
    static final String JOINS = """
            millrace: 1
            name: Joins
            run: {parallelism: 1, checkpointInterval: 10 s}
            nodes:
              a: {kind: source.kafka@1, settings: {topic: a, columns: COLUMNS, eventTime: ts}}
              b: {kind: source.kafka@1, settings: {topic: b, columns: COLUMNS, eventTime: ts}}
              m: {kind: operator.map@1, settings: {compute: [{name: u, expression: v + 1}]}}
              rj: {kind: join.regular@1, settings: {rows: inner, keys: [{left: k, right: k}], keepFor: 1 day, columns: [w]}}
              lj: {kind: join.regular@1, settings: {rows: left, keys: [{left: w, right: w}], keepFor: 1 day, columns: [v]}}
              ij: {kind: join.interval@1, settings: {rows: inner, keys: [{left: c, right: c}], before: 8 s, after: 8 s, columns: [w]}}
              of-rj: {kind: operator.map@1, settings: {begin: listed-columns, keep: [id, v, right_w]}}
              of-lj: {kind: operator.map@1, settings: {begin: listed-columns, keep: [id, v, right_v]}}
              of-ij: {kind: operator.map@1, settings: {begin: listed-columns, keep: [id, v, right_w]}}
              to-rj: {kind: sink.kafka@1, settings: {topic: to-rj}}
              changes: {kind: operator.to-append@1, settings: {keep: all-changes}}
              to-lj: {kind: sink.kafka@1, settings: {topic: to-lj}}
              to-ij: {kind: sink.kafka@1, settings: {topic: to-ij}}
            edges:
              - {from: a.out, to: m.in}
              - {from: m.out, to: rj.left}
              - {from: b.out, to: rj.right}
              - {from: m.out, to: lj.left}
              - {from: b.out, to: lj.right}
              - {from: m.out, to: ij.left}
              - {from: b.out, to: ij.right}
              - {from: rj.out, to: of-rj.in}
              - {from: lj.out, to: of-lj.in}
              - {from: ij.out, to: of-ij.in}
              - {from: of-rj.out, to: to-rj.in}
              - {from: of-lj.out, to: changes.in}
              - {from: changes.out, to: to-lj.in}
              - {from: of-ij.out, to: to-ij.in}
            """.replace("COLUMNS", COLUMNS);

    private final List<Edit> edits = new ArrayList<>();

    private Edits() {}

    static List<Edit> all() {
        var edits = new Edits();
        edits.ofTables();
        edits.ofTimes();
        edits.ofJoins();
        return edits.edits;
    }

    private void ofTables() {
        edit(TABLES, "nothing", s -> s, Map.of());
        edit(TABLES, "change a label", to("label: Groups", "label: Sums"), Map.of());
        edit(TABLES, "move a box", s -> s + "layout:\n  g: {x: 10, y: 20}\n", Map.of());
        edit(TABLES, "change the checkpoint interval", to("checkpointInterval: 10 s", "checkpointInterval: 1 min"), Map.of());
        edit(TABLES, "parallelism 1 to 2", to("parallelism: 1", "parallelism: 2"), Map.of());
        edit(TABLES, "more copies of a group and of the source before it", s -> to("label: Groups,", "label: Groups, parallelism: 3,").apply(to("label: Rows,", "label: Rows, parallelism: 2,").apply(s)), Map.of());
        edit(TABLES, "another state backend", to("parallelism: 1,", "stateBackend: rocksdb, parallelism: 1,"), Map.of());
        edit(TABLES, "filter before a group", between("a.out", "m.in", "f: {kind: operator.filter@1, settings: {condition: v <> 150}}"), Map.of());
        edit(TABLES, "filter before one group only", between("m.out", "g.in", "f: {kind: operator.filter@1, settings: {condition: v <> 150}}"), Map.of());
        edit(TABLES, "Map behind a group", between("g.out", "to-g.in", "p: {kind: operator.map@1, settings: {compute: [{name: half, expression: total / 2}]}}"), Map.of());
        edit(TABLES, "branch with a sink", node("extra: {kind: sink.kafka@1, settings: {topic: extra}}").andThen(edge("m.out", "extra.in"))::apply, Map.of());
        edit(TABLES, "remove a branch with a group", without("alone", "to-alone"), Map.of("alone", LOST));
        edit(TABLES, "another topic for a sink", to("topic: to-g,", "topic: other,"), Map.of());
        edit(TABLES, "another group", node("new: {kind: operator.group@1, settings: {keys: [w], aggregates: [{name: n, function: count}], keepFor: 1 day}}")
                .andThen(node("to-new: {kind: sink.kafka-upsert@1, settings: {topic: to-new, key: [w]}}")).andThen(edge("m.out", "new.in")).andThen(edge("new.out", "to-new.in"))::apply,
                Map.of("new", NEW));
        edit(TABLES, "group by another column of the same type", to("keys: [k], aggregates: [{name: n, function: count}, {name: total", "keys: [c], aggregates: [{name: n, function: count}, {name: total")
                .andThen(to("topic: to-g, key: [k]", "topic: to-g, key: [c]"))::apply, Map.of("g", LOST));
        edit(TABLES, "group by a column of another type", to("keys: [k], aggregates: [{name: n, function: count}, {name: total", "keys: [w], aggregates: [{name: n, function: count}, {name: total")
                .andThen(to("topic: to-g, key: [k]", "topic: to-g, key: [w]"))::apply, Map.of("g", INCOMPATIBLE));
        edit(TABLES, "one more column to group by", to("keys: [k], aggregates: [{name: n, function: count}, {name: total", "keys: [k, c], aggregates: [{name: n, function: count}, {name: total")
                .andThen(to("topic: to-g, key: [k]", "topic: to-g, key: [k, c]"))::apply, Map.of("g", INCOMPATIBLE));
        edit(TABLES, "the columns to group by in another order", to("keys: [k, c], aggregates: [{name: best", "keys: [c, k], aggregates: [{name: best"), Map.of("two", INCOMPATIBLE));
        edit(TABLES, "columns in another order before a group by two", to("compute: [{name: u, expression: v + 1}]",
                "drop: [k], compute: [{name: k, expression: k}, {name: u, expression: v + 1}]"), Map.of("two", INCOMPATIBLE, "d", INCOMPATIBLE, "t", INCOMPATIBLE));
        edit(TABLES, "rename the key by a Map before a group", between("m.out", "g.in", "r: {kind: operator.map@1, settings: {rename: [{column: k, name: kk}]}}")
                .andThen(to("keys: [k], aggregates: [{name: n, function: count}, {name: total", "keys: [kk], aggregates: [{name: n, function: count}, {name: total"))
                .andThen(to("topic: to-g, key: [k]", "topic: to-g, key: [kk]"))::apply, Map.of());
        edit(TABLES, "compute the key otherwise", between("m.out", "g.in", "r: {kind: operator.map@1, settings: {drop: [k], compute: [{name: k, expression: UPPER(k)}]}}"), Map.of("g", LOST));
        edit(TABLES, "add an aggregate", to("{name: n, function: count}, {name: total", "{name: n, function: count}, {name: low, function: min, column: v}, {name: total"), Map.of());
        edit(TABLES, "add an aggregate as the last", to("function: sum, column: v}]", "function: sum, column: v}, {name: low, function: min, column: v}]"), Map.of());
        edit(TABLES, "remove an aggregate", to("{name: n, function: count}, {name: total", "{name: total"), Map.of());
        edit(TABLES, "aggregates in another order", to("[{name: n, function: count}, {name: total, function: sum, column: v}]", "[{name: total, function: sum, column: v}, {name: n, function: count}]"), Map.of());
        edit(TABLES, "rename an aggregate", to("{name: total, function: sum", "{name: sum_of_v, function: sum"), Map.of());
        edit(TABLES, "another function", to("{name: best, function: max", "{name: best, function: min"), Map.of("two", LOST));
        edit(TABLES, "sum of another column of the same type", to("function: sum, column: v}", "function: sum, column: w}"), Map.of());
        edit(TABLES, "compute an aggregated column otherwise", to("expression: v + 1}", "expression: v + 2}"), Map.of());
        edit(TABLES, "an aggregated column of another type", to("expression: v + 1}", "expression: CAST(v AS INT)}"), Map.of("two", LOST, "d", INCOMPATIBLE, "t", INCOMPATIBLE));
        edit(TABLES, "count only some rows", to("{name: n, function: count}, {name: total", "{name: n, function: count, where: v > 50}, {name: total"), Map.of());
        edit(TABLES, "keep for another time", to("column: v}], keepFor: 1 day}", "column: v}], keepFor: 2 days}"), Map.of());
        edit(TABLES, "deduplicate: last in place of first", to("keys: [k], keepFor: 1 day}}\n  t:", "keys: [k], keep: last, keepFor: 1 day}}\n  t:")
                .andThen(to("to-d: {kind: sink.kafka@1, settings: {topic: to-d}}", "to-d: {kind: sink.kafka-upsert@1, settings: {topic: to-d, key: [k]}}"))::apply, Map.of("d", LOST));
        edit(TABLES, "deduplicate by another key", to("keys: [k], keepFor: 1 day}}\n  t:", "keys: [c], keepFor: 1 day}}\n  t:"), Map.of("d", LOST));
        edit(TABLES, "deduplicate by arrival", to("keys: [k], keepFor: 1 day}}\n  t:", "keys: [k], order: arrival, keepFor: 1 day}}\n  t:"), Map.of("d", INCOMPATIBLE));
        edit(TABLES, "top 3 in place of top 2", to("rows: 2", "rows: 3"), Map.of("t", LOST));
        edit(TABLES, "top n in the other order", to("direction: smallest-first", "direction: largest-first"), Map.of("t", LOST));
        edit(TABLES, "top n by another column", to("order: [{column: v", "order: [{column: w"), Map.of("t", LOST));
        edit(TABLES, "top n with the place", to("keys: [k], keepFor: 1 day}}\n  alone", "keys: [k], place: place, keepFor: 1 day}}\n  alone"), Map.of("t", LOST));
        edit(TABLES, "add a column to the source that nobody reads", to("{name: w, type: BIGINT}", "{name: w, type: BIGINT}, {name: x, type: STRING}").andThen(to("m: {kind: operator.map@1, settings: {",
                "m: {kind: operator.map@1, settings: {drop: [x], "))::apply, Map.of());
        edit(TABLES, "add a column to the source that passes on", to("{name: w, type: BIGINT}", "{name: w, type: BIGINT}, {name: x, type: STRING}"), Map.of("d", INCOMPATIBLE, "t", INCOMPATIBLE));
        edit(TABLES, "another type for a column of the source", to("{name: v, type: BIGINT}", "{name: v, type: INT}"), Map.of("two", LOST, "d", INCOMPATIBLE, "t", INCOMPATIBLE));
        edit(TABLES, "a column of the source is required", to("{name: v, type: BIGINT}", "{name: v, type: BIGINT, required: true}"),
                Map.of("d", INCOMPATIBLE, "t", INCOMPATIBLE));
        edit(TABLES, "another start for a source", to("eventTime: ts}", "eventTime: ts, start: latest}"), Map.of());
        edit(TABLES, "a bypassed filter before a group", between("m.out", "g.in", "f: {kind: operator.filter@1, disabled: bypass, settings: {condition: v > 150}}"), Map.of());
        edit(TABLES, "cut a branch out", to("alone: {kind: operator.group@1,", "alone: {kind: operator.group@1, disabled: cut,"), Map.of("alone", LOST));
        edit(TABLES, "the same id for another kind of node", to("t: {kind: operator.top-n@1, settings: {rows: 2, order: [{column: v, direction: smallest-first}], keys: [k], keepFor: 1 day}}",
                "t: {kind: operator.deduplicate@1, settings: {keys: [k], keep: last, keepFor: 1 day}}"), Map.of("t", INCOMPATIBLE));
        edit(TABLES, "another id for a node", to("  alone:", "  apart:").andThen(to("to: alone.in", "to: apart.in")).andThen(to("from: alone.out", "from: apart.out"))::apply,
                Map.of("alone", LOST, "apart", NEW));
        edit(TABLES, "a union with another source before a group", node("b: {kind: source.kafka@1, settings: {topic: b, columns: COLUMNS, eventTime: ts}}".replace("COLUMNS", COLUMNS))
                .andThen(node("both: {kind: operator.union@1, settings: {}}")).andThen(to("from: a.out, to: alone.in", "from: both.out, to: alone.in"))
                .andThen(edge("a.out", "both.in")).andThen(edge("b.out", "both.in"))::apply, Map.of("b", NEW));
        edit(TABLES, "a filter in SQL before a group", between("m.out", "g.in", "q: {kind: operator.sql@1, settings: {inputTables: [{name: t}], query: 'SELECT k, v FROM t WHERE v <> 150'}}")
                .andThen(to("to: q.in", "to: q.t"))::apply, Map.of("g", LOST)); // What a query does to a column is not looked into.
    }

    private void ofTimes() {
        edit(TIMES, "nothing", s -> s, Map.of());
        edit(TIMES, "parallelism 1 to 2", to("parallelism: 1", "parallelism: 2"), Map.of());
        edit(TIMES, "two copies of a window, three of a pattern", s -> to("window.tumbling@1,", "window.tumbling@1, parallelism: 2,")
                .apply(to("pattern.match@1,", "pattern.match@1, parallelism: 3,").apply(s)), Map.of());
        edit(TIMES, "another state backend", to("parallelism: 1,", "stateBackend: rocksdb, parallelism: 1,"), Map.of());
        edit(TIMES, "change a filter", to("condition: v > 0", "condition: v <> 110"), Map.of());
        edit(TIMES, "rename a window's aggregate", to("{name: total, function: sum, column: v}", "{name: added, function: sum, column: v}"), Map.of());
        edit(TIMES, "add an aggregate to a window", to("{name: total, function: sum, column: v}", "{name: total, function: sum, column: v}, {name: low, function: min, column: v}"), Map.of());
        edit(TIMES, "add an aggregate to a hopping window, before the others", to("slide: 5 s, keys: [c], aggregates: [{name: n", "slide: 5 s, keys: [c], aggregates: [{name: low, function: min, column: v}, {name: n"), Map.of());
        edit(TIMES, "add an aggregate to a session", to("gap: 4 s, keys: [k], aggregates: [{name: n", "gap: 4 s, keys: [k], aggregates: [{name: low, function: min, column: v}, {name: n"), Map.of());
        edit(TIMES, "remove an aggregate of a window", to("{name: n, function: count}, {name: total", "{name: total"), Map.of());
        edit(TIMES, "another function in a hopping window", to("slide: 5 s, keys: [c], aggregates: [{name: n, function: count}", "slide: 5 s, keys: [c], aggregates: [{name: n, function: max, column: v}"), Map.of("hw", LOST));
        edit(TIMES, "an aggregate that nobody reads any more", between("tw.out", "to-tw.in", "p: {kind: operator.map@1, settings: {drop: [total]}}"), Map.of());
        edit(TIMES, "another window size", to("size: 15 s", "size: 20 s"), Map.of("tw", LOST));
        edit(TIMES, "another window offset", to("size: 15 s", "size: 15 s, offset: 1 s"), Map.of("tw", LOST));
        edit(TIMES, "another kind of window", to("tw: {kind: window.tumbling@1, settings: {time: ts, size: 15 s", "tw: {kind: window.hopping@1, settings: {time: ts, size: 15 s, slide: 5 s"), Map.of("tw", INCOMPATIBLE));
        edit(TIMES, "another slide", to("slide: 5 s", "slide: 2 s"), Map.of("hw", LOST));
        edit(TIMES, "another gap for sessions", to("gap: 4 s", "gap: 3 s"), Map.of("se", LOST));
        edit(TIMES, "a window by another key", to("slide: 5 s, keys: [c]", "slide: 5 s, keys: [k]"), Map.of("hw", LOST));
        edit(TIMES, "late rows get a sink", node("to-late: {kind: sink.kafka@1, settings: {topic: to-late}}").andThen(edge("tw.late", "to-late.in"))::apply, Map.of());
        edit(TIMES, "over a number of rows in place of all", to("frame: everything,", "frame: rows, rows: 3,"), Map.of("ov", INCOMPATIBLE));
        edit(TIMES, "over another span of time", to("frame: time, time: 6 s", "frame: time, time: 4 s"), Map.of("rg", INCOMPATIBLE));
        edit(TIMES, "add an aggregate to an over", to("{name: sum_v, function: sum, column: v}", "{name: sum_v, function: sum, column: v}, {name: most, function: max, column: v}"), Map.of("ov", INCOMPATIBLE));
        edit(TIMES, "look back two rows", to("values: [{column: v, name: before}]", "values: [{column: v, name: before}], back: 2"), Map.of("pv", LOST));
        edit(TIMES, "the value before of another column", to("values: [{column: v, name: before}]", "values: [{column: w, name: before}]"), Map.of("pv", INCOMPATIBLE));
        edit(TIMES, "another time for a pattern", to("within: 1 min", "within: 30 s"), Map.of("pm", LOST));
        edit(TIMES, "another step in a pattern", to("{name: big, condition: v = 120, later: true}", "{name: mid, condition: v = 110, later: true}, {name: big, condition: v = 120, later: true}"), Map.of("pm", INCOMPATIBLE));
        edit(TIMES, "another condition in a pattern", to("condition: v = 120", "condition: v >= 120"), Map.of("pm", LOST));
        edit(TIMES, "rename a measure", to("{name: y, value: big.v}", "{name: yy, value: big.v}"), Map.of());
        edit(TIMES, "a column less behind rows before", between("pv.out", "to-pv.in", "p: {kind: operator.map@1, settings: {drop: [w]}}"), Map.of("pv", INCOMPATIBLE));
        edit(TIMES, "the same node twice", node("tw-2: {kind: window.tumbling@1, settings: {time: ts, size: 15 s, keys: [k], aggregates: [{name: n, function: count}, {name: total, function: sum, column: v}]}}")
                .andThen(node("to-2: {kind: sink.kafka@1, settings: {topic: to-2}}")).andThen(edge("m.out", "tw-2.in")).andThen(edge("tw-2.out", "to-2.in"))::apply, Map.of("tw-2", NEW));
        edit(TIMES, "split a filter in two", between("m.out", "tw.in", "m-2: {kind: operator.filter@1, settings: {condition: v < 10000}}"), Map.of());
    }

    private void ofJoins() {
        edit(JOINS, "nothing", s -> s, Map.of());
        edit(JOINS, "parallelism 1 to 2", to("parallelism: 1", "parallelism: 2"), Map.of());
        edit(JOINS, "three copies of a join", to("lj: {kind: join.regular@1,", "lj: {kind: join.regular@1, parallelism: 3,"), Map.of());
        edit(JOINS, "another state backend", to("parallelism: 1,", "stateBackend: rocksdb, parallelism: 1,"), Map.of());
        edit(JOINS, "swap the inputs of a join", to("{from: m.out, to: rj.left}", "{from: b.out, to: rj.left}").andThen(to("{from: b.out, to: rj.right}", "{from: m.out, to: rj.right}"))::apply, Map.of("rj", LOST));
        edit(JOINS, "left in place of inner", to("rj: {kind: join.regular@1, settings: {rows: inner", "rj: {kind: join.regular@1, settings: {rows: left")
                .andThen(between("of-rj.out", "to-rj.in", "ch2: {kind: operator.to-append@1, settings: {keep: all-changes}}"))::apply, Map.of("rj", INCOMPATIBLE));
        edit(JOINS, "a condition for an inner join", to("keys: [{left: k, right: k}], keepFor: 1 day,", "keys: [{left: k, right: k}], keepFor: 1 day, condition: v > 0,"), Map.of());
        edit(JOINS, "a condition for a left join", to("keys: [{left: w, right: w}], keepFor: 1 day,", "keys: [{left: w, right: w}], keepFor: 1 day, condition: v > 0,"), Map.of("lj", LOST));
        edit(JOINS, "another key of the same type", to("keys: [{left: k, right: k}]", "keys: [{left: c, right: c}]"), Map.of("rj", LOST));
        edit(JOINS, "another column is read behind a join", to("of-rj: {kind: operator.map@1, settings: {begin: listed-columns, keep: [id, v, right_w]", "of-rj: {kind: operator.map@1, settings: {begin: listed-columns, keep: [id, v, c, right_w]"),
                Map.of("rj", INCOMPATIBLE));
        edit(JOINS, "a branch reads another column before a join", node("xx: {kind: sink.kafka@1, settings: {topic: xx}}").andThen(edge("m.out", "xx.in"))::apply, Map.of());
        edit(JOINS, "a column passes under another name", to("m: {kind: operator.map@1, settings: {compute: [{name: u, expression: v + 1}]}}",
                "m: {kind: operator.map@1, settings: {rename: [{column: v, name: vv}], compute: [{name: u, expression: v + 1}]}}").andThen(to("of-rj: {kind: operator.map@1, settings: {begin: listed-columns, keep: [id, v,",
                "of-rj: {kind: operator.map@1, settings: {begin: listed-columns, keep: [id, vv,")).andThen(to("of-lj: {kind: operator.map@1, settings: {begin: listed-columns, keep: [id, v, right_v]",
                "of-lj: {kind: operator.map@1, settings: {begin: listed-columns, keep: [id, vv, v]")).andThen(to("of-ij: {kind: operator.map@1, settings: {begin: listed-columns, keep: [id, v,",
                "of-ij: {kind: operator.map@1, settings: {begin: listed-columns, keep: [id, vv,"))::apply, Map.of());
        edit(JOINS, "another distance for an interval join", to("before: 8 s, after: 8 s", "before: 6 s, after: 6 s"), Map.of());
        edit(JOINS, "keep rows of a join for another time", to("columns: [w]}}\n  lj", "columns: [w]}}\n  lj").andThen(to("keys: [{left: k, right: k}], keepFor: 1 day", "keys: [{left: k, right: k}], keepFor: 2 days"))::apply, Map.of());
        edit(JOINS, "Map behind a join", between("of-ij.out", "to-ij.in", "p: {kind: operator.map@1, settings: {compute: [{name: z, expression: v * 2}]}}"), Map.of());
        edit(JOINS, "remove a join", without("ij", "of-ij", "to-ij"), Map.of("ij", LOST));
        edit(JOINS, "join with another source", to("{from: b.out, to: ij.right}", "{from: a.out, to: ij.right}"), Map.of("ij", LOST));
    }

    private void edit(String base, String what, UnaryOperator<String> change, Map<String, Outcome> expected) {
        edits.add(new Edit(base, what, change, expected));
    }

    private static UnaryOperator<String> to(String from, String to) {
        return s -> {
            if (!s.contains(from)) {
                throw new IllegalArgumentException("Not in the document: " + from);
            }
            return s.replace(from, to);
        };
    }

    private static UnaryOperator<String> node(String node) {
        return to("\nedges:\n", "\n  " + node + "\nedges:\n");
    }

    private static UnaryOperator<String> edge(String from, String to) {
        return to("\nedges:\n", "\nedges:\n  - {from: " + from + ", to: " + to + "}\n");
    }

    /** A node with one input and one output, put into an edge. */
    private static UnaryOperator<String> between(String from, String to, String node) {
        String id = node.substring(0, node.indexOf(':'));
        return s -> edge(id + ".out", to).apply(to("{from: " + from + ", to: " + to + "}", "{from: " + from + ", to: " + id + ".in}").apply(node(node).apply(s)));
    }

    private static UnaryOperator<String> without(String... nodes) {
        return s -> s.lines().filter(line -> List.of(nodes).stream().noneMatch(n -> line.startsWith("  " + n + ":") || line.contains(" " + n + ".")))
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
