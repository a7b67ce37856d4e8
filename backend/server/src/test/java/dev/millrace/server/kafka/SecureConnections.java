package dev.millrace.server.kafka;

import dev.millrace.server.SecureKafka;
import dev.millrace.server.deployment.KafkaConnection;

/** Connections to the secure broker as the application makes them of its settings, for tests of other rooms. */
public final class SecureConnections {
    private SecureConnections() {}

    public static KafkaConnection scramOverTls(SecureKafka kafka) {
        return new KafkaConnection(kafka.both(), new KafkaSecurity("SASL_SSL", new KafkaSecurity.Sasl("SCRAM-SHA-512", SecureKafka.USER, SecureKafka.PASSWORD),
                new KafkaSecurity.Oauth("", "", "", ""), new KafkaSecurity.Store(kafka.store().toString(), SecureKafka.STORE_PASSWORD), new KafkaSecurity.Store("", "")).properties());
    }
}
