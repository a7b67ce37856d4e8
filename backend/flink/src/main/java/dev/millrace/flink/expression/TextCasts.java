package dev.millrace.flink.expression;

import dev.millrace.flink.expression.Positions.Span;
import dev.millrace.rel.ExpressionTyper.Problem;
import dev.millrace.rel.ExpressionTyper.Typing;
import dev.millrace.schema.LogicalType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/** Finds CAST of a text to what not every text is. The text of a literal is known, and tried when the job is planned. */
final class TextCasts extends SqlBasicVisitor<Void> {
    private final List<SqlCall> casts = new ArrayList<>();

    private TextCasts() {}

    /** @param typer types a part of the expression, written as a text of its own */
    static List<Problem> thatCanFail(ParsedExpression expression, Function<String, Typing> typer) {
        var finder = new TextCasts();
        expression.tree().accept(finder);
        var problems = new ArrayList<Problem>();
        for (SqlCall cast : finder.casts) {
            String from = ExpressionParser.write(cast.operand(0));
            boolean isText = typer.apply(from) instanceof Typing.Typed(var value) && value.type() instanceof LogicalType.Text;
            boolean toText = typer.apply(ExpressionParser.write(cast)) instanceof Typing.Typed(var value)
                    && (value.type() instanceof LogicalType.Text || value.type() instanceof LogicalType.Bytes);
            if (isText && !toText) {
                Span at = Positions.span(expression.text(), cast.getParserPosition());
                problems.add(new Problem(at.from(), at.to(), "A text that does not fit stops the job here, each time it starts again",
                        "Write TRY_CAST, which gives NULL for it"));
            }
        }
        return problems;
    }

    @Override
    public Void visit(SqlCall call) {
        if (call.getOperator().getName().equals("CAST") && call.operandCount() == 2 && !(call.operand(0) instanceof SqlLiteral)
                && (SqlNode) call.operand(1) instanceof SqlDataTypeSpec) {
            casts.add(call);
        }
        return super.visit(call);
    }
}
