package dev.millrace.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What docker/ promises, as far as it can be held to it without an engine: the versions that were tested, and nothing open to others. */
class ComposeTest {
    private static final Path DOCKER = Path.of("..", "docker");

    private final String pom = read(Path.of("..", "pom.xml"));
    private final String launcher = read(Path.of("..", "millrace"));
    private final Map<String, Map<String, Object>> services = services();

    @Test void serversHaveTheVersionsThatTheApplicationIsBuiltWith() {
        assertThat(images("apache/kafka")).hasSize(2).containsOnly(version("kafka.version"));
        assertThat(images("flink")).hasSize(3).allSatisfy(tag -> assertThat(tag).startsWith(version("flink.version") + "-java"));
        String major = version("postgres-binaries.version").split("\\.")[0];
        assertThat(images("postgres")).containsOnly(major);
    }

    @Test void flinkRunsAJavaThatKnowsTheTravellingJar() {
        Matcher release = Pattern.compile("<maven.compiler.release>(\\d+)<").matcher(read(Path.of("..", "backend", "runtime", "pom.xml")));
        assertThat(release.find()).isTrue();
        assertThat(images("flink")).allSatisfy(tag -> assertThat(Integer.parseInt(tag.replaceAll(".*-java", "")))
                .isGreaterThanOrEqualTo(Integer.parseInt(release.group(1))));
    }

    @Test void everyPortIsPublishedOnLoopback() {
        List<String> published = services.values().stream().flatMap(s -> ((List<?>) s.getOrDefault("ports", List.of())).stream())
                .map(Object::toString).toList();
        assertThat(published).hasSize(3).allSatisfy(port -> assertThat(port).startsWith("127.0.0.1:"));
    }

    @TestFactory List<DynamicTest> everyServerThatOthersWaitForSaysWhetherItIsWell() {
        return services.entrySet().stream().flatMap(waiting -> dependencies(waiting.getValue()).entrySet().stream()
                .map(waited -> DynamicTest.dynamicTest(waiting.getKey() + " waits for " + waited.getKey(), () -> {
                    Map<String, Object> other = services.get(waited.getKey());
                    assertThat(other).isNotNull();
                    if ("service_healthy".equals(waited.getValue())) {
                        assertThat(other).containsKey("healthcheck");
                    } else {
                        assertThat(waited.getValue()).isEqualTo("service_completed_successfully");
                        assertThat(other).containsEntry("restart", "no");
                    }
                }))).toList();
    }

    /** The launcher's help is where people read of a setting; one that is not there has been renamed or misspelt. */
    @Test void theApplicationIsToldEveryAddress() {
        var environment = (Map<?, ?>) services.get("app").get("environment");
        assertThat(environment.keySet().stream().map(Object::toString)).contains("SPRING_DATASOURCE_URL", "MILLRACE_KAFKA_BOOTSTRAP_SERVERS",
                "MILLRACE_FLINK_REST_URL", "MILLRACE_FLINK_STATE_DIR").allSatisfy(name -> assertThat(launcher).contains(name));
    }

    @Test void theApplicationAndFlinkShareTheirState() {
        for (String sharing : List.of("app", "jobmanager", "taskmanager")) {
            assertThat((List<?>) services.get(sharing).get("volumes")).anyMatch("state:/state"::equals);
        }
        assertThat(read(DOCKER.resolve("Dockerfile"))).contains("--uid 9999");
        assertThat(services.get("state-owner").get("command").toString()).contains("9999:9999");
    }

    @Test void composeItselfAcceptsIt() throws Exception {
        Process present = new ProcessBuilder("sh", "-c", "docker compose version").redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        Assumptions.assumeTrue(present.waitFor() == 0, "docker compose is not installed");
        Process config = new ProcessBuilder("docker", "compose", "-f", DOCKER.resolve("compose.yaml").toString(), "config", "--quiet")
                .redirectErrorStream(true).start();
        String said = new String(config.getInputStream().readAllBytes());
        assertThat(config.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(config.exitValue()).as(said).isZero();
    }

    private List<String> images(String name) {
        return services.values().stream().map(s -> s.get("image").toString()).filter(i -> i.startsWith(name + ":"))
                .map(i -> i.substring(name.length() + 1)).toList();
    }

    private String version(String property) {
        Matcher version = Pattern.compile("<" + Pattern.quote(property) + ">([^<]+)<").matcher(pom);
        assertThat(version.find()).as(property).isTrue();
        return version.group(1);
    }

    private static Map<String, Object> dependencies(Map<String, Object> service) {
        var conditions = new LinkedHashMap<String, Object>();
        ((Map<?, ?>) service.getOrDefault("depends_on", Map.of())).forEach((name, how) ->
                conditions.put(name.toString(), ((Map<?, ?>) how).get("condition")));
        return conditions;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Map<String, Object>> services() {
        Map<String, Object> compose = new Yaml(new SafeConstructor(new LoaderOptions())).load(read(DOCKER.resolve("compose.yaml")));
        return (Map<String, Map<String, Object>>) compose.get("services");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
