package dev.millrace.flink.gateway;

import dev.millrace.flink.segment.OperatorName;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The metrics of one vertex, each gathered over its copies. Keys are names as Flink writes them: {@code operator.metric}, or
 * just {@code metric} where it belongs to the vertex as a whole.
 *
 * @param names of all metrics, also of those that were not asked for
 */
record OperatorMetrics(Map<String, Spread> byName, Set<String> names) {
    /** One metric over the copies of an operator. */
    record Spread(double sum, double min, double max) {}

    /**
     * Reads what is wanted. A metric that Flink has not gathered yet is absent: the first request makes it gather.
     *
     * @param vertexPath such as /jobs/1f0…/vertices/a53…
     * @param known the names of the job's metrics, as far as they need not be asked for
     * @param alsoWanted of all names, those that are wanted beside those that are wanted one by one
     */
    static OperatorMetrics read(FlinkApi flink, String vertexPath, KnownNames known, UnaryOperator<Set<String>> alsoWanted, Predicate<String> wanted) {
        String path = vertexPath + "/subtasks/metrics";
        KnownNames.Names names = known.of(vertexPath, () -> names(flink, path, alsoWanted, wanted));
        Map<String, Spread> found = new HashMap<>();
        for (String query : MetricNames.queries(names.wanted())) {
            for (JsonNode metric : list(flink, path + "?get=" + query)) {
                found.put(metric.path("id").asString(""),
                        new Spread(number(metric, "sum"), number(metric, "min"), number(metric, "max")));
            }
        }
        if (!found.keySet().containsAll(names.wanted())) {
            known.forget(vertexPath);
        }
        return new OperatorMetrics(Map.copyOf(found), names.all());
    }

    private static KnownNames.Names names(FlinkApi flink, String path, UnaryOperator<Set<String>> alsoWanted, Predicate<String> wanted) {
        Set<String> all = new LinkedHashSet<>();
        for (JsonNode metric : list(flink, path)) {
            all.add(metric.path("id").asString(""));
        }
        Set<String> names = new LinkedHashSet<>(alsoWanted.apply(all));
        all.stream().filter(wanted).forEach(names::add);
        return new KnownNames.Names(all, names);
    }

    Optional<Spread> of(OperatorName operator, String metric) {
        return Optional.ofNullable(byName.get(MetricNames.scope(operator.shown()) + "." + metric));
    }

    Optional<Spread> ofVertex(String metric) {
        return Optional.ofNullable(byName.get(metric));
    }

    private static Iterable<JsonNode> list(FlinkApi flink, String path) {
        return flink.get(path).orElseGet(JsonNodeFactory.instance::arrayNode);
    }

    private static double number(JsonNode metric, String field) {
        return metric.path(field).asDouble(Double.NaN);
    }
}
