package dev.millrace.ui.fleet;

import dev.millrace.rel.Topic;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.DeploymentId;
import dev.millrace.server.design.Tags;
import dev.millrace.server.metrics.LiveMetrics;
import dev.millrace.server.metrics.Trend;
import dev.millrace.server.trouble.Trouble;
import dev.millrace.ui.deployments.StateBadge;
import dev.millrace.ui.shell.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One deployment as people look at it: what stands on their pages, written once for all of them.
 *
 * @param tags of its pipeline
 * @param isCurrent whether people have to know of it: it is not over, or it is the last of its pipeline
 * @param shown what stands in its row
 */
record Ship(Deployment deployment, Tags tags, boolean isCurrent, Health health, Optional<LiveMetrics> metrics, Trend trend, Shown shown) {
    static final String UNKNOWN = "–";

    /**
     * Texts, and lines as paths. Times are rough: a row whose text changes is sent to each page that shows it.
     *
     * @param matter what is wrong, or what is being done; empty where neither is
     */
    record Shown(String word, String what, String matter, String inLine, String in, String lagLine, String lag, String state, String restarts, String checkpoint, String up) {}

    /** @param before the same a moment ago, whose lines are taken over where they are the same */
    static Ship of(Deployment deployment, Tags tags, boolean isCurrent, Optional<LiveMetrics> metrics, Trend trend, List<Trouble> matters, Instant now, Optional<Ship> before) {
        Health health = Health.of(deployment, isCurrent, !matters.isEmpty(), metrics, now);
        Optional<Shown> same = before.filter(b -> b.trend().equals(trend)).map(Ship::shown);
        Optional<LiveMetrics> live = metrics.filter(m -> health != Health.OVER);
        var shown = new Shown(word(deployment, health), "r" + deployment.revision() + Topic.on(deployment.cluster()) + " · by " + deployment.deployedBy(), matter(deployment, health, matters),
                same.map(Shown::inLine).orElseGet(() -> Sparkline.path(trend.rowsIn())), text(live, m -> Words.count(m.rowsIn().perSecond())),
                same.map(Shown::lagLine).orElseGet(() -> Sparkline.path(trend.lag())), text(live, m -> m.lag().isPresent() ? Words.count(m.lag().getAsLong()) : UNKNOWN),
                text(live, m -> m.lastCheckpoint().map(c -> Words.bytes(c.bytes())).orElse(UNKNOWN)), Integer.toString(deployment.restarts()),
                text(live, m -> m.lastCheckpoint().map(c -> Words.agoRoughly(c.completedAt(), now)).orElse("none yet")),
                deployment.runningSince().map(s -> Words.duration(Words.roughly(Duration.between(s, deployment.endedAt().orElse(now))))).orElse(UNKNOWN));
        return new Ship(deployment, tags, isCurrent, health, metrics, trend, shown);
    }

    private static String text(Optional<LiveMetrics> live, Function<LiveMetrics, String> text) {
        return live.map(text).orElse(UNKNOWN);
    }

    /** Of those that are over or on their way the state itself says more. */
    private static String word(Deployment deployment, Health health) {
        return switch (health) {
            case CHANGING -> StateBadge.word(deployment.state());
            case OVER -> deployment.state() == Deployment.State.FAILED ? "Failed before" : StateBadge.word(deployment.state());
            case FAILED, RESTARTING, TROUBLED, BEHIND, RUNNING -> health.word();
        };
    }

    private static String matter(Deployment deployment, Health health, List<Trouble> matters) {
        boolean toldByFailure = health == Health.FAILED || health == Health.RESTARTING || deployment.state() == Deployment.State.FAILED;
        return deployment.failure().filter(f -> toldByFailure).map(Deployment.Failure::message)
                .or(() -> matters.stream().map(Trouble::message).findFirst()).orElse(deployment.progress());
    }

    DeploymentId id() {
        return deployment.id();
    }

    String matter() {
        return shown.matter();
    }

    /** Whether somebody who looks sees the same as before. */
    boolean looksLike(Ship other) {
        return this == other || health == other.health && tags.equals(other.tags) && shown.equals(other.shown) && deployment.pipelineName().equals(other.deployment.pipelineName());
    }
}
