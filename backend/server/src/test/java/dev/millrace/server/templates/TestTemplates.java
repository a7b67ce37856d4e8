package dev.millrace.server.templates;

import dev.millrace.document.PipelineDocument;
import dev.millrace.server.TestPipelines;
import dev.millrace.server.dashboards.TestDashboards;
import dev.millrace.server.design.Instance;
import dev.millrace.server.workspaces.TestWorkspaces;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Templates on the designs of an instance. */
final class TestTemplates {
    private TestTemplates() {}

    static final String ADMINISTRATOR = "admin";

    static Templates on(Instance instance) {
        var documents = new PipelineDocument(TestPipelines.KINDS);
        return new AllTemplates(ShippedTemplates.read(new PathMatchingResourcePatternResolver(), documents),
                new StoredTemplates(JdbcClient.create(instance.database), documents), instance.designs, TestPipelines.compiler(), documents, TestWorkspaces.on(instance.database), ADMINISTRATOR::equals,
                new TransactionTemplate(new JdbcTransactionManager(instance.database)), TestDashboards.on(instance.database));
    }
}
