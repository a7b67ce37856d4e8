package dev.millrace.flink.gateway;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** How Flink writes the names of operators and metrics in its REST API. */
final class MetricNames {
    /** Flink's server takes request lines of 4096 bytes. */
    private static final int LONGEST_QUERY = 3_000;

    private MetricNames() {}

    /** An operator's name as it stands before the metric's: four characters are replaced. */
    static String scope(String operator) {
        return operator.replace(' ', '_').replace('.', '_').replace(':', '_').replace(',', '_');
    }

    /** Comma-separated and encoded lists of names, each short enough for one request. */
    static List<String> queries(Collection<String> names) {
        List<String> queries = new ArrayList<>();
        var query = new StringBuilder();
        for (String name : names) {
            String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
            if (!query.isEmpty() && query.length() + encoded.length() > LONGEST_QUERY) {
                queries.add(query.toString());
                query.setLength(0);
            }
            query.append(query.isEmpty() ? "" : ",").append(encoded);
        }
        if (!query.isEmpty()) {
            queries.add(query.toString());
        }
        return queries;
    }
}
