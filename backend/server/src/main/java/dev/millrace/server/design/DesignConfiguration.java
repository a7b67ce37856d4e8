package dev.millrace.server.design;

import dev.millrace.compile.Compiler;
import dev.millrace.compile.KnownClusters;
import dev.millrace.document.PipelineDocument;
import dev.millrace.kind.NodeKinds;
import dev.millrace.kind.fragment.Fragments;
import dev.millrace.kind.function.UserFunctions;
import dev.millrace.rel.ExpressionTyper;
import dev.millrace.server.instance.Notices;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires the stored designs. */
@Configuration(proxyBeanMethods = false)
class DesignConfiguration {
    @Bean NodeKinds nodeKinds(Fragments fragments, UserFunctions functions) {
        return NodeKinds.with(fragments, functions);
    }

    @Bean PipelineDocument pipelineDocument(NodeKinds kinds) {
        return new PipelineDocument(kinds);
    }

    @Bean Compiler compiler(NodeKinds kinds, ExpressionTyper typer, KnownClusters clusters) {
        return new Compiler(kinds, typer, clusters);
    }

    @Bean Listeners pipelineListeners(Notices notices) {
        return new Listeners(notices);
    }

    @Bean PipelineTags pipelineTags(JdbcClient jdbc, PlatformTransactionManager transactions, Notices notices) {
        return new StoredTags(jdbc, new TransactionTemplate(transactions), notices);
    }

    @Bean DesignService designService(JdbcClient jdbc, PlatformTransactionManager transactions, Notices notices, PipelineDocument documents,
            Compiler compiler, Listeners pipelineListeners) {
        var store = new PipelineStore(jdbc, new TransactionTemplate(transactions), notices);
        return new StoredDesigns(store, documents, compiler, pipelineListeners);
    }
}
