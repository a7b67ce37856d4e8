package dev.millrace.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.zaxxer.hikari.HikariDataSource;
import dev.millrace.pipeline.NodeId;
import dev.millrace.server.Standstill;
import dev.millrace.server.TestDatabase;
import dev.millrace.server.deployment.ClusterLoad;
import dev.millrace.server.deployment.DeploymentId;
import dev.millrace.server.deployment.JobMetrics.Checkpoint;
import dev.millrace.server.deployment.Latency;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class HistoryTest {
    private static final NodeId ORDERS = new NodeId("orders");
    private static final Instant BEGIN = Instant.parse("2026-03-10T10:00:00Z");
    private final HikariDataSource database = TestDatabase.fresh();
    private final JdbcClient jdbc = JdbcClient.create(database);
    private final DeploymentId id = DeploymentId.random();

    @AfterEach void close() {
        database.close();
    }

    private History at(Instant now) {
        return new History(new HistoryStore(jdbc), new NodeHistory(jdbc, MetricsProperties.byDefault()), MetricsProperties.byDefault(), Clock.fixed(now, ZoneOffset.UTC));
    }

    private static void take(History history, LiveMetrics live, long restarts) {
        history.take(List.of(new History.Taken(live, restarts)));
    }

    private LiveMetrics live(Instant at, long in, long out, long rejected, OptionalLong lag, double busy, long failed) {
        var node = new NodeNumbers(new Count(in, 0), Map.of(), new Count(rejected, 0), Count.ZERO, lag, Optional.of(at.minusMillis(2_500)), busy, busy / 2, OptionalLong.empty());
        var sink = new NodeNumbers(Count.ZERO, Map.of(), Count.ZERO, Count.ZERO, OptionalLong.empty(), Optional.empty(), 0, 0, OptionalLong.empty());
        var sinks = Map.of(ORDERS, node, new NodeId("steady"), sink.taking(new Latency(500 + out % 100, 1_000)), new NodeId("spiky"), sink.taking(new Latency(400 + out % 100, 2_000 + out % 700)));
        var checkpoint = new Checkpoint(1, at, 120, 4_096 + in, "", OptionalLong.of(512));
        return new LiveMetrics(id, at, new Count(in, 0), new Count(out, 0), lag, lag.isEmpty() ? Map.of(ORDERS, node) : sinks, Optional.of(checkpoint), OptionalLong.of(failed),
                new ClusterLoad(OptionalDouble.of(0.25), OptionalLong.of(300 << 20), OptionalDouble.empty(), OptionalLong.of(90 << 20)));
    }

    /** Two hours of readings with all that happens: rows taken back, the application down for a while, a new job, a lag that is not known. */
    private List<LiveMetrics> twoHours() {
        var random = new Random(7);
        var readings = new ArrayList<LiveMetrics>();
        long in = 1_000;
        long rejected = 0;
        for (int i = 0; i < 1_440; i++) {
            Instant at = BEGIN.plusSeconds(5L * i).plusMillis(random.nextInt(400));
            if (i == 300) {
                in -= 700;
            } else {
                in += random.nextInt(400);
            }
            rejected += i % 100 == 0 ? 3 : 0;
            if (i < 600 || i >= 720) {
                OptionalLong lag = i % 7 == 0 ? OptionalLong.empty() : OptionalLong.of(i == 778 ? 1_000_000 : random.nextInt(50));
                readings.add(live(at, in, in / 2, rejected, lag, random.nextInt(1_001) / 1_000.0, i < 900 ? i / 400 : (i - 900) / 300));
            }
        }
        return readings;
    }

    @Test void minutesAndHoursAreExactlyWhatTheReadingsComeTo() {
        List<LiveMetrics> readings = twoHours();
        History first = at(BEGIN);
        readings.subList(0, 500).forEach(r -> take(first, r, 0));
        // Another process goes on where the first one ended.
        History second = at(BEGIN);
        readings.subList(500, readings.size()).forEach(r -> take(second, r, r.at().isAfter(BEGIN.plusSeconds(4_000)) ? 2 : 0));
        // What is taken twice, or a moment later, counts once.
        take(second, readings.getLast(), 2);
        for (Level level : List.of(Level.MINUTE, Level.HOUR)) {
            Timeline rolled = new HistoryStore(jdbc).moments(id, level, BEGIN, BEGIN.plusSeconds(7_300), level.step());
            long step = level.step().toMillis();
            assertThat(rolled.moments().size()).isEqualTo(level == Level.HOUR ? 2 : 110);
            for (Moment moment : rolled.moments()) {
                List<LiveMetrics> of = readings.stream().filter(r -> Math.floorDiv(r.at().toEpochMilli(), step) == Math.floorDiv(moment.at().toEpochMilli(), step)).toList();
                assertThat(moment.samples()).isEqualTo(of.size());
                assertThat(moment.counts().get(Series.ROWS_IN)).isEqualTo(new Moment.Growth(of.getLast().rowsIn().total(), growth(readings, of, r -> r.rowsIn().total())));
                assertThat(moment.counts().get(Series.REJECTED).growth()).isEqualTo(growth(readings, of, r -> r.nodes().get(ORDERS).rejected().total()));
                double[] lags = of.stream().filter(r -> r.lag().isPresent()).mapToDouble(r -> r.lag().getAsLong()).toArray();
                assertThat(moment.value(Series.LAG)).contains(spread(lags));
                Moment.Spread busy = spread(of.stream().mapToDouble(r -> r.nodes().get(ORDERS).busy()).toArray());
                assertThat(moment.value(Series.BUSY).orElseThrow().mean()).isEqualTo(busy.mean(), within(1e-12));
                assertThat(moment.value(Series.BUSY).orElseThrow().most()).isEqualTo(busy.most());
                assertThat(moment.value(Series.STATE_BYTES)).contains(spread(of.stream().mapToDouble(r -> r.lastCheckpoint().orElseThrow().bytes()).toArray()));
                assertThat(moment.value(Series.CHECKPOINT_BYTES)).contains(new Moment.Spread(512, 512, 512));
                assertThat(moment.value(Series.TASK_MANAGER_CPU)).contains(new Moment.Spread(0.25, 0.25, 0.25));
                assertThat(moment.value(Series.JOB_MANAGER_CPU)).as("not told").isEmpty();
                assertThat(moment.value(Series.TASK_MANAGER_HEAP)).contains(new Moment.Spread(300 << 20, 300 << 20, 300 << 20));
                assertThat(moment.value(Series.WATERMARK_DELAY)).contains(new Moment.Spread(2.5, 2.5, 2.5));
                // What is measured at two sinks counts where it is longest; where nothing came, there is none.
                List<LiveMetrics> arrived = of.stream().filter(r -> r.lag().isPresent()).toList();
                assertThat(moment.value(Series.LATENCY_MEDIAN)).contains(spread(arrived.stream().mapToDouble(r -> 500 + r.rowsOut().total() % 100).toArray()));
                assertThat(moment.value(Series.LATENCY_WORST)).contains(spread(arrived.stream().mapToDouble(r -> 2_000 + r.rowsOut().total() % 700).toArray()));
                double[] rates = of.stream().filter(r -> readings.indexOf(r) > 0).mapToDouble(r -> rate(readings, r)).toArray();
                assertThat(moment.value(Series.ROWS_IN).orElseThrow().most()).isEqualTo(spread(rates).most());
                assertThat(moment.value(Series.ROWS_IN).orElseThrow().least()).isEqualTo(spread(rates).least());
            }
        }
        Timeline minutes = new HistoryStore(jdbc).moments(id, Level.MINUTE, BEGIN, BEGIN.plusSeconds(7_300), Level.MINUTE.step());
        List<Moment> all = minutes.moments();
        // The peak of one reading is still to be seen in two hours, and the ten minutes in which nothing was read are a gap.
        assertThat(all.stream().mapToDouble(m -> m.value(Series.LAG).orElseThrow().most()).max()).hasValue(1_000_000);
        assertThat(IntStream.range(1, all.size()).filter(i -> minutes.isGap(all.get(i - 1), all.get(i)))).hasSize(1);
        // Rows that were taken back did not flow; a job that begins anew counts from zero.
        long grown = all.stream().mapToLong(m -> m.counts().get(Series.ROWS_IN).growth()).sum();
        assertThat(grown).isEqualTo(readings.getLast().rowsIn().total() - readings.getFirst().rowsIn().total() + 700);
        assertThat(all.stream().mapToLong(m -> m.counts().get(Series.FAILED_CHECKPOINTS).growth()).sum()).isEqualTo(2 + 1);
        assertThat(all.stream().mapToLong(m -> m.counts().get(Series.RESTARTS).growth()).sum()).isEqualTo(2);
    }

    @Test void manyThatCameTogetherAreTakenAsIfTheyHadComeOneByOne() {
        List<LiveMetrics> readings = twoHours().subList(0, 600);
        take(at(BEGIN), readings.getFirst(), 1);
        at(BEGIN).take(readings.stream().map(r -> new History.Taken(r, 1)).toList());
        Timeline together = new HistoryStore(jdbc).moments(id, Level.MINUTE, BEGIN, BEGIN.plusSeconds(7_300), Level.MINUTE.step());
        jdbc.sql("truncate metric_raw, metric_minute, metric_hour").update();
        History oneByOne = at(BEGIN);
        readings.forEach(r -> take(oneByOne, r, 1));
        Timeline each = new HistoryStore(jdbc).moments(id, Level.MINUTE, BEGIN, BEGIN.plusSeconds(7_300), Level.MINUTE.step());
        assertThat(together.moments()).hasSize(50).isEqualTo(each.moments());
    }

    private static long growth(List<LiveMetrics> all, List<LiveMetrics> of, ToDoubleFunction<LiveMetrics> total) {
        return of.stream().mapToInt(all::indexOf).filter(i -> i > 0).mapToLong(i -> Math.max(0, (long) (total.applyAsDouble(all.get(i)) - total.applyAsDouble(all.get(i - 1))))).sum();
    }

    private static double rate(List<LiveMetrics> all, LiveMetrics of) {
        LiveMetrics before = all.get(all.indexOf(of) - 1);
        return Math.max(0, of.rowsIn().total() - before.rowsIn().total()) * 1000.0 / Duration.between(before.at(), of.at()).toMillis();
    }

    private static Moment.Spread spread(double... values) {
        double sum = 0;
        double least = Double.MAX_VALUE;
        double most = -Double.MAX_VALUE;
        for (double value : values) {
            sum += value;
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        return new Moment.Spread(sum / values.length, least, most);
    }

    @Test void ninetyDaysAreThereInAMomentAndOldOnesAreDropped() {
        Instant now = BEGIN.plus(Duration.ofDays(90));
        take(at(BEGIN), live(BEGIN, 100, 50, 0, OptionalLong.of(9), 0.5, 0), 0);
        fill("metric_hour", 90, BEGIN, now, "1 hour");
        fill("metric_minute", 7, now.minus(Duration.ofDays(30)), now, "1 minute");
        fill("metric_raw", 1, now.minus(Duration.ofDays(1)), now, "5 seconds");
        jdbc.sql("analyze").update();
        History history = at(now);
        for (Duration span : List.of(Duration.ofDays(90), Duration.ofDays(30), Duration.ofDays(7), Duration.ofDays(1), Duration.ofHours(6), Duration.ofMinutes(5))) {
            history.between(id, now.minus(span), now, 300);
            Timeline seen;
            try (var still = new Standstill()) {
                long began = System.nanoTime();
                seen = history.between(id, now.minus(span), now, 300);
                long millis = (System.nanoTime() - began) / 1_000_000 - still.total().toMillis();
                System.out.printf("History of %s: %d moments of %s in %d ms%n", span, seen.moments().size(), seen.step(), millis);
                assertThat(millis).isLessThan(1_000);
            }
            assertThat(seen.moments().size()).isBetween(span.toMinutes() == 5 ? 59 : 150, 302);
            assertThat(seen.moments().getLast().at()).isAfter(now.minus(seen.step()).minusSeconds(1));
        }
        // Of five minutes ten days ago there are only minutes left, and of five minutes eighty days ago only an hour.
        assertThat(history.between(id, now.minus(Duration.ofDays(10)), now.minus(Duration.ofDays(10)).plusSeconds(300), 300).moments()).hasSize(5);
        assertThat(history.between(id, now.minus(Duration.ofDays(80)), now.minus(Duration.ofDays(80)).plusSeconds(300), 300).moments()).hasSize(1);
        at(now.plus(Duration.ofDays(40))).sweep();
        assertThat(count("metric_raw")).isZero();
        assertThat(count("metric_minute")).isZero();
        assertThat(count("metric_hour")).isGreaterThan(2_000);
        // A partition that was dropped is made again where it is needed.
        take(at(now), live(now, 500, 50, 0, OptionalLong.empty(), 0.5, 0), 0);
        assertThat(count("metric_raw")).isEqualTo(1);
        at(now.plus(Duration.ofDays(1_000))).sweep();
        assertThat(count("metric_hour")).isZero();
    }

    private void fill(String table, int days, Instant from, Instant to, String step) {
        jdbc.sql("select metric_partition(:table, :days, d) from generate_series(cast(:from as timestamptz), cast(:to as timestamptz), interval '1 day') d")
                .param("table", table).param("days", days).param("from", from.toString()).param("to", to.toString()).query((row, n) -> 0).list();
        String others = Stream.concat(Series.COUNTS.stream().flatMap(c -> Stream.of("_total", "_growth", "_least", "_most").map(c.column()::concat)),
                Series.VALUES.stream().flatMap(c -> Stream.of("_known", "_sum", "_least", "_most").map(c.column()::concat))).collect(Collectors.joining(", "));
        jdbc.sql("insert into " + table + " select deployment, t, t, 1, 5000, " + others
                + " from metric_hour h, generate_series(cast(:from as timestamptz), cast(:to as timestamptz) - interval '1 ms', cast(:step as interval)) t"
                + " where h.at = cast(:begin as timestamptz) on conflict do nothing")
                .param("from", from.toString()).param("to", to.toString()).param("step", step).param("begin", BEGIN.toString()).update();
    }

    private long count(String table) {
        return jdbc.sql("select count(*) from " + table).query(Long.class).single();
    }

    @Test void trendsAreTheLastTenMinutes() {
        History history = at(BEGIN);
        for (int i = 0; i <= 60; i++) {
            take(history, live(BEGIN.plusSeconds(5L * i), 100L * i, 0, 0, OptionalLong.of(i), 0, 0), 0);
        }
        var other = DeploymentId.random();
        Map<DeploymentId, Trend> trends = new HistoryStore(jdbc).trends(List.of(id, other), BEGIN.plusSeconds(300));
        assertThat(trends.get(id).rowsIn()).hasSize(Trend.STEPS).endsWith(Optional.of(20.0), Optional.of(20.0)).startsWith(Optional.empty());
        assertThat(trends.get(id).rowsIn().stream().filter(Optional::isPresent)).hasSize(16);
        assertThat(trends.get(id).lag()).endsWith(Optional.of(57.5), Optional.of(60.0));
        assertThat(trends.get(other).rowsIn()).hasSize(Trend.STEPS).containsOnly(Optional.empty());
        assertThat(new HistoryStore(jdbc).trends(List.of(), BEGIN)).isEmpty();
    }

    @Test void whatWasKeptBeforeIsTakenOver() {
        try (HikariDataSource old = TestDatabase.open(TestDatabase.freshUrl() + "&currentSchema=old")) {
            Flyway.configure().dataSource(old).schemas("old").target("16").load().migrate();
            JdbcClient before = JdbcClient.create(old);
            before.sql("alter table deployment_sample drop constraint deployment_sample_deployment_fkey").update();
            before.sql("insert into deployment_sample select ?, cast(? as timestamptz) + i * interval '5 s', 100 * i - case when i >= 720 then 5000 else 0 end, 10 * i, nullif(i % 10, 0) from generate_series(0, 1439) i")
                    .params(id.value(), BEGIN.toString()).update();
            Flyway.configure().dataSource(old).schemas("old").load().migrate();
            var store = new HistoryStore(before);
            Timeline hours = store.moments(id, Level.HOUR, BEGIN, BEGIN.plusSeconds(7_200), Level.HOUR.step());
            assertThat(hours.moments()).extracting(m -> m.counts().get(Series.ROWS_IN)).containsExactly(new Moment.Growth(71_900, 71_900), new Moment.Growth(138_900, 71_900));
            assertThat(hours.moments()).extracting(m -> m.value(Series.LAG).orElseThrow()).containsOnly(new Moment.Spread(5, 1, 9));
            assertThat(hours.moments().getFirst().value(Series.ROWS_OUT)).contains(new Moment.Spread(2, 2, 2));
            assertThat(store.moments(id, Level.RAW, BEGIN, BEGIN.plusSeconds(7_200), Level.RAW.step()).moments()).hasSize(1_440);
            assertThat(store.moments(id, Level.MINUTE, BEGIN, BEGIN.plusSeconds(7_200), Level.MINUTE.step()).moments()).hasSize(120);
        }
    }

    @Test void aTimeToKeepThatCannotBeIsRefusedWithAWayOut() {
        assertThatThrownBy(() -> new MetricsProperties(Duration.ofDays(40), Duration.ofDays(30), Duration.ofDays(730)))
                .hasMessageContaining("millrace.metrics.raw").hasMessageContaining("none longer than the next");
    }
}
