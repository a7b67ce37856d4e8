package dev.millrace.flink.expression;

import dev.millrace.flink.expression.Positions.Span;
import dev.millrace.flink.type.FlinkTypes;
import dev.millrace.rel.ExpressionTyper.Problem;
import dev.millrace.rel.ExpressionTyper.Query;
import dev.millrace.rel.ExpressionTyper.QueryTyping;
import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import dev.millrace.schema.Suggestion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalTypeFamily;
import org.apache.flink.table.types.logical.TimestampKind;
import org.apache.flink.table.types.logical.TimestampType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Types queries with the planner that will run them. Not thread-safe. */
final class FlinkQueries {
    private static final Logger LOG = LoggerFactory.getLogger(FlinkQueries.class);
    private static final int REMEMBERED = 200;
    /** Where a planner was made Flink leaves things with the thread that it needs again for some queries, and misses on another: "metadataHandlerProvider". */
    private static final ExecutorService PLANNING = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("queries").factory());
    private static final Pattern UNKNOWN = Pattern.compile("Column '([^']+)' not found.*");
    private static final Pattern NAMELESS = Pattern.compile("EXPR\\$\\d+");
    /** Operators of Flink's that keep something by key until it is told to forget; those over windows and times forget by themselves. */
    private static final Pattern KEEPING = Pattern.compile("(?m)^[^\\w]*(?:GroupAggregate|Join|Rank|Deduplicate|ChangelogNormalize|OverAggregate|SortLimit|Limit|MultiJoin|DeltaJoin)\\(");

    private record Question(String text, List<Map.Entry<String, Schema>> inputs) {}

    private QueryTables tables;
    private final Map<Question, QueryTyping> answers = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Question, QueryTyping> eldest) {
            return size() > REMEMBERED;
        }
    };

    QueryTyping type(String text, SequencedMap<String, Schema> inputs) {
        var question = new Question(text, inputs.entrySet().stream().map(e -> Map.entry(e.getKey(), e.getValue())).toList());
        QueryTyping known = answers.get(question);
        if (known != null) {
            return known;
        }
        QueryTyping answer = switch (QueryParser.parse(text, inputs)) {
            case QueryParser.Result.Refused r -> new QueryTyping.Refused(r.problems());
            case QueryParser.Result.Parsed p -> onOneThread(() -> planned(p, inputs));
        };
        answers.put(question, answer);
        return answer;
    }

    /** All queries of this JVM, one after the other. */
    private static QueryTyping onOneThread(Callable<QueryTyping> typing) {
        try {
            return PLANNING.submit(typing).get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a query was looked at", e);
        }
    }

    private QueryTyping planned(QueryParser.Result.Parsed parsed, SequencedMap<String, Schema> inputs) {
        ParsedExpression query = parsed.query();
        try {
            if (tables == null) {
                tables = new QueryTables();
            }
            tables.offer(inputs);
            QueryTables.Planned planned = tables.plan(query.sql());
            List<Problem> problems = new ArrayList<>();
            Schema rows = rows(planned, query, problems);
            if (!problems.isEmpty()) {
                return new QueryTyping.Refused(problems);
            }
            Schema schema = planned.updating() ? key(parsed, planned, rows, inputs).map(rows::withKey).orElse(rows).updating() : rows;
            return new QueryTyping.Typed(new Query(query.runs(), schema, parsed.reads(), KEEPING.matcher(planned.plan()).find()));
        } catch (RuntimeException | AssertionError e) {
            // The planner throws whatever its rules happen to throw; all of it is about this query.
            LOG.debug("Refused: {}", query.sql(), e);
            return new QueryTyping.Refused(List.of(complaint(query, inputs, e)));
        } catch (StackOverflowError e) {
            return new QueryTyping.Refused(List.of(new Problem(0, query.text().length(), "The query is nested too deep", "Split it over several nodes")));
        }
    }

    private static Problem complaint(ParsedExpression query, Map<String, Schema> inputs, Throwable thrown) {
        PlannerComplaint complaint = PlannerComplaint.of(thrown, query.sql());
        Span place = complaint.at().map(at -> Positions.original(query, at)).orElse(new Span(0, query.text().length()));
        return new Problem(place.from(), place.to(), complaint.message(), complaint.hint().isEmpty() ? meant(complaint.message(), inputs) : complaint.hint());
    }

    private static String meant(String message, Map<String, Schema> inputs) {
        Matcher unknown = UNKNOWN.matcher(message);
        List<String> columns = inputs.values().stream().flatMap(s -> s.names().stream()).distinct().toList();
        return unknown.matches() ? Suggestion.hint(unknown.group(1), columns) : "";
    }

    /** The columns, and the event time: the first column that Flink knows as one. */
    private static Schema rows(QueryTables.Planned planned, ParsedExpression query, List<Problem> problems) {
        List<Column> columns = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Optional<String> time = Optional.empty();
        for (int i = 0; i < planned.columns().size(); i++) {
            var column = planned.columns().get(i);
            var type = column.getDataType().getLogicalType();
            Span at = item(query, i);
            Optional<LogicalType> core = FlinkTypes.toCore(type);
            if (NAMELESS.matcher(column.getName()).matches()) {
                problems.add(new Problem(at.from(), at.to(), "Column " + (i + 1) + " of the result has no name", "Write AS and a name behind it"));
            } else if (!names.add(column.getName())) {
                problems.add(new Problem(at.from(), at.to(), "Two columns of the result are called '" + column.getName() + "'", "Write AS and another name behind one of them"));
            } else if (core.isEmpty()) {
                problems.add(new Problem(at.from(), at.to(), "Column '" + column.getName() + "' is of type " + type.asSummaryString() + ", which no column can hold",
                        "CAST it to another type"));
            } else if (query.tree() instanceof SqlOrderBy && isCast(type, core.get())) {
                // What is cast afterwards is no longer in its order.
                problems.add(new Problem(at.from(), at.to(), "Column '" + column.getName() + "' is " + type.asSummaryString() + " and must become " + core.get()
                        + ", which is not done behind ORDER BY", "Write CAST(… AS " + core.get() + ") in the query"));
            } else {
                columns.add(new Column(column.getName(), core.get(), type.isNullable()));
                time = time.isEmpty() && isEventTime(type) ? Optional.of(column.getName()) : time;
            }
        }
        Schema schema = Schema.of(columns);
        return time.map(schema::withEventTime).orElse(schema);
    }

    /** Whether values are of another type when they leave the node; a time attribute is none. */
    private static boolean isCast(org.apache.flink.table.types.logical.LogicalType type, LogicalType core) {
        return !type.is(LogicalTypeFamily.DATETIME) && !type.copy(true).equals(FlinkTypes.of(core, true));
    }

    private static boolean isEventTime(org.apache.flink.table.types.logical.LogicalType type) {
        return type instanceof TimestampType t && t.getKind() == TimestampKind.ROWTIME
                || type instanceof LocalZonedTimestampType l && l.getKind() == TimestampKind.ROWTIME;
    }

    /** Where the column stands in the list behind SELECT; the whole query where that is not known. */
    private static Span item(ParsedExpression query, int column) {
        SqlNode node = query.tree();
        while (node instanceof SqlOrderBy || node instanceof SqlWith) {
            node = node instanceof SqlOrderBy order ? order.query : ((SqlWith) node).body;
        }
        if (node instanceof SqlSelect select && column < select.getSelectList().size() && select.getSelectList().stream().noneMatch(FlinkQueries::isStar)) {
            return Positions.span(query.text(), select.getSelectList().get(column).getParserPosition());
        }
        return new Span(0, query.text().length());
    }

    private static boolean isStar(SqlNode node) {
        return node.getKind() == SqlKind.IDENTIFIER && ((SqlIdentifier) node).isStar();
    }

    /** Guesses columns by which the result may be unique; the planner says whether one of the guesses holds. */
    private Optional<List<String>> key(QueryParser.Result.Parsed parsed, QueryTables.Planned planned, Schema rows, Map<String, Schema> inputs) {
        Set<List<String>> guesses = new LinkedHashSet<>(parsed.found().keys());
        Set<String> keys = new LinkedHashSet<>();
        for (String table : parsed.found().tables()) {
            guesses.add(inputs.get(table).key());
            keys.addAll(inputs.get(table).key());
        }
        guesses.add(List.copyOf(keys));
        return guesses.stream().filter(k -> !k.isEmpty() && rows.names().containsAll(k)).filter(k -> tables.unique(parsed.query().sql(), planned.columns(), k))
                .findFirst();
    }
}
