package dev.millrace.server.templates;

import dev.millrace.compile.Compiler;
import dev.millrace.document.PipelineDocument;
import dev.millrace.server.dashboards.Dashboards;
import dev.millrace.server.design.DesignService;
import dev.millrace.server.preview.Previews;
import dev.millrace.server.sample.Sampling;
import dev.millrace.server.security.User;
import dev.millrace.server.security.Users;
import dev.millrace.server.workspaces.Workspaces;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires the templates. */
@Configuration(proxyBeanMethods = false)
class TemplatesConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(TemplatesConfiguration.class);

    @Bean ApplicationListener<ApplicationReadyEvent> lookAtTemplates(AllTemplates templates) {
        return ready -> Thread.ofVirtual().name("templates").start(() -> {
            try {
                templates.lookAhead();
            } catch (RuntimeException later) {
                LOG.debug("What templates need will be found out when somebody asks", later);
            }
        });
    }

    @Bean AllTemplates templates(JdbcClient jdbc, PlatformTransactionManager transactions, DesignService designs, PipelineDocument documents, Compiler compiler,
            Users users, Dashboards dashboards, Workspaces workspaces) {
        return new AllTemplates(ShippedTemplates.read(new PathMatchingResourcePatternResolver(), documents), new StoredTemplates(jdbc, documents), designs, compiler, documents, workspaces,
                name -> users.find(name).filter(u -> u.role() == User.Role.ADMINISTRATOR).isPresent(), new TransactionTemplate(transactions), dashboards);
    }

    @Bean Expectations expectations(JdbcClient jdbc, PlatformTransactionManager transactions, Templates templates, Previews previews, Sampling sampling, Compiler compiler) {
        return new Expectations(jdbc, new TransactionTemplate(transactions), templates, previews, sampling, compiler);
    }
}
