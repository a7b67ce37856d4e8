package dev.millrace.server.sample;

import dev.millrace.compile.Compiler;
import dev.millrace.server.kafka.Samples;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Wires samples. What reads typed rows is of Flink's room. */
@Configuration(proxyBeanMethods = false)
class SampleConfiguration {
    @Bean SampleSets sampleSets(JdbcClient jdbc) {
        return new StoredSampleSets(jdbc);
    }

    @Bean Sampling sampling(Compiler compiler, Samples samples, SampleTexts texts, SampleSets sets) {
        return new SourceSampling(compiler, samples, texts, sets);
    }
}
