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
        if (!ownPostgres && !ownKafka && !ownFlink) {
            claimWebPort(environment);
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
        // First, because whoever starts a second one by mistake has its ports taken too, and the folder is what tells why.
        running.push(HomeLock.take(home));
        if (ownPostgres) {
            PostgresServer.stopLeftOver(home.resolve("postgres"));
        }
        // Every port before any server, so that a refusal leaves nothing running.
        claimWebPort(environment);
        if (ownFlink) {
            claim(environment, "Flink", "millrace.flink.port", 8081);
        }
        int postgresPort = ownPostgres ? claim(environment, "PostgreSQL", "millrace.postgres.port", 54329) : 0;
        int kafkaPort = ownKafka ? claim(environment, "Kafka", "millrace.kafka.port", 9092) : 0;
        Map<String, Object> addresses = new HashMap<>();
        addresses.put("millrace.home", home.toString());
        CompletableFuture<PostgresServer> postgres = ownPostgres
                ? CompletableFuture.supplyAsync(() -> PostgresServer.start(home, postgresPort)) : null;
        try {
            if (ownKafka) {
                KafkaBroker kafka = KafkaBroker.start(home.resolve("kafka"), kafkaPort);
                running.push(kafka);
                addresses.put("millrace.kafka.bootstrap-servers", kafka.bootstrapServers());
            }
        } finally {
            if (postgres != null) {
                PostgresServer server = join(postgres);
                running.push(server);
                addresses.put("spring.datasource.url", server.url());
                addresses.put("spring.datasource.username", "postgres");
            }
        }
        environment.getPropertySources().addFirst(new MapPropertySource("embedded servers", addresses));
    }

    private static void claimWebPort(ConfigurableEnvironment environment) {
        Ports.claim(environment.getProperty("server.port", Integer.class, 8080), "the web page", "millrace.port");
    }

    private static int claim(ConfigurableEnvironment environment, String who, String setting, int usual) {
        return Ports.claim(environment.getProperty(setting, Integer.class, usual), who, setting);
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
