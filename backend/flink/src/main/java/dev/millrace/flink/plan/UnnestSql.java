package dev.millrace.flink.plan;

import dev.millrace.rel.Rel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A row for each element.
 *
 * <pre>
 *   SELECT `i`.`id`, `u`.`e0` AS `tag`
 *   FROM (SELECT `id`, `tags`, SPLIT(`tags`, ',') AS `elements of tags` FROM …) AS `i`
 *   CROSS JOIN UNNEST(`i`.`elements of tags`) AS `u` (`e0`)
 * </pre>
 */
final class UnnestSql {
    private UnnestSql() {}

    /** @param from what is read, as it stands behind FROM */
    static String write(Rel.Unnest unnest, String from) {
        List<String> in = unnest.in().schema().names();
        String elements = "elements of " + unnest.column();
        while (in.contains(elements)) {
            elements += "'";
        }
        String column = Sql.name(unnest.column());
        String value = unnest.separator().map(s -> "SPLIT(" + column + ", " + Sql.text(s) + ")").orElse(column);
        Map<String, String> parts = new LinkedHashMap<>();
        unnest.elements().forEach(name -> parts.put(name, "`e" + parts.size() + "`"));
        unnest.position().ifPresent(name -> parts.put(name, "`p`"));
        List<String> selected = new ArrayList<>();
        for (String name : unnest.schema().names()) {
            selected.add(parts.containsKey(name) ? "`u`." + parts.get(name) + " AS " + Sql.name(name) : "`i`." + Sql.name(name));
        }
        return "SELECT " + String.join(", ", selected)
                + " FROM (SELECT " + Sql.names(in) + ", " + value + " AS " + Sql.name(elements) + " FROM " + from + ") AS `i`"
                + (unnest.keepEmpty() ? " LEFT JOIN" : " CROSS JOIN") + " UNNEST(`i`." + Sql.name(elements) + ")"
                + (unnest.position().isPresent() ? " WITH ORDINALITY" : "")
                + " AS `u` (" + parts.values().stream().collect(Collectors.joining(", ")) + ")" + (unnest.keepEmpty() ? " ON TRUE" : "");
    }
}
