package dev.millrace.server.instance;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Does a round of something again and again as long as the application runs, and says to it whether this instance leads. */
public final class LeaderLoop implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(LeaderLoop.class);

    private final String name;
    private final Leadership leadership;
    private final Duration rest;
    private final Round round;
    private volatile boolean running;
    private Thread thread;

    /** One round. What it throws is written to the log, and the next round comes all the same. */
    public interface Round {
        void run(boolean leads);

        /** There is no further round: what was kept from one to the next is let go. */
        default void ended() {}
    }

    /**
     * @param name of the thread
     * @param rest between two rounds, and before the first
     */
    public LeaderLoop(String name, Leadership leadership, Duration rest, Round round) {
        this.name = name;
        this.leadership = leadership;
        this.rest = rest;
        this.round = round;
    }

    @Override public synchronized void start() {
        if (!running) {
            running = true;
            thread = Thread.ofPlatform().name(name).daemon().start(this::loop);
        }
    }

    @Override public synchronized void stop() {
        if (!running) {
            return;
        }
        running = false;
        thread.interrupt();
        try {
            thread.join(rest);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override public boolean isRunning() {
        return running;
    }

    private void loop() {
        while (running) {
            try {
                Thread.sleep(rest);
                round.run(leadership.held());
            } catch (InterruptedException stopped) {
                break;
            } catch (RuntimeException failed) {
                // While the application ends, a round is cut short; the next start goes on from what is written.
                if (running) {
                    LOG.error("A round of {} failed, trying again", name, failed);
                }
            }
        }
        round.ended();
    }
}
