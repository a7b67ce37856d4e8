package dev.millrace.server.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.server.SecureKafka;
import dev.millrace.server.deployment.KafkaConnection;
import dev.millrace.server.embedded.StartRefused;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class KafkaSecurityTest {
    private static KafkaSecurity of(Map<String, Object> environment) {
        var known = new StandardEnvironment();
        known.getPropertySources().addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment", environment));
        return Binder.get(known).bindOrCreate("millrace.kafka", KafkaSecurity.class);
    }

    private static void refused(String why, Map<String, Object> environment) {
        assertThatThrownBy(() -> of(environment).properties()).isInstanceOf(StartRefused.class).hasMessageContaining(why);
    }

    @Test void nothingSetIsNothing() {
        assertThat(of(Map.of()).properties()).isEmpty();
    }

    @Test void environmentVariablesBecomeSettingsOfTheClients() {
        assertThat(of(Map.of("MILLRACE_KAFKA_SASL_MECHANISM", "scram-sha-256", "MILLRACE_KAFKA_SASL_USER", "alice", "MILLRACE_KAFKA_SASL_PASSWORD", "a\"b\\c")).properties())
                .isEqualTo(Map.of("security.protocol", "SASL_SSL", "sasl.mechanism", "SCRAM-SHA-256", "sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"alice\" password=\"a\\\"b\\\\c\";"));
        assertThat(of(Map.of("MILLRACE_KAFKA_SECURITY_PROTOCOL", "SASL_PLAINTEXT", "MILLRACE_KAFKA_SASL_MECHANISM", "OAUTHBEARER", "MILLRACE_KAFKA_OAUTH_TOKEN_URL",
                "https://login.example/token", "MILLRACE_KAFKA_OAUTH_CLIENT_ID", "me", "MILLRACE_KAFKA_OAUTH_CLIENT_SECRET", "secret", "MILLRACE_KAFKA_OAUTH_SCOPE", "kafka")).properties())
                .containsEntry("sasl.oauthbearer.token.endpoint.url", "https://login.example/token").containsEntry("sasl.oauthbearer.client.credentials.client.secret", "secret")
                .containsEntry("sasl.oauthbearer.scope", "kafka").containsEntry("security.protocol", "SASL_PLAINTEXT");
    }

    @Test void whatContradictsItselfKeepsItFromStarting() {
        refused("MILLRACE_KAFKA_SASL_MECHANISM is not set", Map.of("MILLRACE_KAFKA_SECURITY_PROTOCOL", "SASL_SSL"));
        refused("It is one of PLAINTEXT", Map.of("MILLRACE_KAFKA_SECURITY_PROTOCOL", "TLS"));
        refused("'KERBEROS'", Map.of("MILLRACE_KAFKA_SASL_MECHANISM", "KERBEROS"));
        refused("a user and a password", Map.of("MILLRACE_KAFKA_SASL_MECHANISM", "PLAIN"));
        refused("signs nobody in", Map.of("MILLRACE_KAFKA_SECURITY_PROTOCOL", "SSL", "MILLRACE_KAFKA_SASL_MECHANISM", "PLAIN"));
        refused("without TLS", Map.of("MILLRACE_KAFKA_SECURITY_PROTOCOL", "PLAINTEXT", "MILLRACE_KAFKA_TRUST_FILE", "/x"));
        refused("MILLRACE_KAFKA_OAUTH_TOKEN_URL", Map.of("MILLRACE_KAFKA_SASL_MECHANISM", "OAUTHBEARER"));
        refused("cannot be read", Map.of("MILLRACE_KAFKA_TRUST_FILE", "/no/such/file"));
    }

    @Test void certificatesAreReadFromAnyKindOfFile(@TempDir Path folder) throws Exception {
        Path store = SecureKafka.keyStore(folder, "one");
        var settings = of(Map.of("MILLRACE_KAFKA_TRUST_FILE", store.toString(), "MILLRACE_KAFKA_TRUST_PASSWORD", SecureKafka.STORE_PASSWORD,
                "MILLRACE_KAFKA_KEY_FILE", store.toString(), "MILLRACE_KAFKA_KEY_PASSWORD", SecureKafka.STORE_PASSWORD));
        Map<String, String> read = settings.properties();
        assertThat(read).containsEntry("security.protocol", "SSL").containsEntry("ssl.truststore.type", "PEM");
        assertThat(read.get("ssl.truststore.certificates")).startsWith("-----BEGIN CERTIFICATE-----").isEqualTo(read.get("ssl.keystore.certificate.chain"));
        assertThat(read.get("ssl.keystore.key")).startsWith("-----BEGIN PRIVATE KEY-----");
        Path pem = Files.writeString(folder.resolve("both.pem"), read.get("ssl.keystore.key") + read.get("ssl.keystore.certificate.chain"));
        assertThat(of(Map.of("MILLRACE_KAFKA_TRUST_FILE", pem.toString(), "MILLRACE_KAFKA_KEY_FILE", pem.toString())).properties())
                .containsEntry("ssl.keystore.key", read.get("ssl.keystore.key")).containsEntry("ssl.keystore.certificate.chain", read.get("ssl.keystore.certificate.chain"));
        refused("Is the password right?", Map.of("MILLRACE_KAFKA_TRUST_FILE", store.toString(), "MILLRACE_KAFKA_TRUST_PASSWORD", "wrong"));
        refused("one of them is missing", Map.of("MILLRACE_KAFKA_KEY_FILE", Files.writeString(folder.resolve("half.pem"), read.get("ssl.keystore.key")).toString()));
        refused("There is no certificate", Map.of("MILLRACE_KAFKA_TRUST_FILE", Files.writeString(folder.resolve("key.pem"), read.get("ssl.keystore.key")).toString()));
    }

    @Test void secretsAreInNoText() {
        var security = of(Map.of("MILLRACE_KAFKA_SASL_MECHANISM", "PLAIN", "MILLRACE_KAFKA_SASL_USER", "alice", "MILLRACE_KAFKA_SASL_PASSWORD", "s3cret",
                "MILLRACE_KAFKA_OAUTH_CLIENT_SECRET", "s3cret", "MILLRACE_KAFKA_KEY_PASSWORD", "s3cret"));
        assertThat(security.toString()).doesNotContain("s3cret");
        assertThat(new KafkaConnection("kafka:9092", security.properties()).toString()).contains("sasl.jaas.config").doesNotContain("s3cret");
    }
}
