package dev.millrace.state;

import dev.millrace.rel.Rel;
import java.util.Locale;
import java.util.regex.Pattern;

/** Whether a query surely keeps nothing: it chooses and computes row by row. Where in doubt it keeps something. */
final class StatelessQuery {
    private static final Pattern TEXTS = Pattern.compile("'(?:[^']|'')*'|`(?:[^`]|``)*`");
    /** All else that SQL has is either about single rows or cannot do without one of these. */
    private static final Pattern KEEPING = Pattern.compile("\\b(GROUP|JOIN|OVER|DISTINCT|MATCH_RECOGNIZE|INTERSECT|EXCEPT|EXISTS|IN\\s*\\(\\s*SELECT|ORDER|LIMIT|FETCH"
            + "|HAVING|LATERAL|TABLE|COUNT|SUM|AVG|MIN|MAX|[A-Z_]*AGG|FIRST_VALUE|LAST_VALUE|LAG|LEAD|COLLECT|STDDEV\\w*|VAR\\w*|PERCENTILE\\w*|ANY|ALL|SOME|SINGLE_VALUE)\\b");

    private static final Pattern FROM = Pattern.compile("\\bFROM\\b(.*?)(\\bWHERE\\b|$)", Pattern.DOTALL);

    private StatelessQuery() {}

    static boolean is(Rel.Query query) {
        if (query.in().size() > 1 || query.schema().isUpdating()) {
            return false;
        }
        String sql = TEXTS.matcher(query.sql()).replaceAll("x").toUpperCase(Locale.ROOT);
        var from = FROM.matcher(sql);
        return !KEEPING.matcher(sql).find() && !sql.contains("(SELECT") && !sql.contains("UNION") && from.find() && !from.group(1).contains(",");
    }
}
