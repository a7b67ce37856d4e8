package dev.millrace.server.preview;

import dev.millrace.compile.Compiler;
import dev.millrace.server.kafka.Samples;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires previews. The engine is the one of Flink's room. */
@Configuration(proxyBeanMethods = false)
class PreviewConfiguration {
    @Bean Previews previews(Compiler compiler, PreviewEngine engine, Samples samples) {
        return new SampledPreviews(compiler, engine, samples);
    }
}
