package dev.millrace.server.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.pipeline.NodeId;
import dev.millrace.server.Subscription;
import dev.millrace.server.TestPipelines;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.DeploymentId;
import dev.millrace.server.deployment.DeploymentStories;
import dev.millrace.server.metrics.Count;
import dev.millrace.server.metrics.LiveMetrics;
import dev.millrace.server.metrics.Metrics;
import dev.millrace.server.metrics.Moment;
import dev.millrace.server.metrics.NodeMoment;
import dev.millrace.server.metrics.NodeNumbers;
import dev.millrace.server.metrics.Sample;
import dev.millrace.server.metrics.Series;
import dev.millrace.server.metrics.Timeline;
import dev.millrace.server.metrics.Trend;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricFindingTest {
    private static final NodeId FILTER = new NodeId("filter");
    private static final NodeId WINDOW = new NodeId("window");

    private final DeploymentStories stories = new DeploymentStories();
    private final Deployment running = stories.running(TestPipelines.demoTo("results"));

    @AfterEach void close() {
        stories.close();
    }

    private static NodeNumbers node(double busy) {
        return new NodeNumbers(Count.ZERO, Map.of(), Count.ZERO, Count.ZERO, OptionalLong.empty(), Optional.empty(), busy, 0, OptionalLong.empty());
    }

    private static Map<Series, NodeMoment.Seen> busy(double mean, double most) {
        return Map.of(Series.BUSY, new NodeMoment.Seen(60, new Moment.Spread(mean, 0, most)));
    }

    /** Ten minutes in which two nodes did as before, and what they do now. */
    private final class TenMinutes implements Metrics {
        private final Instant now = Instant.now();

        @Override public Optional<LiveMetrics> latest(DeploymentId deployment) {
            // Seen when it is asked for: what was seen a moment before may be in the part of the line before the last.
            return Optional.of(new LiveMetrics(running.id(), Instant.now(), Count.ZERO, Count.ZERO, OptionalLong.empty(), Map.of(FILTER, node(0.9), WINDOW, node(0.2)), Optional.empty()));
        }

        @Override public List<NodeMoment> nodes(DeploymentId deployment, Instant from, Instant to) {
            return IntStream.rangeClosed(1, 10).mapToObj(i -> new NodeMoment(now.minus(Duration.ofMinutes(12 - i)), Duration.ofMinutes(1), Map.of(FILTER, busy(0.5, 0.75), WINDOW, busy(0.1, 0.4)))).toList();
        }

        @Override public List<Sample> history(DeploymentId deployment, Instant from, Instant to) {
            throw new AssertionError("Numbers of nodes are asked for");
        }

        @Override public Timeline timeline(DeploymentId deployment, Instant from, Instant to) {
            throw new AssertionError("Numbers of nodes are asked for");
        }

        @Override public Map<DeploymentId, Trend> trends() {
            return Map.of();
        }

        @Override public Subscription listen(DeploymentId deployment, Consumer<LiveMetrics> listener) {
            throw new AssertionError("A tile asks by itself");
        }
    }

    private Figures find(Tile.Type type, Optional<NodeId> node, Aggregate aggregate, Optional<String> key) {
        var source = new Source.Metric(Optional.of(running.pipeline()), node, Series.BUSY);
        var options = new Options(aggregate, Optional.empty(), key, false, 5, Duration.ofMinutes(15), Optional.empty(), "", 0, Optional.empty());
        try (var finding = new MetricFinding(new Query(type, source, options), source, running.pipeline(), new CurrentDeployments(stories.deployments()), new TenMinutes())) {
            return finding.now();
        }
    }

    @Test void aLineOfANodeBeginsWithItsHistoryAndEndsWithWhatIsSeen() {
        Figures figures = find(Tile.Type.LINE, Optional.of(FILTER), Aggregate.MEAN, Optional.empty());
        List<Double> values = figures.lines().getFirst().values();
        assertThat(values.getLast()).as("now").isEqualTo(0.9);
        // A quarter of a minute is one point: a minute of history is a line of four, and no lonely one.
        assertThat(values.stream().filter(v -> Objects.equals(v, 0.5)).count()).isBetween(38L, 40L);
        assertThat(values.getFirst()).as("before the history").isNull();
        assertThat(figures.notes()).isEmpty();
        assertThat(find(Tile.Type.LINE, Optional.of(FILTER), Aggregate.MAX, Optional.empty()).lines().getFirst().values()).contains(0.75);
    }

    @Test void eachNodeHasItsLineAndOneValueIsOfAllThatTime() {
        assertThat(find(Tile.Type.LINE, Optional.empty(), Aggregate.MEAN, Optional.of(Options.NODE)).lines()).extracting(Figures.Line::name).containsExactly("filter", "window");
        Figures mean = find(Tile.Type.NUMBER, Optional.of(WINDOW), Aggregate.MEAN, Optional.empty());
        assertThat(mean.lines().getFirst().values().getFirst()).as("nearly all of it is history").isBetween(0.1, 0.11);
        assertThat(find(Tile.Type.NUMBER, Optional.of(WINDOW), Aggregate.LAST, Optional.empty()).lines().getFirst().values()).containsExactly(0.2);
    }
}
