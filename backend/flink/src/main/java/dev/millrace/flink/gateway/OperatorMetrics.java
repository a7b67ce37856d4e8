package dev.millrace.flink.gateway;

import dev.millrace.flink.segment.OperatorName;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The metrics of one vertex, each gathered over its copies. Keys are names as Flink writes them: {@code operator.metric}, or
 * just {@code metric} where it belongs to the vertex as a whole.
 *
 * @param names of the metrics that tell partitions apart, also where there are too many to be asked for
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
        for (String query : names.queries()) {
            flink.read(path + "?get=" + query, answer -> each(answer, found::put));
        }
        if (!found.keySet().containsAll(names.wanted())) {
            known.forget(vertexPath);
        }
        return new OperatorMetrics(Map.copyOf(found), names.offsets());
    }

    private static KnownNames.Names names(FlinkApi flink, String path, UnaryOperator<Set<String>> alsoWanted, Predicate<String> wanted) {
        Set<String> all = new LinkedHashSet<>();
        flink.read(path, answer -> each(answer, (id, spread) -> all.add(id)));
        Set<String> names = new LinkedHashSet<>(alsoWanted.apply(all));
        all.stream().filter(wanted).forEach(names::add);
        return new KnownNames.Names(PartitionMetrics.offsetNames(all), names);
    }

    Optional<Spread> of(OperatorName operator, String metric) {
        return Optional.ofNullable(byName.get(MetricNames.scope(operator.shown()) + "." + metric));
    }

    Optional<Spread> ofVertex(String metric) {
        return Optional.ofNullable(byName.get(metric));
    }

    /**
     * Takes metrics from an answer one by one: it is the longest of all, and read for each vertex.
     *
     * <pre>
     *   [{"id": "orders/out-out#1.rows", "min": 3.0, "max": 5.0, "avg": 4.0, "sum": 8.0}, …]
     * </pre>
     */
    private static void each(JsonParser answer, BiConsumer<String, Spread> taking) {
        answer.nextToken();
        while (answer.nextToken() == JsonToken.START_OBJECT) {
            String id = "";
            double sum = Double.NaN;
            double min = Double.NaN;
            double max = Double.NaN;
            while (answer.nextToken() == JsonToken.PROPERTY_NAME) {
                String field = answer.currentName();
                answer.nextToken();
                switch (field) {
                    case "id" -> id = answer.getString();
                    case "sum" -> sum = answer.getValueAsDouble(Double.NaN);
                    case "min" -> min = answer.getValueAsDouble(Double.NaN);
                    case "max" -> max = answer.getValueAsDouble(Double.NaN);
                    default -> answer.skipChildren();
                }
            }
            taking.accept(id, new Spread(sum, min, max));
        }
    }
}
