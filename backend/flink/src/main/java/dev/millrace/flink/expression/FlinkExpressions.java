package dev.millrace.flink.expression;

import dev.millrace.rel.ExpressionTyper;
import dev.millrace.flink.expression.Positions.Span;
import dev.millrace.flink.type.FlinkTypes;
import dev.millrace.rel.Scalar;
import dev.millrace.schema.Expression;
import dev.millrace.schema.Identifiers;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Types expressions with the planner that will run them. Safe for many threads; the planner itself serves one at a time. */
public final class FlinkExpressions implements ExpressionTyper {
    private static final Logger LOG = LoggerFactory.getLogger(FlinkExpressions.class);
    private static final int REMEMBERED = 4_000;

    private final Object planner = new Object();
    private TypingTable table;
    private final FlinkQueries queries = new FlinkQueries();
    private final Map<Question, Typing> answers = Collections.synchronizedMap(new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Question, Typing> eldest) {
            return size() > REMEMBERED;
        }
    });

    /** @param steps of a pattern whose rows it is about; empty where it is about one row */
    private record Question(String text, Schema input, List<String> steps) {}

    @Override
    public Typing type(Expression expression, Schema input) {
        return answer(new Question(expression.text(), input, List.of()));
    }

    @Override
    public Typing typeOverSteps(Expression expression, Schema input, List<String> steps) {
        return answer(new Question(expression.text(), input, List.copyOf(steps)));
    }

    private Typing answer(Question question) {
        Typing known = answers.get(question);
        if (known != null) {
            return known;
        }
        boolean overSteps = !question.steps().isEmpty();
        List<String> names = question.input().names();
        var parsed = overSteps ? ExpressionParser.parseOverSteps(question.text(), Stream.concat(names.stream(), question.steps().stream()).toList())
                : ExpressionParser.parse(question.text(), names);
        Typing answer = switch (parsed) {
            case ExpressionParser.Result.Refused r -> new Typing.Refused(r.problems());
            case ExpressionParser.Result.Parsed p -> overSteps ? overSteps(p.expression(), question) : type(p.expression(), question.input());
        };
        if (answer instanceof Typing.Typed && parsed instanceof ExpressionParser.Result.Parsed(ParsedExpression expression)) {
            List<Problem> casts = TimeCasts.problems(expression, part -> answer(new Question(part, question.input(), question.steps())));
            answer = casts.isEmpty() ? answer : new Typing.Refused(casts);
        }
        answers.put(question, answer);
        return answer;
    }

    private Typing overSteps(ParsedExpression expression, Question question) {
        Schema input = question.input();
        var steps = new StepColumns(expression, input, question.steps());
        if (!steps.problems().isEmpty()) {
            return new Typing.Refused(steps.problems());
        }
        String head = "SELECT * FROM `in` MATCH_RECOGNIZE (ORDER BY " + Identifiers.quote(input.eventTime().orElseThrow()) + " MEASURES ";
        String pattern = question.steps().stream().map(Identifiers::quote).collect(Collectors.joining(" "));
        String query = head + expression.sql() + " AS `value` ONE ROW PER MATCH PATTERN (" + pattern + ") DEFINE "
                + Identifiers.quote(question.steps().getFirst()) + " AS TRUE)";
        return typed(expression, input, query, head.length(), head.length(), steps.read());
    }

    @Override
    public QueryTyping typeQuery(String text, SequencedMap<String, Schema> inputs) {
        synchronized (planner) {
            return queries.type(text, inputs);
        }
    }

    @Override
    public Optional<List<Use>> usesIn(Expression expression, List<String> steps) {
        return ColumnNames.of(expression.text(), steps);
    }

    @Override
    public Optional<List<InputUse>> usesInQuery(String text, SequencedMap<String, Schema> inputs) {
        return ColumnNames.ofQuery(text, inputs);
    }

    @Override
    public List<Problem> castsThatCanFail(Expression expression, Schema input, List<String> steps) {
        // Most expressions cast nothing, and are not parsed for it.
        if (!expression.text().toUpperCase(Locale.ROOT).contains("CAST")) {
            return List.of();
        }
        var parsed = steps.isEmpty() ? ExpressionParser.parse(expression.text(), input.names())
                : ExpressionParser.parseOverSteps(expression.text(), Stream.concat(input.names().stream(), steps.stream()).toList());
        return parsed instanceof ExpressionParser.Result.Parsed(ParsedExpression tree)
                ? TextCasts.thatCanFail(tree, part -> answer(new Question(part, input, List.copyOf(steps)))) : List.of();
    }

    @Override
    public List<FunctionHelp> functions() {
        return Functions.HELP;
    }

    private Typing type(ParsedExpression expression, Schema input) {
        List<Problem> unknown = unknownColumns(expression, input);
        if (!unknown.isEmpty()) {
            return new Typing.Refused(unknown);
        }
        // The second copy stands where aggregates are not allowed.
        String head = "SELECT ";
        String middle = " AS `value` FROM `in` WHERE (";
        String query = head + expression.sql() + middle + expression.sql() + ") IS NOT NULL";
        int second = head.length() + expression.sql().length() + middle.length();
        return typed(expression, input, query, head.length(), second, expression.columns());
    }

    /** @param first where the expression stands in the query */
    private Typing typed(ParsedExpression expression, Schema input, String query, int first, int second, Set<String> columns) {
        org.apache.flink.table.types.logical.LogicalType type;
        synchronized (planner) {
            try {
                if (table == null) {
                    table = new TypingTable();
                }
                type = table.firstColumn(query, input);
            } catch (RuntimeException | AssertionError | StackOverflowError e) {
                LOG.debug("Refused: {}", query, e);
                return refused(expression, query, first, second, e);
            }
        }
        Optional<LogicalType> core = FlinkTypes.toCore(type);
        if (core.isPresent()) {
            return new Typing.Typed(new Scalar(expression.runs(), core.get(), type.isNullable(), columns));
        }
        String message = type.is(LogicalTypeRoot.NULL) ? "NULL alone has no type" : "This gives a value of type "
                + type.asSummaryString() + ", which no column can hold";
        String hint = type.is(LogicalTypeRoot.NULL) ? "Write CAST(NULL AS STRING), with the type it shall have" : "CAST it to another type";
        return new Typing.Refused(List.of(new Problem(0, expression.text().length(), message, hint)));
    }

    private static Typing refused(ParsedExpression expression, String query, int first, int second, Throwable thrown) {
        if (thrown instanceof StackOverflowError) {
            return new Typing.Refused(List.of(new Problem(0, expression.text().length(), "The expression is nested too deep",
                    "Split it over several nodes")));
        }
        PlannerComplaint complaint = PlannerComplaint.of(thrown, query);
        int length = expression.sql().length();
        Span place = complaint.at()
                .flatMap(at -> within(at, first, length).or(() -> within(at, second, length)))
                .map(at -> Positions.original(expression, at))
                .orElse(new Span(0, expression.text().length()));
        return new Typing.Refused(List.of(new Problem(place.from(), place.to(), complaint.message(), complaint.hint())));
    }

    private static Optional<Span> within(Span at, int start, int length) {
        var moved = new Span(at.from() - start, at.to() - start);
        return moved.from() >= 0 && moved.to() <= length ? Optional.of(moved) : Optional.empty();
    }

    /** Columns that the input does not have, each where it stands. */
    private static List<Problem> unknownColumns(ParsedExpression expression, Schema input) {
        List<Problem> problems = new ArrayList<>();
        Positions.identifiers(expression).forEach((span, name) -> {
            if (input.column(name).isEmpty()) {
                problems.add(new Problem(span.from(), span.to(), "No column '" + name + "'; the input has ["
                        + String.join(", ", input.names()) + "]", ""));
            }
        });
        return problems;
    }
}
