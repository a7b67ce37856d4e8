package dev.millrace.server.export;

import dev.millrace.server.preview.Previews;
import dev.millrace.server.sample.Sampling;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ExportConfiguration {
    @Bean ProjectExport projectExport(SqlScripts scripts, Sampling sampling, Previews previews) {
        return new ProjectExport(scripts, sampling, previews);
    }
}
