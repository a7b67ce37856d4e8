package dev.millrace.server.kafka;

import dev.millrace.server.embedded.StartRefused;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How to be let in by a Kafka cluster, under {@code millrace.kafka}. Certificates and keys are read when the application starts and travel
 * inside the jobs, so Flink's processes need no files.
 *
 * @param securityProtocol PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL; empty: what the other settings ask for
 * @param sasl how to sign in
 * @param oauth where a token for OAUTHBEARER is got
 * @param trust certificates of authorities that are trusted (PEM, PKCS12 or JKS); none: those that Java trusts
 * @param key certificate and private key to show to the broker (PEM, PKCS12 or JKS); none: none is shown
 */
@ConfigurationProperties("millrace.kafka")
record KafkaSecurity(@DefaultValue("") String securityProtocol, @DefaultValue Sasl sasl, @DefaultValue Oauth oauth, @DefaultValue Store trust,
        @DefaultValue Store key) {
    static final List<String> PROTOCOLS = List.of("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL");
    static final List<String> MECHANISMS = List.of("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER");
    private static final String ALLOWED = "org.apache.kafka.sasl.oauthbearer.allowed.urls";
    private static final String PREFIX = "org.apache.kafka.common.security.";

    /** @param mechanism PLAIN, SCRAM-SHA-256, SCRAM-SHA-512 or OAUTHBEARER; empty: nobody signs in */
    record Sasl(@DefaultValue("") String mechanism, @DefaultValue("") String user, @DefaultValue("") String password) {
        @Override public String toString() {
            return "Sasl[" + mechanism + ", " + user + "]";
        }
    }

    record Oauth(@DefaultValue("") String tokenUrl, @DefaultValue("") String clientId, @DefaultValue("") String clientSecret, @DefaultValue("") String scope) {
        @Override public String toString() {
            return "Oauth[" + tokenUrl + ", " + clientId + "]";
        }
    }

    record Store(@DefaultValue("") String file, @DefaultValue("") String password) {
        boolean isSet() {
            return !file.isBlank();
        }

        @Override public String toString() {
            return "Store[" + file + "]";
        }
    }

    /** As properties of Kafka's clients. @throws StartRefused where settings contradict each other or a file cannot be read */
    Map<String, String> properties() {
        return properties(SettingNames.PRESET);
    }

    /** @param names what the settings are called, for what is said of them */
    Map<String, String> properties(SettingNames names) {
        try {
            return checked();
        } catch (StartRefused refused) {
            throw new StartRefused(names.in(refused.getMessage()));
        }
    }

    private Map<String, String> checked() {
        var properties = new HashMap<String, String>();
        String protocol = protocol();
        boolean tls = protocol.endsWith("SSL");
        boolean signsIn = protocol.startsWith("SASL");
        refuse(!PROTOCOLS.contains(protocol), "MILLRACE_KAFKA_SECURITY_PROTOCOL is '" + securityProtocol + "'.", "It is one of " + String.join(", ", PROTOCOLS) + ".");
        refuse(signsIn && mechanism().isEmpty(), "Kafka is to be spoken to with " + protocol + ", but MILLRACE_KAFKA_SASL_MECHANISM is not set.",
                "It is one of " + String.join(", ", MECHANISMS) + ".");
        refuse(!signsIn && !mechanism().isEmpty(), "MILLRACE_KAFKA_SASL_MECHANISM is set, but " + protocol + " signs nobody in.",
                "Set MILLRACE_KAFKA_SECURITY_PROTOCOL to SASL_SSL, or to SASL_PLAINTEXT where there is no TLS.");
        refuse(!tls && (trust.isSet() || key.isSet()), "There are certificates for Kafka, but " + protocol + " is without TLS.",
                "Set MILLRACE_KAFKA_SECURITY_PROTOCOL to SSL or SASL_SSL.");
        if (!protocol.equals("PLAINTEXT")) {
            properties.put("security.protocol", protocol);
        }
        if (signsIn) {
            properties.putAll(signingIn());
        }
        if (trust.isSet()) {
            properties.put("ssl.truststore.type", "PEM");
            properties.put("ssl.truststore.certificates", PemFiles.certificates(Path.of(trust.file().strip()), trust.password()));
        }
        if (key.isSet()) {
            properties.putAll(PemFiles.key(Path.of(key.file().strip()), key.password()));
        }
        return properties;
    }

    private String protocol() {
        if (!securityProtocol.isBlank()) {
            return securityProtocol.strip().toUpperCase(Locale.ROOT);
        }
        boolean tls = trust.isSet() || key.isSet();
        return mechanism().isEmpty() ? tls ? "SSL" : "PLAINTEXT" : "SASL_SSL";
    }

    private String mechanism() {
        return sasl.mechanism().strip().toUpperCase(Locale.ROOT);
    }

    private Map<String, String> signingIn() {
        var properties = new HashMap<String, String>();
        properties.put("sasl.mechanism", mechanism());
        switch (mechanism()) {
            case "PLAIN" -> properties.put("sasl.jaas.config", withPassword("plain.PlainLoginModule"));
            case "SCRAM-SHA-256", "SCRAM-SHA-512" -> properties.put("sasl.jaas.config", withPassword("scram.ScramLoginModule"));
            case "OAUTHBEARER" -> {
                refuse(oauth.tokenUrl().isBlank() || oauth.clientId().isBlank(), "For OAUTHBEARER an address to get tokens from and a client are needed.",
                        "Set MILLRACE_KAFKA_OAUTH_TOKEN_URL, MILLRACE_KAFKA_OAUTH_CLIENT_ID and MILLRACE_KAFKA_OAUTH_CLIENT_SECRET.");
                properties.put("sasl.jaas.config", PREFIX + "oauthbearer.OAuthBearerLoginModule required;");
                properties.put("sasl.login.callback.handler.class", PREFIX + "oauthbearer.OAuthBearerLoginCallbackHandler");
                properties.put("sasl.oauthbearer.token.endpoint.url", oauth.tokenUrl().strip());
                properties.put("sasl.oauthbearer.client.credentials.client.id", oauth.clientId());
                properties.put("sasl.oauthbearer.client.credentials.client.secret", oauth.clientSecret());
                if (!oauth.scope().isBlank()) {
                    properties.put("sasl.oauthbearer.scope", oauth.scope().strip());
                }
            }
            default -> refuse(true, "MILLRACE_KAFKA_SASL_MECHANISM is '" + sasl.mechanism() + "'.", "It is one of " + String.join(", ", MECHANISMS) + ".");
        }
        return properties;
    }

    private String withPassword(String module) {
        refuse(sasl.user().isEmpty() || sasl.password().isEmpty(), "For " + mechanism() + " a user and a password are needed.",
                "Set MILLRACE_KAFKA_SASL_USER and MILLRACE_KAFKA_SASL_PASSWORD.");
        return PREFIX + module + " required username=" + quoted(sasl.user()) + " password=" + quoted(sasl.password()) + ";";
    }

    /** As a text of a JAAS configuration, where a backslash escapes. */
    private static String quoted(String text) {
        refuse(text.chars().anyMatch(c -> c < ' '), "User or password for Kafka has a line break or another control character.", "Take it out.");
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /** Kafka asks for tokens only at addresses that the process allows; a remote Flink needs the same for its own processes. */
    void allowTokens() {
        String url = oauth.tokenUrl().strip();
        String allowed = System.getProperty(ALLOWED, "");
        if (mechanism().equals("OAUTHBEARER") && !List.of(allowed.split(",")).contains(url)) {
            System.setProperty(ALLOWED, allowed.isBlank() ? url : allowed + "," + url);
        }
    }

    private static void refuse(boolean wrong, String what, String instead) {
        if (wrong) {
            throw new StartRefused(what + " " + instead);
        }
    }
}
