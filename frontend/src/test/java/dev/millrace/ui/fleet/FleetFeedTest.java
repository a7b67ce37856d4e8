package dev.millrace.ui.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.vaadin.flow.data.provider.DataChangeEvent;
import dev.millrace.server.Subscription;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.DeploymentId;
import dev.millrace.server.deployment.DeploymentService;
import dev.millrace.server.deployment.Start;
import dev.millrace.server.design.PipelineId;
import dev.millrace.server.design.PipelineTags;
import dev.millrace.server.design.Tags;
import dev.millrace.server.metrics.Count;
import dev.millrace.server.metrics.LiveMetrics;
import dev.millrace.server.metrics.Metrics;
import dev.millrace.server.metrics.Trend;
import dev.millrace.server.trouble.Troubles;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What pages of deployments cost: one look for all who look, and of what is shown only that which changed. */
class FleetFeedTest {
    private static final Instant BEGIN = Instant.now().minusSeconds(100);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private final List<Deployment> known = new ArrayList<>();
    private final AtomicInteger lists = new AtomicInteger();
    private final AtomicInteger looks = new AtomicInteger();
    private final List<Consumer<Deployment>> listeners = new CopyOnWriteArrayList<>();
    private final FleetFeed feed = new FleetFeed(deployments(), metrics(), troubles(), tags());

    @AfterEach
    void close() {
        feed.destroy();
    }

    private DeploymentService deployments() {
        return answering(DeploymentService.class, (method, arguments) -> switch (method) {
            case "list" -> {
                lists.incrementAndGet();
                yield List.copyOf(known);
            }
            case "current" -> List.copyOf(known);
            case "listen" -> {
                @SuppressWarnings("unchecked")
                var listener = (Consumer<Deployment>) arguments[0];
                listeners.add(listener);
                yield (Subscription) () -> listeners.remove(listener);
            }
            default -> throw new UnsupportedOperationException(method);
        });
    }

    private Metrics metrics() {
        return answering(Metrics.class, (method, arguments) -> switch (method) {
            case "trends" -> Map.<DeploymentId, Trend>of();
            case "latest" -> {
                looks.incrementAndGet();
                yield Optional.of(live((DeploymentId) arguments[0], 7));
            }
            default -> throw new UnsupportedOperationException(method);
        });
    }

    private static Troubles troubles() {
        return answering(Troubles.class, (method, arguments) -> switch (method) {
            case "of" -> List.of();
            case "listen" -> (Subscription) () -> { };
            default -> throw new UnsupportedOperationException(method);
        });
    }

    private static PipelineTags tags() {
        return answering(PipelineTags.class, (method, arguments) -> switch (method) {
            case "all" -> Map.of();
            case "listen" -> (Subscription) () -> { };
            default -> throw new UnsupportedOperationException(method);
        });
    }

    private interface Answers {
        Object to(String method, Object[] arguments);
    }

    private static <T> T answering(Class<T> type, Answers answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> answers.to(method.getName(), arguments)));
    }

    private static LiveMetrics live(DeploymentId id, double perSecond) {
        return new LiveMetrics(id, BEGIN, new Count(100, perSecond), Count.ZERO, OptionalLong.empty(), Map.of(), Optional.empty());
    }

    private static Deployment deployment(String name, Deployment.State state) {
        Optional<Instant> ended = state.isOver() ? Optional.of(BEGIN) : Optional.empty();
        return new Deployment(DeploymentId.random(), PipelineId.random(), name, 1, Deployment.Wanted.RUNNING, state, "", Optional.empty(), Optional.empty(), Optional.empty(), 0, Optional.empty(),
                BEGIN, "ada", Optional.empty(), ended, Start.FRESH, Optional.empty(), false, Optional.empty(), "default");
    }

    @Test
    void allWhoLookAreToldTheSameThatWasPutTogetherOnce() {
        known.add(deployment("one", Deployment.State.RUNNING));
        var heard = new CopyOnWriteArrayList<Fleet>();
        var other = new CopyOnWriteArrayList<Fleet>();
        Subscription first = feed.listen(heard::add);
        Subscription second = feed.listen(other::add);
        await().atMost(PATIENCE).until(() -> !heard.isEmpty() && !other.isEmpty());
        assertThat(lists).hasValue(1);
        // The clock goes on meanwhile: the first who looks may be told once more than the other, and what is known now is told to both.
        assertThat(heard).anyMatch(fleet -> fleet == other.getFirst());
        Fleet now = feed.now();
        await().atMost(PATIENCE).until(() -> heard.stream().anyMatch(fleet -> fleet == now) && other.stream().anyMatch(fleet -> fleet == now));
        // A change is told at once, and then the list is read again, once.
        known.add(deployment("two", Deployment.State.RUNNING));
        listeners.forEach(l -> l.accept(known.getLast()));
        await().atMost(PATIENCE).until(() -> heard.getLast().ships().size() == 2);
        assertThat(lists).hasValue(2);
        first.close();
        second.close();
        assertThat(listeners).isEmpty();
        // Nobody looked meanwhile, so what is known is asked for anew.
        known.removeLast();
        assertThat(feed.now().ships()).hasSize(1);
    }

    @Test
    void whatIsOverIsLookedAtOnce() {
        known.add(deployment("failed", Deployment.State.FAILED));
        Fleet first = feed.now();
        Fleet second = feed.now();
        assertThat(looks).hasValue(1);
        assertThat(second.ships().getFirst()).isSameAs(first.ships().getFirst());
    }

    @Test
    void onlyRowsThatLookOtherThanBeforeAreSentAgain() {
        var grid = new FleetGrid("all");
        Deployment one = deployment("one", Deployment.State.RUNNING);
        Deployment two = deployment("two", Deployment.State.RUNNING);
        grid.show(List.of(ship(one, 5), ship(two, 5)));
        var changes = new ArrayList<String>();
        grid.getDataProvider().addDataProviderListener(e -> changes.add(e instanceof DataChangeEvent.DataRefreshEvent<FleetGrid.Row> row ? row.getItem().ship().deployment().pipelineName() : "all"));
        grid.show(List.of(ship(one, 5), ship(two, 6)));
        assertThat(changes).containsExactly("two");
        grid.show(List.of(ship(one, 5), ship(two, 6)));
        assertThat(changes).hasSize(1);
        grid.show(List.of(ship(two, 6), ship(one, 5)));
        assertThat(changes).containsExactly("two", "all");
    }

    @Test
    void manyRowsAreNotAllSent() {
        var grid = new FleetGrid("all");
        var ships = new ArrayList<Ship>();
        for (int i = 0; i < 30; i++) {
            ships.add(ship(deployment("n" + i, Deployment.State.RUNNING), i));
        }
        grid.show(ships);
        assertThat(grid.isAllRowsVisible()).isTrue();
        ships.add(ship(deployment("one more", Deployment.State.RUNNING), 1));
        grid.show(ships);
        assertThat(grid.isAllRowsVisible()).isFalse();
    }

    private static Ship ship(Deployment deployment, double perSecond) {
        return Ship.of(deployment, Tags.NONE, true, Optional.of(live(deployment.id(), perSecond)), Trend.NONE, List.of(), BEGIN, Optional.empty());
    }
}
