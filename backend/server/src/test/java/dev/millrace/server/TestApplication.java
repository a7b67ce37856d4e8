package dev.millrace.server;

import dev.millrace.rel.ExpressionTyper;
import dev.millrace.server.deployment.FakeFlink;
import dev.millrace.server.deployment.KafkaConnection;
import dev.millrace.server.export.SqlScripts;
import dev.millrace.server.preview.PreviewEngine;
import java.util.Map;
import java.util.Optional;
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

    /** Plans run in Flink's room; here a preview of any of them has no rows. */
    @Bean PreviewEngine previewEngine() {
        return (plan, samples, demoRows, most, ends, patience) -> new PreviewEngine.Outcome(Map.of(), Optional.empty());
    }

    /** Scripts too are written in Flink's room; here the name of the pipeline is all of it. */
    @Bean SqlScripts sqlScripts() {
        return plan -> "-- " + plan.name();
    }

    @Bean KafkaConnection testKafka() {
        return TestKafka.connection();
    }
}
