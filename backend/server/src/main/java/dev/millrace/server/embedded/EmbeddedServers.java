package dev.millrace.server.embedded;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Starts PostgreSQL and Kafka inside or beside this process where no address is configured, before anything needs them, and
 * tells the rest of the application their addresses as if they had been configured. Stopped after everything else.
 */
public final class EmbeddedServers implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServers.class);

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ConfigurableEnvironment environment = context.getEnvironment();
        boolean ownPostgres = isEmpty(environment, "spring.datasource.url");
        boolean ownKafka = isEmpty(environment, "millrace.kafka.bootstrap-servers");
        boolean ownFlink = isEmpty(environment, "millrace.flink.rest-url");
        Ports.claim(environment.getProperty("server.port", Integer.class, 8080), "the web page", "millrace.port");
        if (!ownPostgres && !ownKafka && !ownFlink) {
            return;
        }
        Path home = Path.of(environment.getProperty("millrace.home", System.getProperty("user.home") + "/.millrace")).toAbsolutePath();
        Deque<AutoCloseable> running = new ArrayDeque<>();
        var registry = (DefaultSingletonBeanRegistry) context.getBeanFactory();
        // Registered first, so destroyed last: whatever uses the servers is gone by then.
        registry.registerDisposableBean("embeddedServers", () -> stop(running));
        try {
            start(environment, home, ownPostgres, ownKafka, ownFlink, running);
        } catch (RuntimeException e) {
            stop(running);
            throw e;
        }
    }

    private static void start(ConfigurableEnvironment environment, Path home, boolean ownPostgres, boolean ownKafka, boolean ownFlink,
            Deque<AutoCloseable> running) {
        running.push(HomeLock.take(home));
        if (ownFlink) {
            Ports.claim(environment.getProperty("millrace.flink.port", Integer.class, 8081), "Flink", "millrace.flink.port");
        }
        Map<String, Object> addresses = new HashMap<>();
        addresses.put("millrace.home", home.toString());
        CompletableFuture<PostgresServer> postgres = null;
        if (ownPostgres) {
            PostgresServer.stopLeftOver(home.resolve("postgres"));
            int port = Ports.claim(environment.getProperty("millrace.postgres.port", Integer.class, 54329), "PostgreSQL", "millrace.postgres.port");
            postgres = CompletableFuture.supplyAsync(() -> PostgresServer.start(home, port));
        }
        if (ownKafka) {
            KafkaBroker kafka = KafkaBroker.start(home.resolve("kafka"), environment.getProperty("millrace.kafka.port", Integer.class, 9092));
            running.push(kafka);
            addresses.put("millrace.kafka.bootstrap-servers", kafka.bootstrapServers());
        }
        if (postgres != null) {
            PostgresServer server = join(postgres);
            running.push(server);
            addresses.put("spring.datasource.url", server.url());
            addresses.put("spring.datasource.username", "postgres");
        }
        environment.getPropertySources().addFirst(new MapPropertySource("embedded servers", addresses));
    }

    private static <T> T join(CompletableFuture<T> starting) {
        try {
            return starting.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private static void stop(Deque<AutoCloseable> running) {
        while (!running.isEmpty()) {
            AutoCloseable server = running.pop();
            try {
                server.close();
            } catch (Exception e) {
                LOG.warn("{} did not stop cleanly", server.getClass().getSimpleName(), e);
            }
        }
    }

    private static boolean isEmpty(ConfigurableEnvironment environment, String property) {
        return environment.getProperty(property, "").isBlank();
    }
}
