package dev.millrace.server.instance;

import dev.millrace.server.Subscription;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Short messages between the instances of the application, by PostgreSQL's LISTEN and NOTIFY. A notice is sent with the
 * transaction it belongs to and reaches every instance, the sender too. Notices can be lost while there is no connection, as before the first one; after
 * that every handler is called with {@link #CATCH_UP} and has to look for itself.
 */
public final class Notices implements SmartLifecycle {
    /** In place of a payload: something may have been missed. */
    public static final String CATCH_UP = "";

    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);
    private static final String CHANNEL = "millrace";
    private static final int WAIT_MILLIS = 1_000;

    private final DataSource database;
    private final JdbcClient jdbc;
    private final Map<String, List<Consumer<String>>> handlers = new ConcurrentHashMap<>();
    private volatile boolean running;
    private Thread thread;

    public Notices(DataSource database) {
        this.database = database;
        this.jdbc = JdbcClient.create(database);
    }

    /** Sends with the transaction of the calling thread, or at once where there is none. */
    public void send(String topic, String payload) {
        jdbc.sql("select pg_notify(?, ?)").param(CHANNEL).param(topic + " " + payload).query((row, n) -> n).list();
    }

    /** Handlers are called one after the other on one thread and must be quick. */
    public Subscription on(String topic, Consumer<String> handler) {
        handlers.computeIfAbsent(topic, t -> new CopyOnWriteArrayList<>()).add(handler);
        return () -> handlers.get(topic).remove(handler);
    }

    @Override public synchronized void start() {
        if (!running) {
            running = true;
            thread = Thread.ofPlatform().name("notices").daemon().start(this::listen);
        }
    }

    @Override public synchronized void stop() {
        running = false;
        if (thread != null) {
            thread.interrupt();
            try {
                thread.join(2L * WAIT_MILLIS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            thread = null;
        }
    }

    @Override public boolean isRunning() {
        return running;
    }

    private void listen() {
        while (running) {
            try (Connection connection = database.getConnection()) {
                connection.setAutoCommit(true);
                try (var statement = connection.createStatement()) {
                    statement.execute("listen " + CHANNEL);
                }
                handlers.values().forEach(all -> all.forEach(h -> call(h, CATCH_UP)));
                receive(connection);
                try (var statement = connection.createStatement()) {
                    statement.execute("unlisten *");
                }
            } catch (SQLException lost) {
                if (running) {
                    LOG.warn("Lost touch with the other instances, trying again: {}", lost.getMessage());
                    pause();
                }
            }
        }
    }

    private void receive(Connection connection) throws SQLException {
        PGConnection postgres = connection.unwrap(PGConnection.class);
        while (running) {
            PGNotification[] received = postgres.getNotifications(WAIT_MILLIS);
            for (PGNotification notice : received == null ? new PGNotification[0] : received) {
                String text = notice.getParameter();
                int space = text.indexOf(' ');
                if (space > 0) {
                    handlers.getOrDefault(text.substring(0, space), List.of()).forEach(h -> call(h, text.substring(space + 1)));
                }
            }
        }
    }

    private static void call(Consumer<String> handler, String payload) {
        try {
            handler.accept(payload);
        } catch (RuntimeException failed) {
            LOG.error("A listener failed on '{}'", payload, failed);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(WAIT_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
