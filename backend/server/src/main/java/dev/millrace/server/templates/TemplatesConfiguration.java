package dev.millrace.server.templates;

import dev.millrace.document.PipelineDocument;
import dev.millrace.server.design.DesignService;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Wires the shipped templates. */
@Configuration(proxyBeanMethods = false)
class TemplatesConfiguration {
    @Bean Templates templates(DesignService designs, PipelineDocument documents) {
        return ShippedTemplates.read(new PathMatchingResourcePatternResolver(), documents, designs);
    }
}
