package dev.millrace.server;

import dev.millrace.rel.ExpressionTyper;
import dev.millrace.server.deployment.FakeFlink;
import dev.millrace.server.deployment.KafkaConnection;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;

/** The server on a real database and a real Kafka, with a cluster in memory and without pages. */
@SpringBootConfiguration
@EnableAutoConfiguration
@ComponentScan(basePackages = "dev.millrace.server")
public class TestApplication {
    @Bean FakeFlink flink() {
        return new FakeFlink();
    }

    @Bean ExpressionTyper expressionTyper() {
        return TestPipelines.typer();
    }

    @Bean KafkaConnection testKafka() {
        return TestKafka.connection();
    }
}
