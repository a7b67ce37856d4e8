package dev.millrace.ui.fleet;

import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.metrics.LiveMetrics;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How a deployment is, in one word, the worst first. */
enum Health {
    FAILED("Failed", "✕"), RESTARTING("Restarts again and again", "↻"), TROUBLED("In trouble", "!"), BEHIND("Behind", "…"), RUNNING("Running", "▶"),
    CHANGING("On its way", "◌"), OVER("Stopped", "■");

    private static final int MANY_RESTARTS = 3;
    private static final Duration LATELY = Duration.ofMinutes(10);
    /** Fewer rows than this are read in a moment. */
    private static final long MUCH = 1_000;
    private static final int SECONDS_BEHIND = 60;

    private final String word;
    private final String sign;

    Health(String word, String sign) {
        this.word = word;
        this.sign = sign;
    }

    String word() {
        return word;
    }

    /** Beside the word, so that colour is not all that tells them apart. */
    String sign() {
        return sign;
    }

    /**
     * @param isCurrent whether people have to know of it: it is not over, or it is the last of its pipeline
     * @param troubled whether something is the matter with it though its job goes on
     */
    static Health of(Deployment deployment, boolean isCurrent, boolean troubled, Optional<LiveMetrics> metrics, Instant now) {
        return switch (deployment.state()) {
            case FAILED -> isCurrent ? FAILED : OVER;
            case FAILING -> FAILED;
            case RESTARTING -> RESTARTING;
            case RUNNING -> restartsAgainAndAgain(deployment, now) ? RESTARTING : troubled ? TROUBLED : metrics.filter(Health::isBehind).isPresent() ? BEHIND : RUNNING;
            case WAITING, STARTING, STOPPING, SUSPENDED -> troubled ? TROUBLED : CHANGING;
            case STOPPED, FINISHED, CANCELLED -> OVER;
        };
    }

    /** It runs for the moment, but fell over often, and lately. */
    private static boolean restartsAgainAndAgain(Deployment deployment, Instant now) {
        return deployment.restarts() >= MANY_RESTARTS && deployment.failure().filter(f -> f.at().isAfter(now.minus(LATELY))).isPresent();
    }

    /** There is more to be read than it reads in a minute. */
    private static boolean isBehind(LiveMetrics metrics) {
        return metrics.lag().isPresent() && metrics.lag().getAsLong() > Math.max(MUCH, metrics.rowsIn().perSecond() * SECONDS_BEHIND);
    }
}
