package dev.millrace.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.zaxxer.hikari.HikariDataSource;
import dev.millrace.pipeline.NodeId;
import dev.millrace.server.TestDatabase;
import dev.millrace.server.deployment.DeploymentId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class NodeHistoryTest {
    private static final Instant BEGIN = Instant.parse("2026-03-10T10:00:00Z");
    private static final NodeId ORDERS = new NodeId("orders");
    /** Packed values are that exact. */
    private static final double PERCENT = 0.25;

    private final HikariDataSource database = TestDatabase.fresh();
    private final JdbcClient jdbc = JdbcClient.create(database);
    private final DeploymentId id = DeploymentId.random();

    @AfterEach void close() {
        database.close();
    }

    private NodeHistory history() {
        return new NodeHistory(jdbc, MetricsProperties.byDefault());
    }

    private LiveMetrics live(Instant at, Map<NodeId, NodeNumbers> nodes) {
        return new LiveMetrics(id, at, Count.ZERO, Count.ZERO, OptionalLong.empty(), nodes, Optional.empty());
    }

    private static NodeNumbers node(Instant at, double perSecond, OptionalLong lag, double busy, OptionalLong state) {
        return new NodeNumbers(new Count(0, perSecond), Map.of("out", new Count(0, perSecond / 2), "late", new Count(0, 1)), Count.ZERO, Count.ZERO, lag,
                Optional.of(at.minusMillis(2_500)), busy, busy / 4, state);
    }

    private static NodeMoment.Seen seen(NodeMoment moment, Series series) {
        return moment.nodes().get(ORDERS).get(series);
    }

    @Test void minutesAndHoursAreWhatWasSeenAlsoWhenAnotherGoesOn() {
        NodeHistory first = history();
        for (int second = 0; second < 90; second++) {
            Instant at = BEGIN.plusSeconds(second);
            first.take(live(at, Map.of(ORDERS, node(at, second, second % 2 == 0 ? OptionalLong.of(1_000_000) : OptionalLong.empty(), second / 100.0, OptionalLong.of(3_000_000_000L)))));
        }
        // What is under way is told too, and written when it is no longer collected here.
        assertThat(first.between(id, BEGIN, BEGIN.plusSeconds(90), BEGIN)).extracting(NodeMoment::from).containsExactly(BEGIN, BEGIN.plusSeconds(60));
        first.keepOnly(Set.of());
        NodeHistory second = history();
        for (int i = 90; i < 3_700; i++) {
            Instant at = BEGIN.plusSeconds(i);
            second.take(live(at, Map.of(ORDERS, node(at, i, OptionalLong.empty(), 0.5, OptionalLong.empty()))));
        }
        List<NodeMoment> minutes = history().between(id, BEGIN, BEGIN.plusSeconds(3_700), BEGIN.plusSeconds(3_700));
        assertThat(minutes).as("the last minute is under way elsewhere").hasSize(61);
        assertThat(seen(minutes.getFirst(), Series.ROWS_IN)).satisfies(s -> {
            assertThat(s.readings()).isEqualTo(60);
            assertThat(s.values().mean()).isCloseTo(29.5, withinPercentage(PERCENT));
            assertThat(s.values().least()).isZero();
            assertThat(s.values().most()).isCloseTo(59, withinPercentage(PERCENT));
        });
        assertThat(seen(minutes.getFirst(), Series.LAG)).as("known every other time").satisfies(s -> {
            assertThat(s.readings()).isEqualTo(30);
            assertThat(s.values().mean()).isCloseTo(1_000_000, withinPercentage(PERCENT));
        });
        assertThat(seen(minutes.getFirst(), Series.STATE_BYTES).values().most()).isCloseTo(3e9, withinPercentage(PERCENT));
        assertThat(seen(minutes.getFirst(), Series.WATERMARK_DELAY).values().mean()).isCloseTo(2.5, withinPercentage(PERCENT));
        assertThat(seen(minutes.getFirst(), Series.REJECTED).values().most()).isZero();
        assertThat(seen(minutes.get(1), Series.ROWS_IN).readings()).as("one wrote half of it, another the rest").isEqualTo(60);
        assertThat(seen(minutes.get(1), Series.ROWS_OUT).values().mean()).isCloseTo(89.5 / 2 + 1, withinPercentage(2 * PERCENT));
        assertThat(minutes.get(2).nodes().get(ORDERS)).doesNotContainKey(Series.LAG);
        List<NodeMoment> hours = history().between(id, BEGIN.minus(Duration.ofDays(3)), BEGIN.plusSeconds(3_700), BEGIN.plusSeconds(3_700));
        assertThat(hours).extracting(NodeMoment::length).containsOnly(Duration.ofHours(1));
        assertThat(seen(hours.getFirst(), Series.ROWS_IN)).satisfies(s -> {
            assertThat(s.readings()).isEqualTo(3_600);
            assertThat(s.values().mean()).isCloseTo(1_799.5, withinPercentage(PERCENT));
        });
    }

    /** What the documentation says of room follows from this. */
    @Test void aMinuteOfTenNodesTakesSomeHundredBytes() {
        var random = new Random(3);
        NodeHistory history = history();
        for (int i = 0; i < 24; i++) {
            Instant at = BEGIN.plusSeconds(5L * i);
            var nodes = new TreeMap<NodeId, NodeNumbers>();
            for (int n = 0; n < 10; n++) {
                nodes.put(new NodeId("node-of-order-" + n), node(at, 900 + random.nextInt(200), n == 0 ? OptionalLong.of(random.nextInt(5_000)) : OptionalLong.empty(), random.nextDouble(),
                        n % 3 == 0 ? OptionalLong.of(1_000_000 + random.nextInt(9_000)) : OptionalLong.empty()));
            }
            history.take(live(at, nodes));
        }
        double bytes = jdbc.sql("select avg(pg_column_size(n.*)) from metric_node_minute n").query(Double.class).single();
        System.out.printf("a minute of ten nodes takes %.0f bytes%n", bytes);
        assertThat(bytes).isCloseTo(500, offset(250.0));
    }

    @Test void whatIsTooOldIsForgotten() {
        NodeHistory history = history();
        for (int i = 0; i < 30; i++) {
            Instant at = BEGIN.plus(Duration.ofDays(i));
            history.take(live(at, Map.of(ORDERS, node(at, 1, OptionalLong.empty(), 0, OptionalLong.empty()))));
        }
        history.keepOnly(Set.of());
        assertThat(history.forgetBefore(Level.MINUTE, BEGIN.plus(Duration.ofDays(20)))).isPositive();
        assertThat(history.forgetBefore(Level.RAW, BEGIN.plus(Duration.ofDays(20)))).isZero();
        assertThat(jdbc.sql("select count(*) from metric_node_minute").query(Integer.class).single()).isBetween(10, 17);
        assertThat(jdbc.sql("select count(*) from metric_node_hour").query(Integer.class).single()).isEqualTo(30);
    }
}
