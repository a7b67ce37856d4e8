package dev.millrace.ui.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.server.Subscription;
import dev.millrace.server.deployment.DeploymentId;
import dev.millrace.server.deployment.JobId;
import dev.millrace.server.design.PipelineId;
import dev.millrace.server.shadow.Shadow;
import dev.millrace.server.shadow.ShadowId;
import dev.millrace.server.shadow.Shadows;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One question for all pages, and each is told what is new for it. */
class ShadowFeedTest {
    private final Map<DeploymentId, Shadow> beside = new ConcurrentHashMap<>();
    private final List<Set<DeploymentId>> questions = new CopyOnWriteArrayList<>();
    private final ShadowFeed feed = new ShadowFeed((Shadows) Proxy.newProxyInstance(ShadowFeedTest.class.getClassLoader(), new Class<?>[] {Shadows.class}, (self, method, arguments) -> {
        assertThat(method.getName()).isEqualTo("beside");
        @SuppressWarnings("unchecked")
        var asked = Set.copyOf((Set<DeploymentId>) arguments[0]);
        questions.add(asked);
        return Map.copyOf(beside);
    }));

    @AfterEach
    void close() {
        feed.destroy();
    }

    private static Shadow shadow(DeploymentId deployment, Shadow.State state) {
        return new Shadow(new ShadowId(deployment.value()), new PipelineId(deployment.value()), deployment, 2, Set.of(), state, Optional.empty(), "", JobId.random(), JobId.random(), Optional.empty(),
                Optional.empty(), "admin", "", Instant.EPOCH, Instant.EPOCH, Optional.empty(), Optional.empty());
    }

    @Test void allPagesAreAnsweredByOneQuestion() {
        DeploymentId one = DeploymentId.random();
        DeploymentId other = DeploymentId.random();
        var told = new CopyOnWriteArrayList<Optional<Shadow>>();
        var toldToo = new CopyOnWriteArrayList<Optional<Shadow>>();
        var ofOther = new CopyOnWriteArrayList<Optional<Shadow>>();
        Subscription first = feed.listen(one, told::add);
        Subscription second = feed.listen(one, toldToo::add);
        Subscription third = feed.listen(other, ofOther::add);
        questions.clear();
        Shadow begun = shadow(one, Shadow.State.TAKING);
        beside.put(one, begun);
        feed.look();
        assertThat(told).containsExactly(Optional.of(begun));
        assertThat(toldToo).containsExactly(Optional.of(begun));
        assertThat(ofOther).isEmpty();
        feed.look();
        assertThat(told).as("what is as it was").hasSize(1);
        beside.put(one, shadow(one, Shadow.State.COMPARING));
        first.close();
        feed.look();
        assertThat(told).as("who has left").hasSize(1);
        assertThat(toldToo).hasSize(2);
        assertThat(questions).as("whoever looks, and the clock may have asked too").hasSizeGreaterThanOrEqualTo(3).allMatch(Set.of(one, other)::equals);
        second.close();
        third.close();
    }

    @Test void aPageThatOpensLaterIsToldWhatTheOthersKnow() {
        DeploymentId one = DeploymentId.random();
        beside.put(one, shadow(one, Shadow.State.COMPARING));
        Subscription first = feed.listen(one, any -> { });
        feed.look();
        var told = new CopyOnWriteArrayList<Optional<Shadow>>();
        Subscription second = feed.listen(one, told::add);
        feed.look();
        assertThat(told).containsExactly(Optional.of(beside.get(one)));
        first.close();
        second.close();
    }
}
