package dev.millrace.server.templates;

import dev.millrace.server.design.DesignService;
import dev.millrace.server.design.Documents;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Wires the shipped templates. */
@Configuration(proxyBeanMethods = false)
class TemplatesConfiguration {
    @Bean Templates templates(DesignService designs, Documents documents) {
        return ShippedTemplates.read(new PathMatchingResourcePatternResolver(), documents, designs);
    }
}
