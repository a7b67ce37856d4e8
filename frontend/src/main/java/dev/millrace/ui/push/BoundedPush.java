package dev.millrace.ui.push;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.UIDetachedException;
import com.vaadin.flow.server.Command;
import com.vaadin.flow.server.communication.AtmospherePushConnection;
import java.lang.reflect.Field;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.atmosphere.cpr.AtmosphereResource;

/**
 * The connection by which changes are pushed to a page. The next change is not written before the one before has left: a viewer whose connection stays open while it takes nothing in
 * would have all that is pushed to it kept by the server. What changes meanwhile stays in the state of the page, where the newest takes the place of what was before, and is sent in
 * one when the viewer takes in again. See {@link Newest} for those who tell a page of something again and again.
 */
final class BoundedPush extends AtmospherePushConnection {
    private static final long serialVersionUID = 1L;
    private static final Field LAST = last();

    private transient boolean wasConnected;
    private transient Future<?> awaited;
    private transient Set<Command> later;

    BoundedPush(UI page) {
        super(page);
    }

    /** Runs it under the lock of the page: now, or when the viewer takes in again. The same one is run once. */
    static void run(UI page, Command command) {
        if (!(page.getInternals().getPushConnection() instanceof BoundedPush push && push.keeps(command))) {
            access(page, command);
        }
    }

    private static void access(UI page, Command command) {
        try {
            page.access(command);
        } catch (UIDetachedException left) {
            // Nobody looks any more; who listened for the page ends that with it.
        }
    }

    @Override
    public void push(boolean async) {
        if (isConnected() && keeps(null)) {
            return;
        }
        super.push(async);
    }

    @Override
    public void connect(AtmosphereResource resource) {
        synchronized (this) {
            wasConnected = true;
        }
        super.connect(resource);
        wake();
    }

    @Override
    public void connectionLost() {
        super.connectionLost();
        // What was on its way is lost, and the page asks for it when it is back.
        forget();
    }

    /** @param command what is to be done later; null: only what has changed is to be sent @return whether it is */
    private synchronized boolean keeps(Command command) {
        boolean away = wasConnected && !isConnected();
        Future<?> last = onItsWay();
        if (!away && (last == null || last.isDone())) {
            return false;
        }
        if (command != null) {
            if (later == null) {
                later = new LinkedHashSet<>();
            }
            later.add(command);
        }
        if (!away && awaited != last) {
            awaited = last;
            Thread.ofVirtual().name("viewer-reads").start(() -> await(last));
        }
        return true;
    }

    /** As long as it is the last one. One that is lost with its connection may never be done. */
    private void await(Future<?> message) {
        boolean done = false;
        while (!done && isAwaited(message)) {
            try {
                message.get(30, TimeUnit.SECONDS);
                done = true;
            } catch (TimeoutException stillThere) {
                // Looks whether anybody still waits for it.
            } catch (ExecutionException | CancellationException lost) {
                done = true;
            } catch (InterruptedException interrupted) {
                return;
            }
        }
        if (done) {
            wake();
        }
    }

    private synchronized boolean isAwaited(Future<?> message) {
        return awaited == message;
    }

    private void wake() {
        List<Command> due;
        synchronized (this) {
            awaited = null;
            due = later == null ? List.of() : List.copyOf(later);
            later = null;
        }
        // While its lock is held, so that all is sent in one; also where there is only what has changed.
        access(getUI(), () -> due.forEach(command -> access(getUI(), command)));
    }

    private synchronized void forget() {
        awaited = null;
        try {
            LAST.set(this, null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private Future<?> onItsWay() {
        try {
            return (Future<?>) LAST.get(this);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Vaadin knows whether its last message has left, and tells nobody. */
    private static Field last() {
        try {
            Field field = AtmospherePushConnection.class.getDeclaredField("outgoingMessage");
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException("This version of Vaadin does not keep the message that is on its way", e);
        }
    }
}
