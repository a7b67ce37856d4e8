package dev.millrace.flink.gateway;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** Metrics of all operators of a job, gathered over their copies. Keys are {@code operator.metric} as Flink writes them. */
record OperatorMetrics(Map<String, Spread> byName) {
    /** One metric over the copies of an operator. */
    record Spread(double sum, double min, double max) {
        Spread plus(Spread other) {
            return new Spread(sum + other.sum, Math.min(min, other.min), Math.max(max, other.max));
        }
    }

    /**
     * Reads what is wanted.
     *
     * <p>A metric that Flink has not gathered yet is absent: the first request makes it gather.
     *
     * @param job answer to /jobs/:id
     */
    static OperatorMetrics read(FlinkApi flink, String jobId, JsonNode job, Predicate<String> wanted) {
        Map<String, Spread> found = new HashMap<>();
        for (JsonNode vertex : job.path("vertices")) {
            String path = "/jobs/" + jobId + "/vertices/" + vertex.path("id").asString() + "/subtasks/metrics";
            Set<String> names = new LinkedHashSet<>();
            for (JsonNode metric : flink.get(path).map(OperatorMetrics::elements).orElse(List.of())) {
                String name = metric.path("id").asString("");
                if (wanted.test(name)) {
                    names.add(name);
                }
            }
            for (String query : MetricNames.queries(names)) {
                for (JsonNode metric : flink.get(path + "?get=" + query).map(OperatorMetrics::elements).orElse(List.of())) {
                    found.merge(metric.path("id").asString(""),
                            new Spread(number(metric, "sum"), number(metric, "min"), number(metric, "max")), Spread::plus);
                }
            }
        }
        return new OperatorMetrics(Map.copyOf(found));
    }

    Optional<Spread> of(String operator, String metric) {
        return Optional.ofNullable(byName.get(MetricNames.scope(operator) + "." + metric));
    }

    private static Iterable<JsonNode> elements(JsonNode array) {
        return array;
    }

    private static double number(JsonNode metric, String field) {
        return metric.path(field).asDouble(Double.NaN);
    }
}
