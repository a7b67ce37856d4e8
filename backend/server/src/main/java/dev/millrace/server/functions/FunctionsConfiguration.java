package dev.millrace.server.functions;

import dev.millrace.server.MillraceProperties;
import dev.millrace.server.deployment.DeploymentService;
import dev.millrace.server.design.DesignService;
import dev.millrace.server.fragments.FragmentService;
import dev.millrace.server.instance.Notices;
import dev.millrace.server.security.Users;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires the libraries of functions. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FunctionsProperties.class)
class FunctionsConfiguration {
    @Bean StoredLibraries storedLibraries(JdbcClient jdbc, Notices notices, PlatformTransactionManager transactions) {
        return new StoredLibraries(jdbc, notices, new TransactionTemplate(transactions));
    }

    @Bean FunctionService functionService(StoredLibraries stored, Users users, DesignService designs, FragmentService fragments, DeploymentService deployments,
            MillraceProperties millrace, FunctionsProperties functions) {
        boolean open = functions.inProcess() || !millrace.flink().restUrl().isBlank();
        return new UploadedLibraries(stored, users, designs, fragments, deployments, open);
    }
}
