package dev.millrace.server.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;

/** PostgreSQL and Kafka beside the application: kept over restarts and kills, refused in a sentence, absent where others are named. */
class EmbeddedServersTest {
    @TempDir private Path home;

    private GenericApplicationContext start(Map<String, Object> more) {
        var settings = new HashMap<String, Object>(Map.of("millrace.home", home.toString(), "server.port", 0, "millrace.kafka.port", 0,
                "millrace.postgres.port", 0, "millrace.flink.port", 0));
        settings.putAll(more);
        var context = new GenericApplicationContext();
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", settings));
        new EmbeddedServers().initialize(context);
        context.refresh();
        return context;
    }

    @Test void whatIsKeptIsThereAfterARestart() throws Exception {
        try (var context = start(Map.of())) {
            execute(context.getEnvironment(), "CREATE TABLE kept AS SELECT 42 AS answer");
            try (var admin = admin(context.getEnvironment())) {
                admin.createTopics(List.of(new NewTopic("kept", 1, (short) 1))).all().get();
            }
        }
        assertThat(home.resolve("postgres/postmaster.pid")).doesNotExist();
        try (var context = start(Map.of())) {
            assertThat(query(context.getEnvironment(), "SELECT answer FROM kept")).isEqualTo(42);
            try (var admin = admin(context.getEnvironment())) {
                assertThat(admin.listTopics().names().get()).isEqualTo(Set.of("kept"));
                assertThat(admin.describeFeatures().featureMetadata().get().finalizedFeatures().get("transaction.version").maxVersionLevel())
                        .isEqualTo((short) 1);
            }
        }
    }

    @Test void aPostgresThatAKilledApplicationLeftIsEndedAndItsRowsAreKept() throws Exception {
        Map<String, Object> postgresOnly = Map.of("millrace.kafka.bootstrap-servers", "elsewhere:9092");
        try (var context = start(postgresOnly)) {
            execute(context.getEnvironment(), "CREATE TABLE kept AS SELECT 7 AS answer");
        }
        startPostgresAlone();
        ProcessHandle before = running();
        try (var context = start(postgresOnly)) {
            assertThat(before.isAlive()).isFalse();
            assertThat(query(context.getEnvironment(), "SELECT answer FROM kept")).isEqualTo(7);
        }
    }

    /** The number in the file may by now be another program's, which is none of ours to end. */
    @Test void aStaleProcessNumberIsNoReasonToEndSomebodyElse() throws Exception {
        start(Map.of("millrace.kafka.bootstrap-servers", "elsewhere:9092")).close();
        Process other = new ProcessBuilder("sleep", "60").start();
        try {
            Files.writeString(home.resolve("postgres/postmaster.pid"), other.pid() + "\n" + home.resolve("postgres") + "\n");
            try (var context = start(Map.of("millrace.kafka.bootstrap-servers", "elsewhere:9092"))) {
                assertThat(query(context.getEnvironment(), "SELECT 1")).isEqualTo(1);
            }
            assertThat(other.isAlive()).isTrue();
        } finally {
            other.destroyForcibly();
        }
    }

    @Test void aSecondApplicationInTheSameHomeIsRefused() {
        try (var first = start(Map.of("millrace.kafka.bootstrap-servers", "elsewhere:9092"))) {
            assertThat(first.isActive()).isTrue();
            assertThatThrownBy(() -> start(Map.of())).isInstanceOf(StartRefused.class).hasMessage("Another Millrace runs in " + home
                    + ": stop it first, or give this one a folder of its own with MILLRACE_HOME.");
        }
    }

    @ParameterizedTest
    @CsvSource({"server.port,millrace.port,the web page", "millrace.kafka.port,millrace.kafka.port,Kafka",
        "millrace.postgres.port,millrace.postgres.port,PostgreSQL", "millrace.flink.port,millrace.flink.port,Flink"})
    void aTakenPortIsNamedAndNothingIsLeftRunning(String property, String setting, String who) throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> start(Map.of(property, port))).isInstanceOf(StartRefused.class).hasMessage("Port " + port
                    + " is taken, and " + who + " needs it: stop what listens there, or choose another port with " + setting + ".");
        }
        assertThat(home.resolve("postgres/postmaster.pid")).doesNotExist();
        HomeLock.take(home).close();
    }

    @Test void nothingIsStartedWhereEverythingIsElsewhere() {
        try (var context = start(Map.of("millrace.kafka.bootstrap-servers", "elsewhere:9092", "millrace.flink.rest-url", "http://elsewhere:8081",
                "spring.datasource.url", "jdbc:postgresql://elsewhere/millrace"))) {
            assertThat(context.getEnvironment().getProperty("millrace.kafka.bootstrap-servers")).isEqualTo("elsewhere:9092");
            assertThat(home).isEmptyDirectory();
        }
    }

    /** As it is when its application was killed: nobody in this JVM knows of it. */
    private void startPostgresAlone() throws Exception {
        Path control;
        try (var files = Files.walk(home.resolve("bin"))) {
            control = files.filter(f -> f.endsWith("bin/pg_ctl")).findFirst().orElseThrow();
        }
        var command = new ArrayList<String>();
        if (System.getProperty("user.name").equals("root")) {
            // PostgreSQL refuses to run as root; in a namespace of its own it sees no root.
            command.addAll(List.of("unshare", "-U"));
        }
        command.addAll(List.of(control.toString(), "-D", home.resolve("postgres").toString(), "-l", home.resolve("alone.log").toString(),
                "-o", "-c listen_addresses= -c unix_socket_directories=" + home, "-w", "start"));
        Process starting = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(home.resolve("pg_ctl.log").toFile()).start();
        assertThat(starting.waitFor()).as(Files.readString(home.resolve("pg_ctl.log"))).isZero();
    }

    private ProcessHandle running() throws Exception {
        return ProcessHandle.of(Long.parseLong(Files.readAllLines(home.resolve("postgres/postmaster.pid")).getFirst().strip())).orElseThrow();
    }

    private static Admin admin(Environment environment) {
        return Admin.create(Map.of("bootstrap.servers", environment.getRequiredProperty("millrace.kafka.bootstrap-servers")));
    }

    private static void execute(Environment environment, String sql) throws Exception {
        try (var connection = DriverManager.getConnection(environment.getRequiredProperty("spring.datasource.url"), "postgres", "");
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int query(Environment environment, String sql) throws Exception {
        try (var connection = DriverManager.getConnection(environment.getRequiredProperty("spring.datasource.url"), "postgres", "");
                var statement = connection.createStatement(); var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
