package dev.millrace.server.preview;

import dev.millrace.compile.Compiler;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires previews. The engine is the one of Flink's room. */
@Configuration(proxyBeanMethods = false)
class PreviewConfiguration {
    @Bean RowValues rowValues(PreviewEngine engine) {
        return RowValues.by(engine);
    }

    @Bean Previews previews(Compiler compiler, PreviewEngine engine) {
        return new SampledPreviews(compiler, engine);
    }
}
