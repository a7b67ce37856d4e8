package dev.millrace.server.workspaces;

import dev.millrace.server.security.User;
import dev.millrace.server.security.Users;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires the workspaces. */
@Configuration(proxyBeanMethods = false)
class WorkspacesConfiguration {
    @Bean Workspaces workspaces(JdbcClient jdbc, PlatformTransactionManager transactions, Users users) {
        return new StoredWorkspaces(jdbc, name -> users.find(name).filter(u -> u.role() == User.Role.ADMINISTRATOR).isPresent(), new TransactionTemplate(transactions));
    }
}
