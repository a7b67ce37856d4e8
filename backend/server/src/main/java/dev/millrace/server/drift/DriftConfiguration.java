package dev.millrace.server.drift;

import dev.millrace.compile.Compiler;
import dev.millrace.server.columns.Columns;
import dev.millrace.server.columns.RecordTrial;
import dev.millrace.server.kafka.Samples;
import dev.millrace.server.kafka.Topics;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the comparison of drawings with topics. */
@Configuration(proxyBeanMethods = false)
class DriftConfiguration {
    @Bean DataChecks dataChecks(Compiler compiler, Topics topics, Samples samples, Columns columns, RecordTrial trial) {
        return new TopicChecks(compiler, topics, new TopicLooks(topics, samples, InstantSource.system()), new SourceDrift(columns, trial), new SinkDrift(columns));
    }
}
