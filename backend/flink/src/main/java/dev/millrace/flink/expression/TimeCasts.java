package dev.millrace.flink.expression;

import dev.millrace.flink.expression.Positions.Span;
import dev.millrace.rel.ExpressionTyper.Problem;
import dev.millrace.rel.ExpressionTyper.Typing;
import dev.millrace.schema.LogicalType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/**
 * Finds casts between times and numbers. Flink 2.3 takes them when it types an expression and refuses them only when it writes the code of
 * the job, which is too late to be told.
 */
final class TimeCasts extends SqlBasicVisitor<Void> {
    private static final Set<String> NUMBERS = Set.of("TINYINT", "SMALLINT", "INTEGER", "INT", "BIGINT", "FLOAT", "DOUBLE", "DECIMAL", "DEC", "NUMERIC");
    private static final Set<String> TIMES = Set.of("TIMESTAMP", "TIMESTAMP_LTZ", "TIMESTAMP_WITH_LOCAL_TIME_ZONE");
    private final List<SqlCall> casts = new ArrayList<>();

    private TimeCasts() {}

    /** @param typer types a part of the expression, written as a text of its own */
    static List<Problem> problems(ParsedExpression expression, Function<String, Typing> typer) {
        var finder = new TimeCasts();
        expression.tree().accept(finder);
        var problems = new ArrayList<Problem>();
        for (SqlCall cast : finder.casts) {
            String to = type(cast);
            String from = ExpressionParser.write(cast.operand(0));
            if (typer.apply(from) instanceof Typing.Typed(var value)) {
                boolean isTime = value.type() instanceof LogicalType.Timestamp || value.type() instanceof LogicalType.Instant;
                if (isTime && NUMBERS.contains(to) || value.type().isNumeric() && TIMES.contains(to)) {
                    Span at = Positions.span(expression.text(), cast.getParserPosition());
                    problems.add(new Problem(at.from(), at.to(), isTime ? "A time cannot be cast to a number" : "A number cannot be cast to a time",
                            isTime ? "Write UNIX_TIMESTAMP(CAST(" + from + " AS STRING)) for seconds, or EXTRACT(HOUR FROM " + from + ")"
                                    : "Write TO_TIMESTAMP_LTZ(" + from + ", 3), where the number is milliseconds since 1970"));
                }
            }
        }
        return problems;
    }

    @Override
    public Void visit(SqlCall call) {
        if (Set.of("CAST", "TRY_CAST").contains(call.getOperator().getName()) && (NUMBERS.contains(type(call)) || TIMES.contains(type(call)))) {
            casts.add(call);
        }
        return super.visit(call);
    }

    private static String type(SqlCall cast) {
        return cast.operandCount() == 2 && (SqlNode) cast.operand(1) instanceof SqlDataTypeSpec type ? type.getTypeName().getSimple() : "";
    }
}
