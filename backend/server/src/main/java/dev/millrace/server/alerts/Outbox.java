package dev.millrace.server.alerts;

import dev.millrace.server.instance.LeaderLoop;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what waits, each message on a thread of its own: one that is slow holds up neither the others nor the evaluation. What does not arrive is tried again
 * after 5 s, 10 s, 20 s and so on, at most ten minutes, for one day; then people have to say so. A message may arrive twice where the application ends while
 * it is sent.
 */
final class Outbox implements LeaderLoop.Round {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(5);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);
    private static final Duration PATIENCE = Duration.ofDays(1);
    private static final Duration KEPT = Duration.ofDays(7);
    private static final int DOUBLINGS = 10;
    private static final int AT_ONCE = 20;

    private final MessageStore store;
    private final Delivery delivery;
    private final Runnable changed;
    private final Clock clock;
    private final Set<MessageId> busy = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("alert-message-", 0).factory());
    private Instant swept = Instant.EPOCH;

    /** @param changed called when there is more or less that could not be delivered */
    Outbox(MessageStore store, Delivery delivery, Runnable changed, Clock clock) {
        this.store = store;
        this.delivery = delivery;
        this.changed = changed;
        this.clock = clock;
    }

    @Override public void run(boolean leads) {
        if (!leads) {
            return;
        }
        Instant now = clock.instant();
        // As it is before the store is asked: what is sent while it answers would be in its answer, and no longer be busy.
        Set<MessageId> underWay = Set.copyOf(busy);
        for (Message message : store.due(now, AT_ONCE + underWay.size())) {
            if (busy.size() < AT_ONCE && !underWay.contains(message.id()) && busy.add(message.id())) {
                threads.execute(() -> {
                    try {
                        send(message);
                    } catch (RuntimeException failed) {
                        LOG.error("Cannot write what became of the message {}", message.id(), failed);
                    } finally {
                        busy.remove(message.id());
                    }
                });
            }
        }
        if (swept.plus(Duration.ofHours(1)).isBefore(now)) {
            swept = now;
            store.forgetMadeBefore(now.minus(KEPT));
        }
    }

    private void send(Message message) {
        try {
            delivery.deliver(message);
            store.sent(message.id(), clock.instant());
            if (message.tries() > 0) {
                changed.run();
            }
        } catch (Delivery.NotDelivered failed) {
            failed(message, failed.getMessage(), failed.mayPass());
        } catch (RuntimeException unexpected) {
            LOG.error("The message {} could not be sent", message.id(), unexpected);
            failed(message, "Something unexpected happened; the log of the application says more", true);
        }
    }

    private void failed(Message message, String why, boolean mayPass) {
        Instant now = clock.instant();
        boolean again = mayPass && message.madeAt().plus(PATIENCE).isAfter(now);
        LOG.warn("A message to the channel '{}' was not delivered{}: {}", message.channel().wish().name(), again ? ", trying again" : "", why);
        store.failed(message.id(), why, again ? Optional.of(now.plus(wait(message.tries()))) : Optional.empty());
        changed.run();
    }

    /** @param tries that had failed before this one */
    static Duration wait(int tries) {
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(tries, DOUBLINGS));
        return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }

    @Override public void ended() {
        threads.shutdownNow();
    }
}
