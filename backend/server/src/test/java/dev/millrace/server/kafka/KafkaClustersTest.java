package dev.millrace.server.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.server.TestKafka;
import dev.millrace.server.connections.Connection;
import dev.millrace.server.connections.ConnectionCheck.Cause;
import dev.millrace.server.deployment.KafkaClusters;
import dev.millrace.server.deployment.KafkaConnection;
import dev.millrace.server.deployment.PipelineTopics;
import dev.millrace.server.embedded.StartRefused;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Two real brokers, and settings of more. */
class KafkaClustersTest {
    private static KafkaClusters clusters;
    private static ByCluster<KafkaAdmin> admins;
    private static KafkaTopics topics;

    @BeforeAll static void start() {
        clusters = KafkaClusters.only(TestKafka.connection()).and(Map.of("west", TestKafka.other(), "gone", new KafkaConnection("127.0.0.1:1", Map.of())));
        admins = KafkaAdmin.of(clusters);
        topics = KafkaTopics.of(clusters, admins).preset();
    }

    @AfterAll static void stop() {
        topics.destroy();
    }

    @Test void eachHasItsOwnTopicsAndRecords() throws Exception {
        topics.create("of-east", 1, 1);
        topics.on("west").create("of-west", 2, 1);
        TestKafka.send("of-east", "1".getBytes(StandardCharsets.UTF_8));
        assertThat(topics.names()).contains("of-east").doesNotContain("of-west");
        assertThat(topics.on("west").names()).contains("of-west").doesNotContain("of-east");
        assertThat(topics.on("west").on("default").newest("of-east", 5)).hasSize(1);
        assertThat(topics.on("west").newest("of-west", 5)).isEmpty();
        TopicCatalog catalog = KafkaCatalog.of(clusters, admins, topics).preset();
        assertThat(catalog.clusters()).containsExactly("default", "gone", "west");
        assertThat(catalog.on("west").describe("of-west").partitions()).hasSize(2);
        assertThatThrownBy(() -> catalog.describe("of-west")).isInstanceOf(UnknownTopic.class);
    }

    @Test void deploymentsMakeTheirTopicsWhereTheyAreNamed() {
        PipelineTopics needed = DeploymentTopics.of(clusters, topics).preset();
        needed.on("west").create(List.of("results"), Set.of());
        assertThat(needed.on("west").missing(List.of("results"))).isEmpty();
        assertThat(needed.missing(List.of("results"))).containsExactly("results");
    }

    @Test void whatIsAwayOrUnknownIsSaidByItsName() {
        assertThatThrownBy(() -> topics.on("gone").list()).isInstanceOf(KafkaUnavailable.class).hasMessageStartingWith("Kafka 'gone' at 127.0.0.1:1 ");
        assertThatThrownBy(() -> topics.on("east")).isInstanceOf(UnknownCluster.class).hasMessage("No Kafka cluster 'east' is set up; there is default, gone, west");
        assertThatThrownBy(() -> DeploymentTopics.of(clusters, topics).preset().on("east")).isInstanceOf(PipelineTopics.Unavailable.class);
        Connection gone = new KafkaProbe("gone", clusters.get("gone"));
        assertThat(gone.name()).isEqualTo("kafka-gone");
        assertThat(gone.check().cause()).isEqualTo(Cause.NOTHING_LISTENS);
    }

    private static NamedKafkas bound(Map<String, Object> environment) {
        var own = new StandardEnvironment();
        own.getPropertySources().forEach(source -> own.getPropertySources().remove(source.getName()));
        own.getPropertySources().addFirst(new SystemEnvironmentPropertySource("systemEnvironment", environment));
        return new Binder(ConfigurationPropertySources.get(own)).bindOrCreate("millrace.kafka", NamedKafkas.class);
    }

    @Test void variablesOfTheEnvironmentSetUpAClusterWithItsSecurity() {
        Map<String, KafkaConnection> found = bound(Map.of("MILLRACE_KAFKA_BOOTSTRAP_SERVERS", "here:9092", "MILLRACE_KAFKA_CLUSTERS_WEST_BOOTSTRAP_SERVERS", "west:9093",
                "MILLRACE_KAFKA_CLUSTERS_WEST_SASL_MECHANISM", "SCRAM-SHA-512", "MILLRACE_KAFKA_CLUSTERS_WEST_SASL_USER", "me", "MILLRACE_KAFKA_CLUSTERS_WEST_SASL_PASSWORD", "s3cret",
                "MILLRACE_KAFKA_CLUSTERS_WEST_PROPERTIES_SSL_ENDPOINT_IDENTIFICATION_ALGORITHM", "none")).connections();
        assertThat(found).containsOnlyKeys("west");
        assertThat(found.get("west").bootstrapServers()).isEqualTo("west:9093");
        assertThat(found.get("west").properties()).containsEntry("security.protocol", "SASL_SSL").containsEntry("sasl.mechanism", "SCRAM-SHA-512")
                .containsEntry("ssl.endpoint.identification.algorithm", "none");
        assertThat(found.toString()).doesNotContain("s3cret");
    }

    @Test void whatCannotBeIsRefusedAtTheStartByTheNameOfItsSetting() {
        assertThatThrownBy(() -> bound(Map.of("MILLRACE_KAFKA_CLUSTERS_WEST_SASL_MECHANISM", "PLAIN", "MILLRACE_KAFKA_CLUSTERS_WEST_BOOTSTRAP_SERVERS", "west:9093")).connections())
                .isInstanceOf(StartRefused.class).hasMessageContaining("millrace.kafka.clusters.west.sasl.user and millrace.kafka.clusters.west.sasl.password");
        assertThatThrownBy(() -> bound(Map.of("MILLRACE_KAFKA_CLUSTERS_WEST_SECURITY_PROTOCOL", "SSL")).connections())
                .isInstanceOf(StartRefused.class).hasMessageContaining("millrace.kafka.clusters.west.bootstrap-servers");
        assertThatThrownBy(() -> bound(Map.of("MILLRACE_KAFKA_CLUSTERS_DEFAULT_BOOTSTRAP_SERVERS", "west:9093")).connections())
                .isInstanceOf(StartRefused.class).hasMessageContaining("Choose another name");
    }

    @Test void sentencesNameTheSettingsOfTheirCluster() {
        assertThat(new SettingNames("default").in("Set MILLRACE_KAFKA_OAUTH_TOKEN_URL.")).isEqualTo("Set MILLRACE_KAFKA_OAUTH_TOKEN_URL.");
        assertThat(new SettingNames("eu-west").in("Set MILLRACE_KAFKA_OAUTH_TOKEN_URL and MILLRACE_KAFKA_SECURITY_PROTOCOL."))
                .isEqualTo("Set millrace.kafka.clusters.eu-west.oauth.token-url and millrace.kafka.clusters.eu-west.security-protocol.");
    }
}
