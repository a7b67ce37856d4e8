package dev.millrace.server.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;

class EmbeddedServersTest {
    @TempDir private Path home;

    /** Whoever stops it waits for five seconds; where it takes longer, it writes in the folder that is deleted after the test. */
    @AfterEach void postgresHasEnded() {
        await().atMost(Duration.ofMinutes(2)).until(() -> Files.notExists(home.resolve("postgres").resolve("postmaster.pid")));
    }

    private GenericApplicationContext start(Map<String, Object> more) {
        var settings = new HashMap<String, Object>(Map.of("millrace.home", home.toString(), "server.port", "0", "millrace.kafka.port", FreePorts.one(),
                "millrace.postgres.port", FreePorts.one(), "millrace.flink.port", "0"));
        settings.putAll(more);
        var context = new GenericApplicationContext();
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", settings));
        new EmbeddedServers().initialize(context);
        context.refresh();
        return context;
    }

    @Test void dataOutlivesTheServers() throws Exception {
        try (var first = start(Map.of())) {
            try (var admin = admin(first)) {
                admin.createTopics(List.of(new NewTopic("kept", 1, (short) 1))).all().get();
            }
            execute(first, "CREATE TABLE kept (id int)");
        }
        postgresHasEnded();
        try (var second = start(Map.of())) {
            try (var admin = admin(second)) {
                assertThat(admin.listTopics().names().get()).contains("kept");
            }
            execute(second, "INSERT INTO kept VALUES (1)");
        }
    }

    @Test void whatTemplatesTryThingsWithIsThereAndApartFromMillracesOwn() throws Exception {
        for (int start = 1; start <= 2; start++) {
            try (var context = start(Map.of())) {
                String url = context.getEnvironment().getProperty("millrace.databases.demo.url");
                String user = context.getEnvironment().getProperty("millrace.databases.demo.user");
                try (var connection = DriverManager.getConnection(url, user, ""); var statement = connection.createStatement()) {
                    statement.execute(start == 1 ? "CREATE TABLE tried (id int)" : "INSERT INTO tried VALUES (1)");
                    assertThatThrownBy(() -> statement.execute("CREATE ROLE another")).hasMessageContaining("permission denied");
                }
                String own = context.getEnvironment().getProperty("spring.datasource.url");
                assertThatThrownBy(() -> DriverManager.getConnection(own, user, "")).hasMessageContaining("permission denied");
                assertThat(home.resolve("files/demo/orders/orders-01.csv")).content().startsWith("id,ts,customer,").contains("broken");
            }
        }
    }

    @Test void aDatabaseOfThatNameThatIsConfiguredStays() {
        try (var context = start(Map.of("millrace.databases.demo.url", "jdbc:postgresql://elsewhere/demo", "millrace.flink.files-dir", "file:///elsewhere"))) {
            assertThat(context.getEnvironment().getProperty("millrace.databases.demo.url")).isEqualTo("jdbc:postgresql://elsewhere/demo");
            assertThat(context.getEnvironment().getProperty("millrace.databases.demo.user")).isNull();
            assertThat(home.resolve("files")).doesNotExist();
        }
    }

    @Test void aPostgresThatAKilledApplicationLeftBehindIsEnded() throws Exception {
        PostgresServer left = PostgresServer.start(home, FreePorts.one());
        try {
            Path data = home.resolve("postgres");
            ProcessHandle process = ProcessHandle.of(Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip())).orElseThrow();
            PostgresServer.stopLeftOver(data);
            assertThat(process.isAlive()).isFalse();
            assertThat(data.resolve("postmaster.pid")).doesNotExist();
        } finally {
            left.close();
        }
    }

    @Test void aFirstStartThatWasKilledHalfwayIsBegunAgain() throws Exception {
        Files.createDirectories(home.resolve("postgres").resolve("base"));
        Files.writeString(home.resolve("postgres").resolve("PG_VERSION"), "18\n");
        try (var context = start(Map.of("millrace.kafka.bootstrap-servers", "127.0.0.1:1"))) {
            execute(context, "CREATE TABLE fresh (id int)");
        }
    }

    @Test void nothingStartsWhereEverythingIsConfigured() {
        Path untouched = home.resolve("untouched");
        try (var context = start(Map.of("millrace.home", untouched.toString(), "millrace.kafka.bootstrap-servers", "kafka:9092",
                "millrace.flink.rest-url", "http://flink:8081", "spring.datasource.url", "jdbc:postgresql://postgres/millrace"))) {
            assertThat(context.getEnvironment().getProperty("millrace.kafka.bootstrap-servers")).isEqualTo("kafka:9092");
            assertThat(context.getEnvironment().getProperty("spring.datasource.url")).isEqualTo("jdbc:postgresql://postgres/millrace");
        }
        assertThat(untouched).doesNotExist();
    }

    @Test void aFolderInUseIsRefused() throws Exception {
        try (var held = HomeLock.take(home)) {
            assertThat(held).isNotNull();
            assertThatThrownBy(() -> HomeLock.take(home)).isInstanceOf(StartRefused.class).hasMessageContaining("Another Millrace runs in " + home)
                    .hasMessageContaining("MILLRACE_HOME");
        }
        HomeLock.take(home).close();
    }

    @Test void aTakenPortNamesWhoWantedItAndTheSettingThatChangesIt() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> Ports.claim(taken.getLocalPort(), "Kafka", "millrace.kafka.port")).isInstanceOf(StartRefused.class)
                    .hasMessageStartingWith("Port " + taken.getLocalPort() + " is taken, and Kafka needs it").hasMessageContaining("millrace.kafka.port");
        }
        assertThatThrownBy(() -> Ports.claim(70_000, "Kafka", "millrace.kafka.port")).isInstanceOf(StartRefused.class)
                .hasMessageContaining("millrace.kafka.port is 70000");
    }

    private static Admin admin(GenericApplicationContext context) {
        return Admin.create(Map.<String, Object>of("bootstrap.servers", context.getEnvironment().getRequiredProperty("millrace.kafka.bootstrap-servers")));
    }

    private static void execute(GenericApplicationContext context, String sql) throws Exception {
        try (var connection = DriverManager.getConnection(context.getEnvironment().getRequiredProperty("spring.datasource.url"), "postgres", "");
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
