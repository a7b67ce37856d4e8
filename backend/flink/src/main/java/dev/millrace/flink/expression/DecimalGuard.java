package dev.millrace.flink.expression;

import java.util.Set;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * Flink 2.3 makes TRY_CAST('abc' AS DECIMAL(10, 2)) zero and not NULL, silently. DOUBLE does it right, so that decides:
 * <pre>
 *   TRY_CAST(x AS DECIMAL(10, 2))
 *   ──> CASE WHEN TRY_CAST(x AS DOUBLE) IS NULL THEN NULL ELSE TRY_CAST(x AS DECIMAL(10, 2)) END
 * </pre>
 */
final class DecimalGuard extends SqlShuttle {
    private static final Set<String> DECIMALS = Set.of("DECIMAL", "DEC", "NUMERIC");
    private static final SqlParserPos NOWHERE = SqlParserPos.ZERO;

    @Override
    public SqlNode visit(SqlCall call) {
        SqlNode inside = super.visit(call);
        if (!(inside instanceof SqlCall cast) || !cast.getOperator().getName().equals("TRY_CAST")
                || !(cast.operand(1) instanceof SqlDataTypeSpec type) || !DECIMALS.contains(type.getTypeName().getSimple())) {
            return inside;
        }
        var asDouble = new SqlDataTypeSpec(new SqlBasicTypeNameSpec(SqlTypeName.DOUBLE, NOWHERE), NOWHERE);
        SqlNode isNumber = cast.getOperator().createCall(NOWHERE, (SqlNode) cast.operand(0), asDouble);
        SqlNode isNot = SqlStdOperatorTable.IS_NULL.createCall(NOWHERE, isNumber);
        return new SqlCase(NOWHERE, null, SqlNodeList.of(isNot), SqlNodeList.of(SqlLiteral.createNull(NOWHERE)), cast);
    }
}
