package dev.millrace.server.embedded;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Starts PostgreSQL and Kafka inside or beside this process where no address is configured, and tells the rest of the application
 * their addresses as if they had been configured. Both start beside the application: only who needs the database waits for it, and the
 * application counts as started when both are. Stopped after everything else.
 */
public final class EmbeddedServers implements ApplicationContextInitializer<ConfigurableApplicationContext> {
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
        Deque<Starting<?>> running = new ArrayDeque<>();
        // Registered first, so destroyed last: whatever uses the servers is gone by then.
        ((DefaultSingletonBeanRegistry) context.getBeanFactory()).registerDisposableBean("embeddedServers", () -> stop(running));
        try {
            start(context, home, ownPostgres, ownKafka, ownFlink, running);
        } catch (RuntimeException e) {
            stop(running);
            throw e;
        }
    }

    private static void start(ConfigurableApplicationContext context, Path home, boolean ownPostgres, boolean ownKafka, boolean ownFlink,
            Deque<Starting<?>> running) {
        ConfigurableEnvironment environment = context.getEnvironment();
        // First, because whoever starts a second one by mistake has its ports taken too, and the folder is what tells why.
        HomeLock lock = HomeLock.take(home);
        running.push(Starting.done(lock));
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
        if (ownFlink && isEmpty(environment, "millrace.flink.files-dir")) {
            DemoFiles.put(home.resolve("files"));
        }
        Map<String, Object> addresses = new HashMap<>();
        addresses.put("millrace.home", home.toString());
        if (ownKafka) {
            running.push(Starting.begin("Kafka", () -> KafkaBroker.start(home.resolve("kafka"), kafkaPort)));
            addresses.put("millrace.kafka.bootstrap-servers", KafkaBroker.bootstrapServers(kafkaPort));
        }
        if (ownPostgres) {
            // Where Flink is elsewhere it cannot come to a database that listens here.
            boolean demo = ownFlink && isEmpty(environment, "millrace.databases." + DemoDatabase.NAME + ".url");
            if (demo) {
                addresses.putAll(DemoDatabase.settings(postgresPort));
            }
            var postgres = Starting.begin("PostgreSQL", () -> {
                PostgresServer server = PostgresServer.start(home, postgresPort);
                if (demo) {
                    DemoDatabase.make(postgresPort);
                }
                return server;
            });
            running.push(postgres);
            addresses.put("spring.datasource.url", PostgresServer.url(postgresPort));
            addresses.put("spring.datasource.username", "postgres");
            context.getBeanFactory().addBeanPostProcessor(new BeanPostProcessor() {
                @Override public Object postProcessAfterInitialization(Object bean, String name) {
                    if (bean instanceof DataSource) {
                        postgres.await();
                    }
                    return bean;
                }
            });
        }
        environment.getPropertySources().addFirst(new MapPropertySource("embedded servers", addresses));
        context.addApplicationListener((ContextRefreshedEvent refreshed) -> List.copyOf(running).forEach(Starting::await));
    }

    private static void claimWebPort(ConfigurableEnvironment environment) {
        Ports.claim(environment.getProperty("server.port", Integer.class, 8080), "the web page", "millrace.port");
    }

    private static int claim(ConfigurableEnvironment environment, String who, String setting, int usual) {
        return Ports.claim(environment.getProperty(setting, Integer.class, usual), who, setting);
    }

    private static void stop(Deque<Starting<?>> running) {
        while (!running.isEmpty()) {
            running.pop().stop();
        }
    }

    private static boolean isEmpty(ConfigurableEnvironment environment, String property) {
        return environment.getProperty(property, "").isBlank();
    }
}
