package dev.millrace.server.alerts;

import dev.millrace.server.deployment.DeploymentId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An alert that is not resolved, or was just now, with what people were told of it.
 *
 * @param tellFrom when it may be told, once it fires
 * @param toldAt when it was told that it fires; empty: not yet
 */
record OpenAlert(Alert alert, Optional<Instant> tellFrom, Optional<Instant> toldAt) {
    /** What holds again within this time after it ceased is the same alert. */
    static final Duration CALM = Duration.ofSeconds(10);
    /** Who was told that an alert is over is not told that it is back before this time. */
    static final Duration QUIET = Duration.ofMinutes(5);

    Place place() {
        return new Place(alert.pipeline(), alert.node());
    }

    /** A condition holds that did not before. */
    static OpenAlert begin(Rule rule, Look look, Place place, Verdict found, Instant now) {
        var alert = new Alert(AlertId.random(), Optional.of(rule.id()), rule.wish().name(), rule.wish().severity(), place.pipeline(), look.deployment().pipelineName(),
                look.deployment().id(), place.node(), place.node().map(look.called()), Alert.State.PENDING, found.words(), now, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        return new OpenAlert(alert, Optional.empty(), Optional.empty());
    }

    /**
     * What becomes of it by what was found now; the same where nothing does. Empty: it ends without having fired, and is forgotten.
     *
     * <pre>
     *   PENDING --held long enough--> FIRING --a person--> ACKNOWLEDGED
     *      |                            |                       |
     *   does not hold                does not hold, for the time of calm
     *      v                            v                       v
     *   forgotten                          RESOLVED
     * </pre>
     */
    Optional<OpenAlert> next(Verdict found, Duration lasting, Instant now) {
        return switch (found.truth()) {
            case UNKNOWN -> Optional.of(this);
            case HOLDS -> Optional.of(alert.state() == Alert.State.PENDING && !alert.since().plus(lasting).isAfter(now) ? fired(found.words(), now)
                    : alert.calmSince().isPresent() ? with(alert.state(), alert.words(), alert.firedAt(), Optional.empty(), Optional.empty()) : this);
            case DOES_NOT -> {
                if (alert.state() == Alert.State.PENDING) {
                    yield Optional.empty();
                }
                Instant since = alert.calmSince().orElse(now);
                yield Optional.of(since.plus(CALM).isAfter(now) ? with(alert.state(), alert.words(), alert.firedAt(), Optional.of(since), Optional.empty())
                        : with(Alert.State.RESOLVED, alert.words(), alert.firedAt(), Optional.of(since), Optional.of(now)));
            }
        };
    }

    private OpenAlert fired(String words, Instant now) {
        return with(Alert.State.FIRING, words, Optional.of(now), Optional.empty(), Optional.empty());
    }

    private OpenAlert with(Alert.State state, String words, Optional<Instant> firedAt, Optional<Instant> calmSince, Optional<Instant> resolvedAt) {
        return new OpenAlert(new Alert(alert.id(), alert.rule(), alert.name(), alert.severity(), alert.pipeline(), alert.pipelineName(), alert.deployment(),
                alert.node(), alert.nodeName(), state, words, alert.since(), firedAt, alert.acknowledged(), calmSince, resolvedAt), tellFrom, toldAt);
    }

    /** The same at a deployment that has taken the place of the one before. */
    OpenAlert at(DeploymentId deployment) {
        return deployment.equals(alert.deployment()) ? this : new OpenAlert(new Alert(alert.id(), alert.rule(), alert.name(), alert.severity(), alert.pipeline(),
                alert.pipelineName(), deployment, alert.node(), alert.nodeName(), alert.state(), alert.words(), alert.since(), alert.firedAt(), alert.acknowledged(), alert.calmSince(),
                alert.resolvedAt()), tellFrom, toldAt);
    }

    OpenAlert tellFrom(Instant from) {
        return new OpenAlert(alert, Optional.of(from), toldAt);
    }

    OpenAlert told(Instant at) {
        return new OpenAlert(alert, tellFrom, Optional.of(at));
    }

    /** What people are to be told now, where the rule is not muted. An alert that somebody knows of already is not told. */
    Optional<MessageItem.What> toTell(Instant now) {
        return switch (alert.state()) {
            case PENDING, ACKNOWLEDGED -> Optional.empty();
            case FIRING -> toldAt.isEmpty() && tellFrom.filter(from -> !from.isAfter(now)).isPresent() ? Optional.of(MessageItem.What.FIRING) : Optional.empty();
            case RESOLVED -> toldAt.isPresent() ? Optional.of(MessageItem.What.RESOLVED) : Optional.empty();
        };
    }
}
